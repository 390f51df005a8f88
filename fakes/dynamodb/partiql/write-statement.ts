import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../../kernel/operation';
import { checkedItem } from '../attribute-value-validation';
import type { Item } from '../attribute-value';
import { project, type DocumentPath } from '../document-path';
import { duplicateItem, validationError } from '../errors';
import { Bindings } from '../expressions/bindings';
import { conditionOf, type Condition } from '../expressions/condition';
import { bindCondition, type BoundCondition } from '../expressions/condition-binding';
import { updateOf, type Update } from '../expressions/update';
import { keyMismatch } from '../key';
import type { DynamodbState, TableEntry } from '../state';
import { wordingOf } from '../table-access';
import { checkItemSize, planWrite, type PlannedWrite, type WriteAction } from '../write-action';
import { itemOf, type CompiledStatement } from './compile-statement';
import { bindUpdateNodes } from './set-clause';
import { StatementProblem, type Returning } from './syntax';
import { namedValues } from './value-names';
import { writeKey } from './write-key';

/** A statement that writes, or that is a condition of a transaction. */
export type CompiledWrite = Exclude<CompiledStatement, { readonly kind: 'select' }>;

/** A write with its parameters filled in. */
export interface WriteClauses {
  readonly statement: CompiledWrite;
  readonly where: BoundCondition | undefined;
  readonly update: Update | undefined;
  /** The paths that an UPDATE sets or removes. */
  readonly paths: readonly DocumentPath[];
  /** The item of an INSERT. */
  readonly item: Item | undefined;
}

/**
 * Fills in the parameters of a write. Captured: 2026-09, operands of the wrong type are refused before the table is
 * looked for.
 * @throws StatementProblem, ExpressionProblem, ValidationException
 */
export function bindWriteStatement(
  context: Context<DynamodbState>,
  statement: CompiledWrite,
  parameters: readonly AttributeValue[],
): WriteClauses {
  const at = wordingOf(context);
  const nothing = { where: undefined, update: undefined, paths: [], item: undefined };
  if (statement.kind === 'insert') {
    const item = checkedItem(itemOf(statement, parameters), at);
    checkItemSize(item, at);
    return { ...nothing, statement, item };
  }
  const values = namedValues(statement.literals, parameters);
  const bindings = new Bindings({}, values, context.state.errorWording);
  const actions = statement.kind === 'update' ? bindUpdateNodes(statement.nodes, bindings) : undefined;
  const where = statement.where === undefined ? undefined : bindCondition(statement.where, bindings);
  const paths = (actions ?? []).map((action) => action.path);
  return { ...nothing, statement, where, update: actions && updateOf(actions), paths };
}

/** A write on its table. The key is still in its WHERE. */
export interface BoundWrite extends WriteClauses {
  readonly table: TableEntry;
}

/** @throws StatementProblem an index, a RETURNING that a DELETE does not have */
export function writeTo(table: TableEntry, clauses: WriteClauses): BoundWrite {
  const { statement } = clauses;
  if (statement.source.index !== undefined) {
    // Captured: 2026-09. Assumed for EXISTS: worded as DynamoDB Local does.
    throw new StatementProblem(
      statement.kind === 'exists'
        ? 'Operations on indices are not supported in transactions'
        : 'This operation is not supported on an index',
    );
  }
  if (statement.kind === 'delete') refuseReturning(statement.returning);
  return { ...clauses, table };
}

/** Captured: 2026-09, DELETE returns what it deleted, or nothing. */
function refuseReturning(returning: Returning | undefined): void {
  if (returning === undefined || (returning.which === 'ALL' && returning.when === 'OLD')) return;
  throw new StatementProblem(
    `Invalid returning clause: RETURNING ${returning.which} ${returning.when} *. Only RETURNING ALL OLD * is allowed in DELETE statements.`,
  );
}

/** Where a write is part of a transaction, its key is checked like that of an action of TransactWriteItems. */
export interface WriteOptions {
  readonly inTransaction: boolean;
  /** `ReturnValuesOnConditionCheckFailure: ALL_OLD` */
  readonly oldItemOnFailure: boolean;
}

