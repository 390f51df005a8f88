import {
  ConditionalCheckFailedException,
  DuplicateItemException,
  DynamoDBServiceException,
  type AttributeValue,
  type BatchExecuteStatementCommandInput,
  type BatchExecuteStatementCommandOutput,
  type BatchStatementRequest,
  type BatchStatementResponse,
  type ConsumedCapacity,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../../kernel/operation';
import type { Item } from '../attribute-value';
import { failsEntry } from '../batch-advice';
import { BatchKeys } from '../batch-keys';
import { CapacityLedger, readUnits, writeUnits, type UsedUnits } from '../capacity';
import { validationError } from '../errors';
import { itemSize } from '../item-size';
import { checkKey, tablePosition } from '../key';
import { checkMembers, given, RULES, type MemberRule } from '../members';
import { readableItems } from '../readable';
import { itemsOf, type DynamodbState, type TableEntry } from '../state';
import { wordingOf } from '../table-access';
import { requireUnits } from '../throughput';
import { checkWrite, type WriteAction } from '../write-action';
import { batchStatementError, checkStatementAdvice, faultOfStatement } from './batch-statement-error';
import { compileStatement, type CompiledStatement } from './compile-statement';
import { existsOutside, runWrite, STATEMENT_MEMBERS, tableOf } from './execute-statement';
import { checkedParameters, requireParameterCount } from './parameters';
import { bindSelect, selectFrom, type BoundSelect } from './select-statement';
import { singleItemKey } from './single-item-select';
import { worded } from './syntax';
import { bindWriteStatement, writeAction, writeTo, type BoundWrite } from './write-statement';

const MEMBERS: readonly MemberRule[] = [
  { name: 'Statements', required: true, length: [1, 25], each: STATEMENT_MEMBERS },
  RULES.returnConsumedCapacity,
];

/** A statement that is ready to be run: it reads or writes one item of its table. */
type Ready =
  | { readonly kind: 'read'; readonly table: TableEntry; readonly subject: Item; readonly bound: BoundSelect }
  | {
      readonly kind: 'write';
      readonly table: TableEntry;
      readonly subject: Item;
      readonly bound: BoundWrite;
      readonly action: WriteAction;
    };

/**
 * Runs up to 25 PartiQL statements, each by itself: all of them read one item, or all of them write one. What goes wrong
 * with one stands in its response.
 *
 * @throws ValidationException members, reads and writes in one batch, two statements on one item
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html
 */
export function batchExecuteStatement(
  context: Context<DynamodbState>,
  input: BatchExecuteStatementCommandInput,
): Omit<BatchExecuteStatementCommandOutput, '$metadata'> {
  checkStatementAdvice(context.operation, context.advice);
  checkMembers(input, MEMBERS, wordingOf(context));
  const requests = given(input.Statements);
  const compiled = requests.map((request) => attempt(() => compile(context, request)));
  refuseMixture(compiled.flatMap((each) => ('value' in each ? [each.value.statement] : [])));
  const ready = compiled.map((each) =>
    'error' in each ? each : attempt(() => prepare(context, each.value)),
  );
  const keys = new BatchKeys();
  for (const each of ready) if ('value' in each) keys.add(each.value.table, each.value.subject);
  const charges = new BatchCharges();
  const responses = ready.map((each, position): BatchStatementResponse => {
    if ('error' in each) return { Error: batchStatementError(each.error) };
    if (failsEntry(context.advice, position)) return { Error: faultOfStatement(context.advice) };
    return run(context, each.value, requests[position]?.ConsistentRead === true, charges);
  });
  return { Responses: responses, ConsumedCapacity: charges.answer(input) };
}

interface Compiled {
  readonly statement: CompiledStatement;
  readonly parameters: readonly AttributeValue[];
}

function compile(context: Context<DynamodbState>, request: BatchStatementRequest): Compiled {
  const parameters = checkedParameters(request.Parameters, wordingOf(context));
  const statement = compileStatement(given(request.Statement));
  requireParameterCount(statement.parameterCount, parameters);
  return { statement, parameters };
}

/** Captured: 2026, eu-west-2, before any statement runs; statements that cannot be read do not count. */
function refuseMixture(statements: readonly CompiledStatement[]): void {
  const reads = statements.filter(({ kind }) => kind === 'select').length;
  if (reads === 0 || reads === statements.length) return;
  throw validationError('Read and write requests together in the same batch is not supported.');
}

function prepare(context: Context<DynamodbState>, { statement, parameters }: Compiled): Ready {
  if (statement.kind === 'exists') throw existsOutside();
  if (statement.kind === 'select') {
    const clauses = bindSelect(context, statement, parameters);
    const table = tableOf(context, statement);
    const bound = selectFrom(context, table, statement.source.index, clauses, { checksTypes: false });
    const subject = singleItemKey(bound, context.operation);
    checkKey(table, subject);
    return { kind: 'read', table, subject, bound };
  }
  const clauses = bindWriteStatement(context, statement, parameters);
  const bound = writeTo(tableOf(context, statement), clauses);
  // Captured: 2026, eu-west-2, ReturnValuesOnConditionCheckFailure changes nothing here, whatever its page says.
  const action = writeAction(bound, { inTransaction: false, oldItemOnFailure: false });
  checkWrite(bound.table, action);
  return { kind: 'write', table: bound.table, subject: action.subject, bound, action };
}

function run(
  context: Context<DynamodbState>,
  ready: Ready,
  consistent: boolean,
  charges: BatchCharges,
): BatchStatementResponse {
  const { table } = ready;
  const done = attempt(() =>
    ready.kind === 'read' ? readOne(context, ready, consistent) : writeOne(context, ready),
  );
  if ('error' in done) {
    if (ready.kind === 'write' && isConditionFailure(done.error)) charges.addFailed(context.state, ready);
    // Captured: 2026-09, what went wrong with the item itself names the table.
    return { Error: batchStatementError(done.error), TableName: table.name };
  }
  const { item, used } = done.value;
  charges.add(table, used);
  return { TableName: table.name, ...(item === undefined ? {} : { Item: item }) };
}

interface Done {
  readonly item: Item | undefined;
  readonly used: UsedUnits;
}

function readOne(
  context: Context<DynamodbState>,
  { table, subject, bound }: Ready & { readonly kind: 'read' },
  consistent: boolean,
): Done {
  const stored = readableItems(context, table, consistent).get(tablePosition(table, subject));
  const units = readUnits(stored?.bytes ?? 0, consistent);
  requireUnits(context, [{ table, kind: 'read', units }]);
  return {
    item: stored && (bound.projection?.of(stored.item) ?? stored.item),
    used: { table: units, indexes: new Map() },
  };
}

function writeOne(
  context: Context<DynamodbState>,
  { bound, action }: Ready & { readonly kind: 'write' },
): Done {
  const { items, used } = runWrite(context, bound, action);
  return { item: items[0], used };
}

function isConditionFailure(error: DynamoDBServiceException): boolean {
  return error instanceof ConditionalCheckFailedException || error instanceof DuplicateItemException;
}

/**
 * What a batch is charged. Captured: 2026, eu-west-2: one entry per table with a statement that was done; a write whose
 * condition failed counts in its total, and nowhere else.
 */
class BatchCharges {
  readonly #ledger = new CapacityLedger();
  readonly #failed = new Map<string, number>();

  add(table: TableEntry, used: UsedUnits): void {
    this.#ledger.add(table, used);
  }

  addFailed(state: DynamodbState, { table, subject, action }: Ready & { readonly kind: 'write' }): void {
    const stored = itemsOf(state, table).get(tablePosition(table, subject))?.bytes ?? 0;
    const units = writeUnits(Math.max(stored, action.kind === 'Put' ? itemSize(subject) : 0));
    this.#failed.set(table.name, (this.#failed.get(table.name) ?? 0) + units);
  }

  answer({ ReturnConsumedCapacity }: BatchExecuteStatementCommandInput): ConsumedCapacity[] | undefined {
    const entries = this.#ledger.answer(ReturnConsumedCapacity);
    if (entries === undefined || entries.length === 0) return undefined;
    return entries.map((entry) => ({
      ...entry,
      CapacityUnits: (entry.CapacityUnits ?? 0) + (this.#failed.get(entry.TableName ?? '') ?? 0),
    }));
  }
}

type Attempt<Value> = { readonly value: Value } | { readonly error: DynamoDBServiceException };

function attempt<Value>(step: () => Value): Attempt<Value> {
  try {
    return { value: worded(step) };
  } catch (error) {
    if (error instanceof DynamoDBServiceException) return { error };
    throw error;
  }
}
