import type {
  ItemResponse,
  TransactGetItem,
  TransactGetItemsCommandInput,
  TransactGetItemsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import { checkedItem } from './attribute-value-validation';
import type { Item } from './attribute-value';
import { BatchKeys } from './batch-keys';
import { CapacityLedger, readUnits } from './capacity';
import type { CallWording } from './errors';
import { ExpressionRequest } from './expressions/expression-request';
import type { Projection } from './expressions/projection';
import { checkKey, namesOf, tablePosition } from './key';
import { checkMembers, given, RULES, type MemberRule } from './members';
import { itemsOf, type DynamodbState } from './state';
import { cancelAsAdvised } from './transactions/cancel-as-advised';
import { requireNoConflicts } from './transactions/locks';
import { requireTransactionUnits } from './throughput';
import { requireTable, wordingOf } from './table-access';
import {
  actionMembers,
  checkEach,
  checkTransactionSize,
  SAME_ITEM_TWICE,
  transactItems,
} from './transaction';

const MEMBERS: readonly MemberRule[] = [
  transactItems([{ name: 'Get', required: true, members: actionMembers('Key') }]),
  RULES.returnConsumedCapacity,
];

interface BoundGet {
  readonly tableName: string;
  readonly key: Item;
  readonly projection: Projection | undefined;
}

/**
 * Reads up to 100 items at one moment.
 *
 * @throws ValidationException members, then values and projections of every action, duplicates
 * @throws ResourceNotFoundException
 * @throws TransactionCanceledException a key does not fit its table, or a transaction is under way on an item
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html
 */
export function transactGetItems(
  context: Context<DynamodbState>,
  input: TransactGetItemsCommandInput,
): Omit<TransactGetItemsCommandOutput, '$metadata'> {
  const at = wordingOf(context);
  checkMembers(input, MEMBERS, at);
  const bound = given(input.TransactItems).map((item) => bindGet(item, at));
  const gets = bound.map((get) => ({ ...get, table: requireTable(context, get.tableName) }));
  const keys = new BatchKeys(SAME_ITEM_TWICE);
  for (const { table, key } of gets) keys.add(table, key);
  checkEach(gets, ({ table, key, projection }) => {
    projection?.requireScalarKeys(namesOf(table.key));
    checkKey(table, key);
  });

  cancelAsAdvised(context, gets.length);
  requireNoConflicts(
    context,
    gets.map(({ table, key }) => ({ table, position: tablePosition(table, key) })),
  );
  const reads = gets.map(({ table, key, projection }) => {
    const item = itemsOf(context.state, table).get(tablePosition(table, key));
    const bytes = item?.bytes ?? 0;
    return { table, projection, item, bytes, units: readUnits(bytes, true) };
  });
  checkTransactionSize(reads.reduce((sum, { bytes }) => sum + bytes, 0));
  requireTransactionUnits(
    context,
    reads.map(({ table, units }) => [{ table, kind: 'read', units }]),
  );
  const ledger = new CapacityLedger();
  const responses = reads.map(({ table, projection, item, units }): ItemResponse => {
    ledger.add(table, { table: units, indexes: new Map() });
    if (item === undefined) return {};
    return { Item: projection === undefined ? item.item : projection.of(item.item) };
  });
  return { Responses: responses, ConsumedCapacity: ledger.answer(input.ReturnConsumedCapacity, 'Read') };
}

function bindGet(item: TransactGetItem, at: CallWording): BoundGet {
  const get = given(item.Get);
  const key = checkedItem(given(get.Key), at);
  const expressions = new ExpressionRequest({ names: get.ExpressionAttributeNames, ...at });
  const projection =
    get.ProjectionExpression === undefined ? undefined : expressions.projection(get.ProjectionExpression);
  expressions.finish();
  return { tableName: given(get.TableName), key, projection };
}
