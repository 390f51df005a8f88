import { validationError } from '../errors';
import { ExpressionProblem } from '../expressions/syntax';

/** What is wrong with a statement, in AWS's whole words. */
export class StatementProblem extends Error {}

/** A statement that the parser cannot read. Captured: 2026-10, eu-west-2; what no token can be made of has no detail. */
export function malformed(detail: string): StatementProblem {
  return new StatementProblem(`Statement wasn't well formed, can't be processed: ${detail}`);
}

/** Something stands where only a path of names and indexes may. Captured: 2026-10, a function in a projection. */
export function unexpectedPath(at: At): StatementProblem {
  return new StatementProblem(`Unexpected path component at ${at}`);
}

/** A name that is empty. Captured: 2026-09, in FROM. Assumed: elsewhere, too. */
export function emptyPathComponent(): StatementProblem {
  return new StatementProblem('Path component cannot be an empty string');
}

/** Runs a step that may find a problem with a statement. @throws ValidationException in its place */
export function worded<Result>(step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof StatementProblem || error instanceof ExpressionProblem)) throw error;
    // Captured: 2026-10, what the classic expressions refuse comes without the name of a parameter.
    throw validationError(error.message);
  }
}

/** Where something stands in a statement, as AWS prints it: `1:24:7` is line, column and length, from 1. */
export type At = string;

/** One step of a path: a name, or an index of a list. */
export type Step = { readonly kind: 'name' | 'index'; readonly text: string; readonly at: At };

/** A path into an item, or the name of a table with that of its index. */
export interface PathExpression {
  readonly kind: 'path';
  readonly steps: readonly Step[];
  readonly at: At;
}

/** A function with its operands. Its name is in lower case: PartiQL does not tell cases apart. */
export interface CallExpression {
  readonly kind: 'call';
  readonly name: string;
  readonly operands: readonly Expression[];
  readonly at: At;
}

/** A literal without parts. Numbers keep their text. */
export type LiteralExpression =
  | { readonly kind: 'string' | 'number'; readonly text: string; readonly at: At }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: At }
  | { readonly kind: 'null' | 'missing'; readonly at: At };

/** The operators that compare two operands. */
export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** An expression as it is written. Chains of AND and of OR are flat. */
export type Expression =
  | LiteralExpression
  | PathExpression
  | CallExpression
  | { readonly kind: 'parameter'; readonly index: number; readonly at: At }
  | { readonly kind: 'star'; readonly at: At }
  | { readonly kind: 'list' | 'bag'; readonly elements: readonly Expression[]; readonly at: At }
  | {
      readonly kind: 'struct';
      readonly entries: readonly (readonly [name: Expression, value: Expression])[];
      readonly at: At;
    }
  | { readonly kind: 'select'; readonly select: SelectStatement; readonly at: At }
  | { readonly kind: 'negative'; readonly operator: '+' | '-'; readonly operand: Expression; readonly at: At }
  | {
      readonly kind: 'arithmetic';
      /** `+`, `-`, or one that DynamoDB does not have. */
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: At;
    }
  | {
      readonly kind: 'comparison';
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: At;
    }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[]; readonly at: At }
  | { readonly kind: 'not'; readonly operand: Expression; readonly at: At }
  | {
      readonly kind: 'between';
      readonly operand: Expression;
      readonly lower: Expression;
      readonly upper: Expression;
      readonly at: At;
    }
  | { readonly kind: 'in'; readonly operand: Expression; readonly list: Expression; readonly at: At }
  | { readonly kind: 'like'; readonly at: At }
  | { readonly kind: 'is'; readonly operand: Expression; readonly type: string; readonly at: At };

/** `FROM "table"` or `FROM "table"."index"`. */
export interface Source {
  readonly table: string;
  readonly index: string | undefined;
}

export interface OrderKey {
  readonly attribute: string;
  readonly descending: boolean;
}

export interface SelectStatement {
  readonly kind: 'select';
  readonly source: Source;
  /** Undefined for `*`. */
  readonly projection: readonly Expression[] | undefined;
  readonly where: Expression | undefined;
  readonly orderBy: readonly OrderKey[];
}

/** `RETURNING ALL OLD *` and its like. */
export interface Returning {
  readonly which: 'ALL' | 'MODIFIED';
  readonly when: 'OLD' | 'NEW';
}

/** One SET or REMOVE of an UPDATE. */
export type Assignment =
  | { readonly kind: 'set'; readonly path: PathExpression; readonly value: Expression }
  | { readonly kind: 'remove'; readonly path: PathExpression };

export interface InsertStatement {
  readonly kind: 'insert';
  readonly source: Source;
  readonly value: Expression;
}

export interface UpdateStatement {
  readonly kind: 'update';
  readonly source: Source;
  readonly assignments: readonly Assignment[];
  readonly where: Expression | undefined;
  readonly returning: Returning | undefined;
}

export interface DeleteStatement {
  readonly kind: 'delete';
  readonly source: Source;
  readonly where: Expression | undefined;
  readonly returning: Returning | undefined;
}

/** `EXISTS(SELECT ...)`: a condition of a transaction. */
export interface ExistsStatement {
  readonly kind: 'exists';
  readonly select: SelectStatement;
}

export type Statement =
  | SelectStatement
  | InsertStatement
  | UpdateStatement
  | DeleteStatement
  | ExistsStatement;
