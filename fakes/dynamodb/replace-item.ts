import type {
  DeleteItemCommandInput,
  DeleteItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import type { Item } from './attribute-value';
import { consumedCapacity } from './capacity';
import { wordedValidationError } from './errors';
import { itemCollectionMetrics, requireCollectionSize } from './item-collection';
import { tablePosition } from './key';
import { expectedCondition } from './legacy-conditions';
import { refuseMixedParameters } from './legacy-parameters';
import { checkMembers, given } from './members';
import type { DynamodbState } from './state';
import { requireTable, wordingOf } from './table-access';
import { requireNoTransaction } from './transactions/locks';
import { requireUnits } from './throughput';
import { commit, writeNeeds } from './write';
import { bindWrite, checkWrite, planWrite } from './write-action';

/** What PutItem and DeleteItem have in common: an item as a whole gives way to another, or to nothing. */
export interface Replacement {
  readonly kind: 'Put' | 'Delete';
  /** The new item of a Put, the key of a Delete. */
  readonly subject: Item | undefined;
  readonly members: Parameters<typeof checkMembers>[1];
}

/**
 * @throws ValidationException members, values, expressions, then key and index keys of the table
 * @throws ResourceNotFoundException
 * @throws TransactionConflictException
 * @throws ConditionalCheckFailedException
 * @throws ItemCollectionSizeLimitExceededException
 * @throws ProvisionedThroughputExceededException
 */
export function replaceItem(
  context: Context<DynamodbState>,
  input: PutItemCommandInput | DeleteItemCommandInput,
  { kind, subject, members }: Replacement,
): Omit<PutItemCommandOutput & DeleteItemCommandOutput, '$metadata'> {
  const at = wordingOf(context);
  checkMembers(input, members, at);
  refuseMixedParameters(input, at);
  if (input.ReturnValues !== undefined && input.ReturnValues !== 'NONE' && input.ReturnValues !== 'ALL_OLD') {
    throw wordedValidationError('ReturnValues can only be ALL_OLD or NONE', at);
  }
  const bound = bindWrite(kind, given(input.TableName), given(subject), input, at);
  const expected = expectedCondition(input.Expected, input.ConditionalOperator, at);
  const action = { ...bound, condition: expected ?? bound.condition };
  const table = requireTable(context, action.tableName);
  checkWrite(table, action);
  requireNoTransaction(context, { table, position: tablePosition(table, action.subject) });
  const write = planWrite(context.state, table, action);
  requireCollectionSize(context.state, [write]);
  requireUnits(context, writeNeeds(context.state, write));
  const used = commit(context, write);
  return {
    Attributes: input.ReturnValues === 'ALL_OLD' ? write.before?.item : undefined,
    ConsumedCapacity: consumedCapacity(input.ReturnConsumedCapacity, table, used),
    ItemCollectionMetrics: itemCollectionMetrics(input.ReturnItemCollectionMetrics, table, action.subject),
  };
}
