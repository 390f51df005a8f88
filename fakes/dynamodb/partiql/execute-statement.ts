import type {
  ExecuteStatementCommandInput,
  ExecuteStatementCommandOutput,
  AttributeValue,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../../kernel/operation';
import type { Item } from '../attribute-value';
import { consumedCapacity, type UsedUnits } from '../capacity';
import { requireCollectionSize } from '../item-collection';
import { tablePosition } from '../key';
import { checkMembers, given, RULES, type MemberRule } from '../members';
import type { DynamodbState, TableEntry } from '../state';
import { requireTable, wordingOf } from '../table-access';
import { requireUnits } from '../throughput';
import { requireNoTransaction } from '../transactions/locks';
import { commit, writeNeeds } from '../write';
import { checkWrite, type WriteAction } from '../write-action';
import { compileStatement, type CompiledSelect, type CompiledStatement } from './compile-statement';
import { continuationOf, nextToken, requestHash } from './next-token';
import { checkedParameters, requireParameterCount } from './parameters';
import { bindSelect, runSelect, selectFrom } from './select-statement';
import { StatementProblem, worded } from './syntax';
import {
  bindWriteStatement,
  planStatement,
  returnedItems,
  writeAction,
  writeTo,
  type BoundWrite,
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
    return statement.kind === 'select'
      ? read(context, input, statement, parameters)
      : write(context, input, statement, parameters);
  });
}

/** Captured: 2026-09, EXISTS outside a transaction. */
export function existsOutside(): StatementProblem {
  return new StatementProblem('EXISTS can only be used in ExecuteTransaction write requests.');
}

/**
 * The table of a statement.
 * @throws StatementProblem the name can be no table's. Assumed: worded as DynamoDB Local does.
 * @throws ResourceNotFoundException
 */
export function tableOf(
  context: Context<DynamodbState>,
  { source: { table } }: CompiledStatement,
): TableEntry {
  if (table.startsWith('arn:') || /^[a-zA-Z0-9_.-]{3,255}$/.test(table)) return requireTable(context, table);
  throw new StatementProblem(
    "Table name should be within the length [3, 255] and only contain 'a-z', 'A-Z', '0-9', '-', '_', '.'.",
  );
}

function read(
  context: Context<DynamodbState>,
  input: ExecuteStatementCommandInput,
  select: CompiledSelect & CompiledStatement,
  parameters: readonly AttributeValue[],
): Answer {
  const clauses = bindSelect(context, select, parameters);
  const bound = selectFrom(context, tableOf(context, select), select.source.index, clauses);
  // Only a page that has a token, or gets one, needs it.
  const hash = (): string => requestHash(given(input.Statement), parameters);
  const { items, capacity, next } = runSelect(context, select, bound, {
    consistent: input.ConsistentRead === true,
    limit: input.Limit,
    from: input.NextToken === undefined ? undefined : continuationOf(input.NextToken, hash()),
    returnConsumedCapacity: input.ReturnConsumedCapacity,
  });
  return {
    Items: [...items],
    NextToken: next && nextToken(hash(), next),
    LastEvaluatedKey: next?.key,
    ConsumedCapacity: capacity,
  };
}

function write(
  context: Context<DynamodbState>,
  input: ExecuteStatementCommandInput,
  statement: CompiledWrite,
  parameters: readonly AttributeValue[],
): Answer {
  const clauses = bindWriteStatement(context, statement, parameters);
  const bound = writeTo(tableOf(context, statement), clauses);
  const oldItemOnFailure = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
  const action = writeAction(bound, { inTransaction: false, oldItemOnFailure });
  checkWrite(bound.table, action);
  const { items, used } = runWrite(context, bound, action);
  return {
    Items: [...items],
    ConsumedCapacity: consumedCapacity(input.ReturnConsumedCapacity, bound.table, used),
  };
}

/**
 * Makes one write that is no part of a transaction.
 * @throws TransactionConflictException, DuplicateItemException, ConditionalCheckFailedException, ValidationException
 */
export function runWrite(
  context: Context<DynamodbState>,
  bound: BoundWrite,
  action: WriteAction,
): { readonly items: readonly Item[]; readonly used: UsedUnits } {
  const { table } = bound;
  requireNoTransaction(context, { table, position: tablePosition(table, action.subject) });
  const planned = planStatement(context.state, table, action);
  requireCollectionSize(context.state, [planned]);
  requireUnits(context, writeNeeds(context.state, planned));
  return { used: commit(context, planned), items: returnedItems(bound, planned) };
}
