import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { setOwn } from '../../kernel/shape';
import type { Item } from '../attribute-value';
import { ExpressionProblem, type ConditionNode } from '../expressions/syntax';
import { entryName, literalValue, unsupported } from './literals';
import { columnNodes, type ColumnNode } from './select-clause';
import { updateNodes, type UpdateNode } from './set-clause';
import { StatementCursor } from './statement-cursor';
import { parseStatement } from './statement-parser';
import {
  StatementProblem,
  type Expression,
  type OrderKey,
  type Returning,
  type Source,
  type Statement,
} from './syntax';
import { ValueNames } from './value-names';
import { conditionOf } from './where-clause';

interface Compiled {
  readonly source: Source;
  /** The literals of its expressions by the names that they have there. */
  readonly literals: Readonly<Item>;
}

export interface CompiledSelect extends Compiled {
  readonly kind: 'select' | 'exists';
  /** Undefined for `*`. */
  readonly columns: readonly ColumnNode[] | undefined;
  readonly where: ConditionNode | undefined;
  readonly orderBy: readonly OrderKey[];
}

/** A value of an INSERT: a literal, or the number of a parameter. */
export type InsertValue = { readonly value: AttributeValue } | { readonly parameter: number };

export interface CompiledInsert extends Compiled {
  readonly kind: 'insert';
  /** The attributes by their names; or one parameter that is the whole item. */
  readonly item: ReadonlyMap<string, InsertValue> | { readonly parameter: number };
}

export interface CompiledUpdate extends Compiled {
  readonly kind: 'update';
  readonly nodes: readonly UpdateNode[];
  readonly where: ConditionNode | undefined;
  readonly returning: Returning | undefined;
}

export interface CompiledDelete extends Compiled {
  readonly kind: 'delete';
  readonly where: ConditionNode | undefined;
  readonly returning: Returning | undefined;
}

/** A statement, read and checked as far as its text alone allows. */
export type CompiledStatement = (CompiledSelect | CompiledInsert | CompiledUpdate | CompiledDelete) & {
  readonly parameterCount: number;
};

/** Programs have few statements; tests that build them with their values in the text have many. */
const MAX_CACHED = 500;

type Result = { readonly statement: CompiledStatement } | { readonly problem: string };

const results = new Map<string, Result>();

/**
 * Reads every text once, be it right or wrong. The cache is bounded: the text unused for longest goes first.
 * @throws StatementProblem
 */
export function compileStatement(text: string): CompiledStatement {
  let result = results.get(text);
  results.delete(text);
  result ??= attempt(text);
  results.set(text, result);
  for (const oldest of results.keys()) {
    if (results.size <= MAX_CACHED) break;
    results.delete(oldest);
  }
  if ('problem' in result) throw new StatementProblem(result.problem);
  return result.statement;
}

function attempt(text: string): Result {
  try {
    const cursor = new StatementCursor(text);
    const statement = parseStatement(cursor);
    return { statement: { ...compile(statement), parameterCount: cursor.parameterCount } };
  } catch (error) {
    if (error instanceof StatementProblem || error instanceof ExpressionProblem) {
      return { problem: error.message };
    }
    throw error;
  }
}

function compile(statement: Statement): CompiledSelect | CompiledInsert | CompiledUpdate | CompiledDelete {
  const values = new ValueNames();
  const condition = (where: Expression | undefined): ConditionNode | undefined =>
    where === undefined ? undefined : conditionOf(where, values);
  switch (statement.kind) {
    case 'select':
    case 'exists': {
      const { source, projection, where, orderBy } =
        statement.kind === 'select' ? statement : statement.select;
      const columns = projection === undefined ? undefined : columnNodes(projection);
      const { kind } = statement;
      return { kind, source, columns, where: condition(where), orderBy, literals: values.literals };
    }
    case 'insert':
      return { kind: 'insert', source: statement.source, item: insertItem(statement.value), literals: {} };
    case 'update': {
      const { source, returning } = statement;
      const nodes = updateNodes(statement.assignments, values);
      const where = condition(statement.where);
      return { kind: 'update', source, nodes, where, returning, literals: values.literals };
    }
    case 'delete': {
      const { source, returning } = statement;
      const where = condition(statement.where);
      return { kind: 'delete', source, where, returning, literals: values.literals };
    }
  }
}

/** Captured: 2026-09, a parameter may be an attribute's value, but not stand inside one. */
function insertItem(value: Expression): CompiledInsert['item'] {
  if (value.kind === 'parameter') return { parameter: value.index };
  if (value.kind !== 'struct') throw unsupported(value, 'root');
  const item = new Map<string, InsertValue>();
  for (const [name, entry] of value.entries) {
    item.set(
      entryName(name, 'root'),
      entry.kind === 'parameter' ? { parameter: entry.index } : { value: literalValue(entry) },
    );
  }
  return item;
}

/** The item that an INSERT puts. @throws StatementProblem a parameter for the whole item that is no map */
export function itemOf({ item }: CompiledInsert, parameters: readonly AttributeValue[]): Item {
  if ('parameter' in item) {
    const map = parameters[item.parameter]?.M;
    // Assumed: worded as a literal that is no struct.
    if (map === undefined) throw new StatementProblem('Unsupported data type: Parameter under key root');
    return map;
  }
  const found: Item = {};
  for (const [name, entry] of item) {
    const value = 'value' in entry ? entry.value : parameters[entry.parameter];
    if (value !== undefined) setOwn(found, name, value);
  }
  return found;
}
