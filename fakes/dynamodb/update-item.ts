import type { ReturnValue, UpdateItemCommandInput, UpdateItemCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import type { Item } from './attribute-value';
import { consumedCapacity } from './capacity';
import { itemCollectionMetrics, requireCollectionSize } from './item-collection';
import { tablePosition } from './key';
import { expectedCondition } from './legacy-conditions';
import { attributeUpdates, LEGACY_RULES, refuseMixedParameters } from './legacy-parameters';
import { checkMembers, given, RULES } from './members';
import type { DynamodbState } from './state';
import { requireTable, wordingOf } from './table-access';
import { requireNoTransaction } from './transactions/locks';
import { requireUnits } from './throughput';
import { commit, writeNeeds } from './write';
import { bindWrite, checkWrite, planWrite, type PlannedWrite } from './write-action';

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
 * Changes attributes of an item, creating it when it is not there.
 *
 * @throws ValidationException members, values, expressions, then the key, then an update that does not fit the item
 * @throws ResourceNotFoundException
 * @throws TransactionConflictException
 * @throws ConditionalCheckFailedException
 * @throws ItemCollectionSizeLimitExceededException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
 */
export function updateItem(
  context: Context<DynamodbState>,
  input: UpdateItemCommandInput,
): Omit<UpdateItemCommandOutput, '$metadata'> {
  const at = wordingOf(context);
  checkMembers(input, MEMBERS, at);
  refuseMixedParameters(input, at);
  const bound = bindWrite('Update', given(input.TableName), given(input.Key), input, at);
  const expected = expectedCondition(input.Expected, input.ConditionalOperator, at);
  const update = attributeUpdates(input.AttributeUpdates, at) ?? bound.update;
  const action = { ...bound, update, condition: expected ?? bound.condition };
  const table = requireTable(context, action.tableName);
  checkWrite(table, action);
  requireNoTransaction(context, { table, position: tablePosition(table, action.subject) });
  const write = planWrite(context.state, table, action);
  requireCollectionSize(context.state, [write]);
  requireUnits(context, writeNeeds(context.state, write));
  const used = commit(context, write);
  return {
    Attributes: returned(input.ReturnValues, write),
    ConsumedCapacity: consumedCapacity(input.ReturnConsumedCapacity, table, used),
    ItemCollectionMetrics: itemCollectionMetrics(input.ReturnItemCollectionMetrics, table, action.subject),
  };
}

function returned(asked: ReturnValue | undefined, write: PlannedWrite): Item | undefined {
  switch (asked) {
    case 'ALL_OLD':
      return write.before?.item;
    case 'ALL_NEW':
      return write.after?.item;
    case 'UPDATED_OLD':
      return unlessEmpty(write.before === undefined ? undefined : write.updated?.updatedOld());
    case 'UPDATED_NEW':
      return unlessEmpty(write.updated?.updatedNew());
    default:
      return undefined;
  }
}

function unlessEmpty(item: Item | undefined): Item | undefined {
  return item === undefined || Object.keys(item).length === 0 ? undefined : item;
}
