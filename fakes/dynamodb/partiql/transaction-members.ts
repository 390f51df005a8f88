import {
  DynamoDBServiceException,
  ResourceNotFoundException,
  type AttributeValue,
  type CancellationReason,
  type ParameterizedStatement,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../../kernel/operation';
import type { Item } from '../attribute-value';
import { resourceNotFound, transactionCanceled, validationError } from '../errors';
import { given } from '../members';
import type { DynamodbState, TableEntry } from '../state';
import { compileStatement, type CompiledSelect, type CompiledStatement } from './compile-statement';
import { tableOf } from './execute-statement';
import { requireParameterCount } from './parameters';
import { bindSelect, selectFrom, type BoundSelect, type SelectClauses } from './select-statement';
import { singleItemKey } from './single-item-select';
import { StatementProblem, worded } from './syntax';
import { writeKey } from './write-key';
import { bindWriteStatement, writeTo, type BoundWrite, type WriteClauses } from './write-statement';

/** Captured: 2026-09, what is wrong with a statement names its position. */
function inMember<Result>(position: number, step: () => Result): Result {
  try {
    return worded(step);
  } catch (error) {
    if (!(error instanceof DynamoDBServiceException) || error.name !== 'ValidationException') throw error;
    throw validationError(`Validation failed in TransactStatements[${position}]: ${error.message}`);
  }
}

/** A statement of a transaction with its checked parameters. */
export interface CompiledMember {
  readonly statement: CompiledStatement;
  readonly parameters: readonly AttributeValue[];
}

/** Reads the statement at a position of a transaction. @throws ValidationException */
export function compileMember(
  position: number,
  { Statement }: Pick<ParameterizedStatement, 'Statement'>,
  parameters: readonly AttributeValue[],
): CompiledMember {
  return inMember(position, () => {
    const statement = compileStatement(given(Statement));
    requireParameterCount(statement.parameterCount, parameters);
    return { statement, parameters };
  });
}

/** The statements of a transaction with their parameters filled in: all are reads, or all are writes. */
export interface Members {
  readonly reads: readonly { readonly bound: BoundSelect; readonly key: Item }[];
  readonly writes: readonly BoundWrite[];
}

/**
 * Fills in the parameters of a transaction.
 * Captured: 2026-09, a statement on a table that is there is checked before tables that are not there cancel.
 * @throws ValidationException, TransactionCanceledException
 */
export function bindMembers(context: Context<DynamodbState>, members: readonly CompiledMember[]): Members {
  const reads: { bound: BoundSelect; key: Item }[] = [];
  const writes: BoundWrite[] = [];
  const reasons = members.map(({ statement, parameters }, i): CancellationReason => {
    const found = inMember(i, () => {
      if (statement.kind === 'select') {
        const clauses = bindSelect(context, statement, parameters);
        const table = findTable(context, statement);
        return table && reads.push(readFrom(context, statement, clauses, table));
      }
      const clauses = bindWriteStatement(context, statement, parameters);
      const table = findTable(context, statement);
      return table && writes.push(memberWrite(clauses, table));
    });
    if (found !== undefined) return { Code: 'None' };
    return { Code: 'ResourceNotFound', Message: resourceNotFound().message };
  });
  if (reasons.some(({ Code }) => Code !== 'None')) throw transactionCanceled(reasons);
  return { reads, writes };
}

function findTable(context: Context<DynamodbState>, statement: CompiledStatement): TableEntry | undefined {
  try {
    return tableOf(context, statement);
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function readFrom(
  context: Context<DynamodbState>,
  { source }: CompiledSelect,
  clauses: SelectClauses,
  table: TableEntry,
): Members['reads'][number] {
  if (source.index !== undefined) {
    throw new StatementProblem('Reads on indices are not supported within transactions.');
  }
  const bound = selectFrom(context, table, undefined, clauses, { checksTypes: false });
  return { bound, key: singleItemKey(bound, 'ExecuteTransaction') };
}

function memberWrite(clauses: WriteClauses, table: TableEntry): BoundWrite {
  const { statement } = clauses;
  if ('returning' in statement && statement.returning !== undefined) {
    throw new StatementProblem('RETURNING clause is not supported in ExecuteTransaction.');
  }
  const bound = writeTo(table, clauses);
  if (statement.kind === 'exists') requireCondition(bound);
  return bound;
}

/** Captured: 2026-09 and 2026-10, an EXISTS names one item and wants something else of it. */
function requireCondition({ where, table }: BoundWrite): void {
  const { isComplete, rest } = writeKey(where, table);
  if (isComplete && rest.length > 0) return;
  throw new StatementProblem('EXISTS() must contain a single item read with additional condition');
}