/**
 * The write as the classic operations have it: a Put of what must not be there, an Update of what must be there, a Delete
 * whose condition only matters for what is there.
 * @throws StatementProblem, ValidationException the WHERE does not name one item
 */
export function writeAction(bound: BoundWrite, options: WriteOptions): WriteAction {
  const { statement, table, update, item } = bound;
  const common = { tableName: table.name, update, oldItemOnFailure: options.oldItemOnFailure };
  if (item !== undefined) {
    return {
      ...common,
      kind: 'Put',
      subject: item,
      condition: decidedBy(undefined, (old) => old === undefined),
    };
  }
  const { key, rest } = keyOf(bound, options.inTransaction);
  const condition = rest.length === 0 ? undefined : conditionOf({ kind: 'and', conditions: rest });
  const holds = (old: Item | undefined): boolean => condition === undefined || condition.matches(old);
  switch (statement.kind) {
    case 'update':
      // Captured: 2026-10, an UPDATE creates no item.
      return {
        ...common,
        kind: 'Update',
        subject: key,
        condition: decidedBy(condition, (old) => old !== undefined && holds(old)),
      };
    case 'delete':
      // Captured: 2026-09, there is no condition on what is not there.
      return {
        ...common,
        kind: 'Delete',
        subject: key,
        condition: decidedBy(condition, (old) => old === undefined || holds(old)),
      };
    default:
      return { ...common, kind: 'ConditionCheck', subject: key, condition };
  }
}

/** A condition that decides by itself, with the paths of another. */
function decidedBy(condition: Condition | undefined, matches: Condition['matches']): Condition {
  return {
    matches,
    paths: condition?.paths ?? [],
    requireNoKeys: (keyNames) => condition?.requireNoKeys(keyNames),
    requireScalarKeys: (keyNames) => condition?.requireScalarKeys(keyNames),
  };
}

function keyOf(
  { statement, table, where }: BoundWrite,
  inTransaction: boolean,
): Pick<ReturnType<typeof writeKey>, 'key' | 'rest'> {
  const { key, isComplete, conflict, rest } = writeKey(where, table);
  if (statement.kind === 'exists') return { key, rest };
  if (!isComplete) {
    // Captured: 2026-09 and 2026-10.
    throw inTransaction
      ? keyMismatch()
      : new StatementProblem('Where clause does not contain a mandatory equality on all key attributes');
  }
  if (conflict !== undefined) {
    throw new StatementProblem(
      `Multiple conditions on same key ${conflict}. Only single item Update/Insert/Delete are supported`,
    );
  }
  return { key, rest };
}

/**
 * Works out what a write does. Changes nothing.
 * @throws DuplicateItemException, ConditionalCheckFailedException, ValidationException
 */
export function planStatement(state: DynamodbState, table: TableEntry, action: WriteAction): PlannedWrite {
  try {
    return planWrite(state, table, action);
  } catch (error) {
    if (action.kind === 'Put' && error instanceof ConditionalCheckFailedException) throw duplicateItem();
    // Captured: 2026-09, an item that an UPDATE makes too deep.
    const tooDeep = 'Nesting Levels have exceeded supported limits';
    if (error instanceof DynamoDBServiceException && error.message.startsWith(tooDeep)) {
      throw validationError(tooDeep);
    }
    throw error;
  }
}

/**
 * What a RETURNING clause answers: one item, or none where there is nothing to show. Captured: 2026-09, MODIFIED shows
 * what stands at the statement's paths before or afterwards, wherever the elements of a list have gone.
 */
export function returnedItems({ statement, paths }: BoundWrite, write: PlannedWrite): Item[] {
  const returning = 'returning' in statement ? statement.returning : undefined;
  if (returning === undefined) return [];
  const item = (returning.when === 'OLD' ? write.before : write.after)?.item;
  if (item === undefined) return [];
  if (returning.which === 'ALL') return [item];
  const modified = project(item, paths);
  return Object.keys(modified).length === 0 ? [] : [modified];
}
