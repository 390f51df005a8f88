import {
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
import { consumedCapacity, readUnits } from '../capacity';
import { validationError } from '../errors';
import { readableItems } from '../readable';
import { checkKey, tablePosition } from '../key';
import { checkMembers, given, RULES, type MemberRule } from '../members';
import type { DynamodbState, TableEntry } from '../state';
import { requireTable, wordingOf } from '../table-access';
import { requireUnits } from '../throughput';
import { batchStatementError, checkStatementAdvice, faultOfStatement } from './batch-statement-error';
import { compileStatement, type CompiledSelect, type CompiledStatement } from './compile-statement';
import { existsOutside, runWrite, STATEMENT_MEMBERS, tableNameOf } from './execute-statement';
import { checkedParameters, requireParameterCount } from './parameters';
import { bindSelect } from './select-statement';
import { singleItemKey } from './single-item-select';
import { worded } from './syntax';

const MEMBERS: readonly MemberRule[] = [
  { name: 'Statements', required: true, length: [1, 25], each: STATEMENT_MEMBERS },
  RULES.returnConsumedCapacity,
];

/** What became of one statement. */
interface Outcome {
  readonly response: BatchStatementResponse;
  readonly capacity: ConsumedCapacity | undefined;
}

/**
 * Runs up to 25 PartiQL statements, each by itself: all of them read one item, or all of them write one. What goes wrong
 * with one stands in its response.
 *
 * @throws ValidationException members, reads and writes in one batch
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html
 */
export function batchExecuteStatement(
  context: Context<DynamodbState>,
  input: BatchExecuteStatementCommandInput,
): Omit<BatchExecuteStatementCommandOutput, '$metadata'> {
  const at = wordingOf(context);
  checkStatementAdvice(context.operation, context.advice);
  checkMembers(input, MEMBERS, at);
  const requests = given(input.Statements);
  const prepared = requests.map((request) => attempt(() => prepare(context, request)));
  refuseMixture(prepared.flatMap((each) => ('value' in each ? [each.value.statement] : [])));
  const outcomes = prepared.map((each, position): Outcome => {
    if ('error' in each) return failed(each.error);
    if (failsEntry(context.advice, position)) {
      return { response: { Error: faultOfStatement(context.advice) }, capacity: undefined };
    }
    return run(context, input, each.value, requests[position]);
  });
  return {
    Responses: outcomes.map(({ response }) => response),
    // Documented: API_BatchExecuteStatement, "ordered according to the ordering of the statements".
    ConsumedCapacity:
      input.ReturnConsumedCapacity === undefined || input.ReturnConsumedCapacity === 'NONE'
        ? undefined
        : outcomes.flatMap(({ capacity }) => capacity ?? []),
  };
}

interface Prepared {
  readonly statement: CompiledStatement;
  readonly parameters: readonly AttributeValue[];
}

function prepare(context: Context<DynamodbState>, request: BatchStatementRequest): Prepared {
  const parameters = checkedParameters(request.Parameters, wordingOf(context));
  const statement = compileStatement(given(request.Statement));
  requireParameterCount(statement.parameterCount, parameters);
  if (statement.kind === 'exists') throw existsOutside();
  return { statement, parameters };
}

/**
 * Documented: API_BatchExecuteStatement, "you cannot mix both in one batch".
 * Assumed: worded as ExecuteTransaction does.
 */
function refuseMixture(statements: readonly CompiledStatement[]): void {
  const reads = statements.filter(({ kind }) => kind === 'select').length;
  if (reads === 0 || reads === statements.length) return;
  throw validationError(
    'BatchExecuteStatement API does not support both read and write operations in the same request.',
  );
}

function run(
  context: Context<DynamodbState>,
  input: BatchExecuteStatementCommandInput,
  { statement, parameters }: Prepared,
  request: BatchStatementRequest | undefined,
): Outcome {
  const found = attempt(() => requireTable(context, tableNameOf(statement.source.table)));
  if ('error' in found) return failed(found.error);
  const table = found.value;
  const done = attempt(() => {
    if (statement.kind === 'select') {
      return readOne(context, input, statement, table, { parameters, request });
    }
    const { items, capacity } = runWrite(context, statement, table, parameters, {
      oldItemOnFailure: request?.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
      returnConsumedCapacity: input.ReturnConsumedCapacity,
    });
    return { item: items[0], capacity };
  });
  if ('error' in done) return failed(done.error, table);
  const { item, capacity } = done.value;
  return {
    response: { TableName: table.name, ...(item === undefined ? {} : { Item: item }) },
    capacity,
  };
}

function readOne(
  context: Context<DynamodbState>,
  input: BatchExecuteStatementCommandInput,
  select: CompiledSelect,
  table: TableEntry,
  { parameters, request }: Pick<Prepared, 'parameters'> & { request: BatchStatementRequest | undefined },
): { item: Item | undefined; capacity: ConsumedCapacity | undefined } {
  const bound = bindSelect(context, select, table, parameters, { checksTypes: false });
  const key = singleItemKey(bound, context.operation);
  checkKey(table, key);
  const consistent = request?.ConsistentRead === true;
  const stored = readableItems(context, table, consistent).get(tablePosition(table, key));
  const units = readUnits(stored?.bytes ?? 0, consistent);
  requireUnits(context, [{ table, kind: 'read', units }]);
  return {
    item: stored && (bound.projection?.of(stored.item) ?? stored.item),
    capacity: consumedCapacity(input.ReturnConsumedCapacity, table, { table: units, indexes: new Map() }),
  };
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

function failed(error: DynamoDBServiceException, table?: TableEntry): Outcome {
  const named = table === undefined ? {} : { TableName: table.name };
  return { response: { Error: batchStatementError(error), ...named }, capacity: undefined };
}
