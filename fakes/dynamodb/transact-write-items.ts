import type {
  TransactWriteItem,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { wait, type Context, type Wait } from '../kernel/operation';
import { setOwn } from '../kernel/shape';
import { BatchKeys } from './batch-keys';
import { CapacityLedger, readUnits } from './capacity';
import { CLIENT_REQUEST_TOKEN, isReplay, rememberToken, tokenKey } from './client-request-token';
import { validationError, type CallWording } from './errors';
import { itemCollectionMetrics, requireTransactionCollectionSize } from './item-collection';
import { itemSize } from './item-size';
import { tablePosition } from './key';
import { checkMembers, given, RULES, type MemberRule } from './members';
import { itemsOf, type DynamodbState, type TableEntry } from './state';
import { requireTable, wordingOf } from './table-access';
import {
  actionMembers,
  checkEach,
  checkTransactionSize,
  planEach,
  SAME_ITEM_TWICE,
  transactItems,
} from './transaction';
import { cancelAsAdvised } from './transactions/cancel-as-advised';
import { endTransaction, lockItems, mayCommit, type Locked } from './transactions/locks';
import { requireTransactionUnits } from './throughput';
import { commit, writeNeeds } from './write';
import { bindWrite, checkWrite, planWrite, type WriteAction } from './write-action';

const onFailure = [RULES.onConditionCheckFailure];

const MEMBERS: readonly MemberRule[] = [
  transactItems([
    {
      name: 'ConditionCheck',
      members: actionMembers('Key', [{ name: 'ConditionExpression', required: true }, ...onFailure]),
    },
    { name: 'Put', members: actionMembers('Item', onFailure) },
    { name: 'Delete', members: actionMembers('Key', onFailure) },
    {
      name: 'Update',
      members: actionMembers('Key', [{ name: 'UpdateExpression', required: true }, ...onFailure]),
    },
  ]),
  RULES.returnConsumedCapacity,
  RULES.returnItemCollectionMetrics,
  CLIENT_REQUEST_TOKEN,
];

interface TableAction {
  readonly table: TableEntry;
  readonly action: WriteAction;
}

/**
 * Makes up to 100 changes, all or none.
 *
 * @throws ValidationException members, then values and expressions of every action, duplicates
 * @throws ResourceNotFoundException
 * @throws IdempotentParameterMismatchException the token came with another request within ten minutes
 * @throws TransactionInProgressException the token's transaction has not ended yet
 * @throws TransactionCanceledException a condition failed, an action does not fit its table or item, or a transaction is
 *   under way on an item
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export function transactWriteItems(
  context: Context<DynamodbState>,
  input: TransactWriteItemsCommandInput,
): Omit<TransactWriteItemsCommandOutput, '$metadata'> | Wait {
  const at = wordingOf(context);
  checkMembers(input, MEMBERS, at);
  const bound = given(input.TransactItems).map((item) => bindAction(item, at));
  checkTransactionSize(bound.reduce((sum, action) => sum + itemSize(action.subject), 0));
  const actions = bound.map((action) => ({ table: requireTable(context, action.tableName), action }));
  const keys = new BatchKeys(SAME_ITEM_TWICE);
  for (const { table, action } of actions) keys.add(table, action.subject);
  checkEach(actions, ({ table, action }) => checkWrite(table, action));
  const clientToken = given(input.ClientRequestToken);
  if (isReplay(context, clientToken, input.TransactItems)) {
    return replay(context, input, actions);
  }
  cancelAsAdvised(context, actions.length);

  const token = tokenKey(context, clientToken);
  const commits = mayCommit(context, token, actions.map(lockedBy));
  const plans = planEach(actions, ({ table, action }) => planWrite(context.state, table, action));
  requireTransactionCollectionSize(context.state, plans);
  if (!commits) return wait({ until: lockItems(context, token, plans), wakeOn: [] });
  requireTransactionUnits(
    context,
    plans.map((plan) => writeNeeds(context.state, plan)),
  );
  const ledger = new CapacityLedger();
  endTransaction(context, plans);
  for (const plan of plans) ledger.add(plan.table, commit(context, plan));
  rememberToken(context, clientToken, input.TransactItems);
  return {
    ConsumedCapacity: ledger.answer(input.ReturnConsumedCapacity, 'Write'),
    ItemCollectionMetrics: metricsOf(input, actions),
  };
}

function lockedBy({ table, action }: TableAction): Locked {
  return { table, position: tablePosition(table, action.subject) };
}

function bindAction(item: TransactWriteItem, at: CallWording): WriteAction {
  const { ConditionCheck, Put, Delete, Update } = item;
  const count = [ConditionCheck, Put, Delete, Update].filter((action) => action !== undefined).length;
  // Captured: public recordings of AWS's answers.
  if (count === 0) {
    throw validationError(
      'Invalid Request: TransactWriteRequest should contain Delete or Put or Update request',
    );
  }
  if (count > 1) throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
  if (Put !== undefined) return bindWrite('Put', given(Put.TableName), given(Put.Item), Put, at);
  if (Update !== undefined)
    return bindWrite('Update', given(Update.TableName), given(Update.Key), Update, at);
  if (Delete !== undefined)
    return bindWrite('Delete', given(Delete.TableName), given(Delete.Key), Delete, at);
  const check = given(ConditionCheck);
  return bindWrite('ConditionCheck', given(check.TableName), given(check.Key), check, at);
}

/** A repeated request changes nothing and is charged as a read. Documented: API_TransactWriteItems, ClientRequestToken. */
function replay(
  context: Context<DynamodbState>,
  input: TransactWriteItemsCommandInput,
  actions: readonly TableAction[],
): Omit<TransactWriteItemsCommandOutput, '$metadata'> {
  const ledger = new CapacityLedger();
  for (const { table, action } of actions) {
    const item = itemsOf(context.state, table).get(tablePosition(table, action.subject));
    ledger.add(table, { table: readUnits(item?.bytes ?? 0, true), indexes: new Map() });
  }
  return { ConsumedCapacity: ledger.answer(input.ReturnConsumedCapacity, 'Read') };
}

function metricsOf(
  input: TransactWriteItemsCommandInput,
  actions: readonly TableAction[],
): TransactWriteItemsCommandOutput['ItemCollectionMetrics'] {
  const metrics: NonNullable<TransactWriteItemsCommandOutput['ItemCollectionMetrics']> = {};
  for (const { table, action } of actions) {
    const metric = itemCollectionMetrics(input.ReturnItemCollectionMetrics, table, action.subject);
    if (metric !== undefined) setOwn(metrics, table.name, [...(metrics[table.name] ?? []), metric]);
  }
  return Object.keys(metrics).length === 0 ? undefined : metrics;
}
