import {
  DynamoDBServiceException,
  TransactionCanceledException,
  type CancellationReason,
  type ExecuteTransactionCommandInput,
  type ExecuteTransactionCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { wait, type Context, type Wait } from '../../kernel/operation';
import { BatchKeys } from '../batch-keys';
import { CapacityLedger, readUnits } from '../capacity';
import { CLIENT_REQUEST_TOKEN, isReplay, rememberToken, tokenKey } from '../client-request-token';
import { duplicateItem, transactionCanceled, validationError } from '../errors';
import { requireTransactionCollectionSize } from '../item-collection';
import { itemSize } from '../item-size';
import { checkKey, tablePosition } from '../key';
import { LIMITS } from '../limits';
import { checkMembers, given, RULES, type MemberRule } from '../members';
import { itemsOf, type DynamodbState, type TableEntry } from '../state';
import { wordingOf } from '../table-access';
import { requireTransactionUnits } from '../throughput';
import { checkTransactionSize, planEach, refusesRequest, SAME_ITEM_TWICE } from '../transaction';
import { cancelAsAdvised } from '../transactions/cancel-as-advised';
import { endTransaction, lockItems, mayCommit, requireNoConflicts } from '../transactions/locks';
import { commit, writeNeeds } from '../write';
import { checkWrite, planWrite, type PlannedWrite, type WriteAction } from '../write-action';
import { STATEMENT_MEMBERS } from './execute-statement';
import { checkedParameters } from './parameters';
import { worded } from './syntax';
import { bindMembers, compileMember, type CompiledMember, type Members } from './transaction-members';
import { planStatement, writeAction, type BoundWrite } from './write-statement';

const MEMBERS: readonly MemberRule[] = [
  {
    name: 'TransactStatements',
    required: true,
    length: [1, LIMITS.transactionActions],
    each: STATEMENT_MEMBERS,
  },
  CLIENT_REQUEST_TOKEN,
  RULES.returnConsumedCapacity,
];

type Answer = Omit<ExecuteTransactionCommandOutput, '$metadata'>;

/**
 * Runs up to 100 PartiQL statements at one moment: all of them read one item, or all of them write or check one.
 *
 * @throws ValidationException members, parameters, statements, reads and writes in one transaction, duplicates
 * @throws IdempotentParameterMismatchException the token came with other statements within ten minutes
 * @throws TransactionInProgressException the token's transaction has not ended yet
 * @throws TransactionCanceledException a table is missing, a statement does not fit its table or item, a condition fails,
 *   or another transaction is under way on an item
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteTransaction.html
 */
export function executeTransaction(
  context: Context<DynamodbState>,
  input: ExecuteTransactionCommandInput,
): Answer | Wait {
  const at = wordingOf(context);
  checkMembers(input, MEMBERS, at);
  const requests = given(input.TransactStatements);
  const checked = requests.map(({ Parameters, ...request }) => ({
    request,
    parameters: checkedParameters(Parameters, at),
  }));
  const compiled = checked.map(({ request, parameters }, i) => compileMember(i, request, parameters));
  refuseMixture(compiled);
  const members = bindMembers(context, compiled);
  return members.reads.length > 0
    ? readAll(context, input, members.reads)
    : writeAll(context, input, members.writes);
}

/** Captured: 2026-09; EXISTS belongs to the writes. */
function refuseMixture(members: readonly CompiledMember[]): void {
  const reads = members.filter(({ statement }) => statement.kind === 'select').length;
  if (reads === 0 || reads === members.length) return;
  throw validationError(
    'ExecuteTransaction API does not support both read and write operations in the same request.',
  );
}

/**
 * Runs the check of every statement: all that are refused have their reason.
 * Captured: 2026-09; unlike TransactWriteItems, which stops at the first.
 * @throws TransactionCanceledException
 */
function checkAll<Member, Checked>(
  members: readonly Member[],
  check: (member: Member, position: number) => Checked,
): readonly Checked[] {
  const checked: Checked[] = [];
  const reasons = members.map((member, i): CancellationReason => {
    try {
      checked.push(worded(() => check(member, i)));
      return { Code: 'None' };
    } catch (error) {
      if (!(error instanceof DynamoDBServiceException) || refusesRequest(error)) throw error;
      return { Code: 'ValidationError', Message: error.message };
    }
  });
  if (checked.length < members.length) throw transactionCanceled(reasons);
  return checked;
}

function readAll(
  context: Context<DynamodbState>,
  input: ExecuteTransactionCommandInput,
  reads: Members['reads'],
): Answer {
  checkAll(reads, ({ bound, key }) => checkKey(bound.table, key));
  const keys = new BatchKeys(SAME_ITEM_TWICE);
  for (const { bound, key } of reads) keys.add(bound.table, key);
  cancelAsAdvised(context, reads.length);
  requireNoConflicts(
    context,
    reads.map(({ bound: { table }, key }) => ({ table, position: tablePosition(table, key) })),
  );
  const found = reads.map(({ bound, key }) => {
    const { table, projection } = bound;
    const stored = itemsOf(context.state, table).get(tablePosition(table, key));
    const bytes = stored?.bytes ?? 0;
    return {
      table,
      bytes,
      units: readUnits(bytes, true),
      item: stored && (projection?.of(stored.item) ?? stored.item),
    };
  });
  checkTransactionSize(found.reduce((sum, { bytes }) => sum + bytes, 0));
  requireTransactionUnits(
    context,
    found.map(({ table, units }) => [{ table, kind: 'read', units }]),
  );
  const ledger = new CapacityLedger();
  for (const { table, units } of found) ledger.add(table, { table: units, indexes: new Map() });
  return {
    Responses: found.map(({ item }) => (item === undefined ? {} : { Item: item })),
    ConsumedCapacity: ledger.answer(input.ReturnConsumedCapacity, 'Read'),
  };
}

function writeAll(
  context: Context<DynamodbState>,
  input: ExecuteTransactionCommandInput,
  writes: readonly BoundWrite[],
): Answer | Wait {
  const requests = given(input.TransactStatements);
  const actions = checkAll(writes, (bound, i) => {
    const oldItemOnFailure = given(requests[i]).ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    const action = writeAction(bound, { inTransaction: true, oldItemOnFailure });
    checkWrite(bound.table, action);
    return { table: bound.table, action };
  });
  const keys = new BatchKeys(SAME_ITEM_TWICE);
  for (const { table, action } of actions) keys.add(table, action.subject);
  checkTransactionSize(actions.reduce((sum, { action }) => sum + itemSize(action.subject), 0));
  const clientToken = given(input.ClientRequestToken);
  const ledger = new CapacityLedger();
  if (isReplay(context, clientToken, requests)) {
    // Captured: a repeated request changes nothing and is charged as a read.
    for (const { table, action } of actions) {
      const bytes = itemsOf(context.state, table).get(tablePosition(table, action.subject))?.bytes ?? 0;
      ledger.add(table, { table: readUnits(bytes, true), indexes: new Map() });
    }
    return { Responses: [], ConsumedCapacity: ledger.answer(input.ReturnConsumedCapacity, 'Read') };
  }
  cancelAsAdvised(context, actions.length);
  const token = tokenKey(context, clientToken);
  const items = actions.map(({ table, action }) => ({
    table,
    position: tablePosition(table, action.subject),
  }));
  const commits = mayCommit(context, token, items);
  const plans = planAll(context.state, actions);
  requireTransactionCollectionSize(context.state, plans);
  if (!commits) return wait({ until: lockItems(context, token, plans), wakeOn: [] });
  requireTransactionUnits(
    context,
    plans.map((plan) => writeNeeds(context.state, plan)),
  );
  endTransaction(context, plans);
  for (const plan of plans) ledger.add(plan.table, commit(context, plan));
  rememberToken(context, clientToken, requests);
  // Captured: 2023-08, a transaction that wrote has no responses.
  return { Responses: [], ConsumedCapacity: ledger.answer(input.ReturnConsumedCapacity, 'Write') };
}

interface TableAction {
  readonly table: TableEntry;
  readonly action: WriteAction;
}

/** Plans every write; an INSERT of what is there has a reason of its own. Assumed: its code. */
function planAll(state: DynamodbState, actions: readonly TableAction[]): readonly PlannedWrite[] {
  try {
    return planEach(actions, ({ table, action }) =>
      action.kind === 'Put' ? planWrite(state, table, action) : planStatement(state, table, action),
    );
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const Message = duplicateItem().message;
    throw transactionCanceled(
      given(error.CancellationReasons).map((reason, i) =>
        actions[i]?.action.kind === 'Put' && reason.Code === 'ConditionalCheckFailed'
          ? { Code: 'DuplicateItem', Message }
          : reason,
      ),
    );
  }
}
