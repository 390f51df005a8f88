import type { DeleteItemCommandInput, DeleteItemCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import { consumedCapacity } from './capacity';
import { wordedValidationError } from './errors';
import { itemCollectionMetrics } from './item-collection';
import { expectedCondition } from './legacy-conditions';
import { refuseMixedParameters, LEGACY_RULES } from './legacy-parameters';
import { checkMembers, given, RULES } from './members';
import type { DynamodbState } from './state';
import { requireTable, wordingOf } from './table-access';
import { requireUnits } from './throughput';
import { commit, tableUnits } from './write';
import { bindWrite, checkWrite, planWrite } from './write-action';

const MEMBERS = [
  RULES.tableName,
  RULES.key,
  RULES.returnValues,
  RULES.returnConsumedCapacity,
  RULES.returnItemCollectionMetrics,
  RULES.onConditionCheckFailure,
  ...LEGACY_RULES,
];

/**
 * Deletes an item. Deleting what is not there is a success.
 *
 * @throws ValidationException members, values, expressions, then the key
 * @throws ResourceNotFoundException
 * @throws ConditionalCheckFailedException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html
 */
export function deleteItem(
  context: Context<DynamodbState>,
  input: DeleteItemCommandInput,
): Omit<DeleteItemCommandOutput, '$metadata'> {
  const at = wordingOf(context);
  checkMembers(input, MEMBERS, at);
  refuseMixedParameters(input, at);
  if (input.ReturnValues !== undefined && input.ReturnValues !== 'NONE' && input.ReturnValues !== 'ALL_OLD') {
    throw wordedValidationError('ReturnValues can only be ALL_OLD or NONE', at);
  }
  const bound = bindWrite('Delete', given(input.TableName), given(input.Key), input, at);
  const expected = expectedCondition(input.Expected, input.ConditionalOperator, at);
  const action = { ...bound, condition: expected ?? bound.condition };
  const table = requireTable(context, action.tableName);
  checkWrite(table, action);
  const write = planWrite(context.state, table, action);
  requireUnits(context, table, 'write', tableUnits(write));
  const used = commit(context, write);
  return {
    Attributes: input.ReturnValues === 'ALL_OLD' ? write.before?.item : undefined,
    ConsumedCapacity: consumedCapacity(input.ReturnConsumedCapacity, table, used),
    ItemCollectionMetrics: itemCollectionMetrics(input.ReturnItemCollectionMetrics, table, action.subject),
  };
}
