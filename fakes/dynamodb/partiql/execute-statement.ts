import type {
  ExecuteStatementCommandInput,
  ExecuteStatementCommandOutput,
  ReturnConsumedCapacity,
  AttributeValue,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../../kernel/operation';
import { consumedCapacity } from '../capacity';
import { requireCollectionSize } from '../item-collection';
import { tablePosition } from '../key';
import { checkMembers, given, RULES, type MemberRule } from '../members';
import type { DynamodbState, TableEntry } from '../state';
import { requireTable, wordingOf } from '../table-access';
import { requireUnits } from '../throughput';
import { requireNoTransaction } from '../transactions/locks';
import { commit, writeNeeds } from '../write';
import { checkWrite } from '../write-action';
import { compileStatement, type CompiledSelect } from './compile-statement';
import { continuationOf, nextToken, requestHash } from './next-token';
import { checkedParameters, requireParameterCount } from './parameters';
import { bindSelect, runSelect } from './select-statement';
import { StatementProblem, worded } from './syntax';
import {
  bindWriteStatement,
  planStatement,
  returnedItems,
  writeAction,
  type CompiledWrite,
} from './write-statement';

type Answer = Omit<ExecuteStatementCommandOutput, '$metadata'>;

/** Captured: an answer to an empty list of parameters. Documented: API_ExecuteStatement, lengths and ranges. */
export const STATEMENT_MEMBERS: readonly MemberRule[] = [
  { name: 'Statement', required: true, length: [1, 8192] },
  { name: 'Parameters', length: [1, Number.POSITIVE_INFINITY] },
  RULES.onConditionCheckFailure,
];

const MEMBERS: readonly MemberRule[] = [
  ...STATEMENT_MEMBERS,
  { name: 'NextToken', length: [1, 32_768] },
  RULES.returnConsumedCapacity,
  RULES.limit,
];

/**
 * Runs one PartiQL statement: reads a page, or writes one item.
 *
 * @throws ValidationException members, parameters, then the statement, the table's key and index, the token
 * @throws ResourceNotFoundException
 * @throws DuplicateItemException INSERT of an item that exists
 * @throws TransactionConflictException a transaction is under way on the item
 * @throws ConditionalCheckFailedException the WHERE of an UPDATE or DELETE does not hold
 * @throws ItemCollectionSizeLimitExceededException
 * @throws ProvisionedThroughputExceededException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html
 */
export function executeStatement(
  context: Context<DynamodbState>,
  input: ExecuteStatementCommandInput,
): Answer {
  const at = wordingOf(context);
  checkMembers(input, MEMBERS, at);
  const parameters = checkedParameters(input.Parameters, at);
  return worded(() => {
    const statement = compileStatement(given(input.Statement));
    requireParameterCount(statement.parameterCount, parameters);
    if (statement.kind === 'exists') throw existsOutside();
    const table = requireTable(context, tableNameOf(statement.source.table));
    return statement.kind === 'select'
      ? read(context, input, statement, table, parameters)
      : write(context, input, statement, table, parameters);
  });
}

/** Captured: 2026-09, EXISTS outside a transaction. */
export function existsOutside(): StatementProblem {
  return new StatementProblem('EXISTS can only be used in ExecuteTransaction write requests.');
}

/** @throws StatementProblem what can be no table's name. Assumed: worded as DynamoDB Local does. */
export function tableNameOf(name: string): string {
  if (name.startsWith('arn:') || /^[a-zA-Z0-9_.-]{3,255}$/.test(name)) return name;
  throw new StatementProblem(
    "Table name should be within the length [3, 255] and only contain 'a-z', 'A-Z', '0-9', '-', '_', '.'.",
  );
}

function read(
  context: Context<DynamodbState>,
  input: ExecuteStatementCommandInput,
  select: CompiledSelect,
  table: TableEntry,
  parameters: readonly AttributeValue[],
): Answer {
  const bound = bindSelect(context, select, table, parameters);
  const hash = requestHash(given(input.Statement), parameters);
  const { items, capacity, next } = runSelect(context, select, bound, {
    consistent: input.ConsistentRead === true,
    limit: input.Limit,
    from: input.NextToken === undefined ? undefined : continuationOf(input.NextToken, hash),
    returnConsumedCapacity: input.ReturnConsumedCapacity,
  });
  return {
    Items: [...items],
    NextToken: next && nextToken(hash, next),
    LastEvaluatedKey: next?.key,
    ConsumedCapacity: capacity,
  };
}

function write(
  context: Context<DynamodbState>,
  input: ExecuteStatementCommandInput,
  statement: CompiledWrite,
  table: TableEntry,
  parameters: readonly AttributeValue[],
): Answer {
  const { items, capacity } = runWrite(context, statement, table, parameters, {
    oldItemOnFailure: input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
    returnConsumedCapacity: input.ReturnConsumedCapacity,
  });
  return { Items: [...items], ConsumedCapacity: capacity };
}

/** How a single write is asked for. */
export interface SingleWriteOptions {
  readonly oldItemOnFailure: boolean;
  readonly returnConsumedCapacity: ReturnConsumedCapacity | undefined;
}

/** Makes one write that is no part of a transaction. */
export function runWrite(
  context: Context<DynamodbState>,
  statement: CompiledWrite,
  table: TableEntry,
  parameters: readonly AttributeValue[],
  options: SingleWriteOptions,
): { items: ReturnType<typeof returnedItems>; capacity: Answer['ConsumedCapacity'] } {
  const bound = bindWriteStatement(context, statement, table, parameters);
  const action = writeAction(bound, { inTransaction: false, oldItemOnFailure: options.oldItemOnFailure });
  checkWrite(table, action);
  requireNoTransaction(context, { table, position: tablePosition(table, action.subject) });
  const planned = planStatement(context.state, table, action);
  requireCollectionSize(context.state, [planned]);
  requireUnits(context, writeNeeds(context.state, planned));
  const used = commit(context, planned);
  return {
    items: returnedItems(bound, planned),
    capacity: consumedCapacity(options.returnConsumedCapacity, table, used),
  };
}
