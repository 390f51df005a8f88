import { ExpressionParser } from './expression-parser';
import type { StatementCursor } from './statement-cursor';
import {
  emptyPathComponent,
  malformed,
  StatementProblem,
  unexpectedPath,
  type Assignment,
  type Expression,
  type OrderKey,
  type PathExpression,
  type Returning,
  type SelectStatement,
  type Source,
  type Statement,
} from './syntax';

/**
 * Reads one statement, which may end in a semicolon.
 * @throws StatementProblem at the first token that does not fit, or a clause that DynamoDB does not know
 */
export function parseStatement(cursor: StatementCursor): Statement {
  const statement = readStatement(cursor);
  cursor.takeSymbol(';');
  requireEnd(cursor);
  if (!('bare' in statement)) return statement;
  throw bareExpression(statement.bare);
}

/** Captured: 2026-10, whatever is left over behind a statement. */
function requireEnd(cursor: StatementCursor): void {
  if (cursor.peek().kind !== 'end') throw malformed('Unexpected token after expression');
}

function readStatement(cursor: StatementCursor): Statement | { readonly bare: Expression } {
  const expressions = new ExpressionParser(cursor, readSelect);
  if (cursor.takeKeyword('SELECT')) return readSelect(cursor);
  if (cursor.takeKeyword('INSERT')) return readInsert(cursor, expressions);
  if (cursor.takeKeyword('UPDATE')) return readUpdate(cursor, expressions);
  if (cursor.takeKeyword('DELETE')) return readDelete(cursor, expressions);
  if (cursor.takeKeyword('FROM')) return readFromFirst(cursor, expressions);
  const bare = expressions.expression();
  if (bare.kind === 'call' && bare.name === 'exists') {
    const [operand] = bare.operands;
    if (operand?.kind === 'select') return { kind: 'exists', select: operand.select };
  }
  return { bare };
}

/**
 * An expression that is no statement. Captured: 2026-10 for a test of a type. Assumed: that others are named after the
 * nodes of AWS's parser, too.
 */
function bareExpression(expression: Expression): StatementProblem {
  const names: Readonly<Record<string, string>> = {
    is: 'IsType',
    path: expression.kind === 'path' && expression.steps.length > 1 ? 'Path' : 'VariableReference',
    parameter: 'Parameter',
    list: 'Seq',
    bag: 'Seq',
    struct: 'Struct',
    string: 'Literal',
    number: 'Literal',
    boolean: 'Literal',
    null: 'Literal',
    missing: 'LiteralMissing',
    select: 'Select',
  };
  return new StatementProblem(`Unsupported operation: ${names[expression.kind] ?? 'NAry'}`);
}

/** Behind SELECT. */
function readSelect(cursor: StatementCursor): SelectStatement {
  const expressions = new ExpressionParser(cursor, readSelect);
  const projection = readProjection(cursor, expressions);
  // Assumed: no source has a SELECT without FROM.
  if (!cursor.takeKeyword('FROM')) throw malformed('Unexpected term');
  const source = readSource(cursor, expressions);
  const where = readWhere(cursor, expressions);
  const orderBy = readOrderBy(cursor, expressions);
  for (const clause of ['GROUP', 'HAVING', 'LIMIT', 'OFFSET']) {
    // Assumed: worded as DynamoDB Local does for LIMIT.
    if (cursor.isKeyword(clause)) {
      throw new StatementProblem(`Unsupported clause: ${clause === 'GROUP' ? 'GROUP BY' : clause}`);
    }
  }
  return { kind: 'select', source, projection, where, orderBy };
}

function readProjection(
  cursor: StatementCursor,
  expressions: ExpressionParser,
): readonly Expression[] | undefined {
  // Assumed: AWS names these clauses as it names LIMIT; SELECT VALUE and PIVOT as DynamoDB Local does.
  if (cursor.takeKeyword('DISTINCT')) throw new StatementProblem('Unsupported clause: DISTINCT');
  cursor.takeKeyword('ALL');
  if (cursor.isKeyword('VALUE') || cursor.isKeyword('PIVOT')) {
    throw new StatementProblem("Select projection doesn't support value or pivot keywords");
  }
  const projection: Expression[] = [];
  let star = false;
  do {
    if (cursor.takeSymbol('*')) {
      star = true;
      continue;
    }
    projection.push(expressions.expression());
    refuseAlias(cursor);
  } while (cursor.takeSymbol(','));
  if (!star) return projection;
  if (projection.length === 0) return undefined;
  // Assumed: worded as DynamoDB Local does.
  throw new StatementProblem("Other attributes should not be present in the projection when '*' is used.");
}

/** Captured: 2026-10, `FROM "t" a` and `FROM "t" AS a`. */
function refuseAlias(cursor: StatementCursor): void {
  if (cursor.isKeyword('AS') || cursor.peek().kind === 'name') {
    throw new StatementProblem('Aliasing is not supported');
  }
}

function readSource(cursor: StatementCursor, expressions: ExpressionParser): Source {
  const source = sourceOf(expressions.term());
  refuseAlias(cursor);
  const joins = ['JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'OUTER', 'CROSS', 'NATURAL'];
  // Assumed: worded as any other source that is no table.
  if (cursor.isSymbol(',') || joins.some((word) => cursor.isKeyword(word))) throw unexpectedSource();
  return source;
}

/** Assumed: worded as DynamoDB Local does. */
function unexpectedSource(): StatementProblem {
  return new StatementProblem('Unexpected from source');
}

function sourceOf(expression: Expression): Source {
  if (expression.kind !== 'path') throw unexpectedSource();
  const [table, index, ...more] = expression.steps;
  if (table === undefined || index?.kind === 'index') throw unexpectedSource();
  if (more.length > 0) {
    // Captured: 2026-09, both.
    throw new StatementProblem('A path may contain at most 2 components in the FROM clause');
  }
  if (table.text === '' || index?.text === '') throw emptyPathComponent();
  return { table: table.text, index: index?.text };
}

function readWhere(cursor: StatementCursor, expressions: ExpressionParser): Expression | undefined {
  return cursor.takeKeyword('WHERE') ? expressions.expression() : undefined;
}

function readOrderBy(cursor: StatementCursor, expressions: ExpressionParser): readonly OrderKey[] {
  const keys: OrderKey[] = [];
  if (!cursor.takeKeyword('ORDER')) return keys;
  if (!cursor.takeKeyword('BY')) throw malformed('Expected BY');
  do {
    const key = expressions.term();
    if (key.kind !== 'path' || key.steps.length > 1) throw unexpectedPath(key.at);
    const descending = cursor.takeKeyword('DESC');
    if (!descending) cursor.takeKeyword('ASC');
    keys.push({ attribute: key.steps.map((step) => step.text).join(''), descending });
  } while (cursor.takeSymbol(','));
  return keys;
}

function readInsert(cursor: StatementCursor, expressions: ExpressionParser): Statement {
  if (!cursor.takeKeyword('INTO')) throw malformed('Unexpected term');
  const source = sourceOf(expressions.term());
  // Captured: 2026-09, unlike the other writes as soon as it is read.
  if (source.index !== undefined) {
    throw new StatementProblem('FROM clause may only contain a single table name');
  }
  // Captured: 2026-10, an alias of an INSERT is a token too many.
  if (!cursor.takeKeyword('VALUE')) throw malformed('Unexpected token after expression');
  return { kind: 'insert', source, value: expressions.expression() };
}

function readUpdate(cursor: StatementCursor, expressions: ExpressionParser): Statement {
  const source = readSource(cursor, expressions);
  const assignments = readAssignments(cursor, expressions);
  const where = readWhere(cursor, expressions);
  return { kind: 'update', source, assignments, where, returning: readReturning(cursor) };
}

/** `FROM "t" WHERE ... SET ...`. Captured: 2026-10, the WHERE stands before what it is about. */
function readFromFirst(cursor: StatementCursor, expressions: ExpressionParser): Statement {
  const source = readSource(cursor, expressions);
  const where = readWhere(cursor, expressions);
  const assignments = readAssignments(cursor, expressions);
  return { kind: 'update', source, assignments, where, returning: readReturning(cursor) };
}

function readAssignments(cursor: StatementCursor, expressions: ExpressionParser): readonly Assignment[] {
  const assignments: Assignment[] = [];
  for (;;) {
    if (cursor.takeKeyword('SET')) {
      do {
        const path = target(expressions);
        cursor.expectSymbol('=', '=');
        assignments.push({ kind: 'set', path, value: expressions.expression() });
      } while (cursor.takeSymbol(','));
    } else if (cursor.takeKeyword('REMOVE')) {
      assignments.push({ kind: 'remove', path: target(expressions) });
    } else {
      break;
    }
  }
  if (assignments.length === 0) throw malformed('Expected data manipulation');
  return assignments;
}

function target(expressions: ExpressionParser): PathExpression {
  const path = expressions.term();
  if (path.kind !== 'path') throw unexpectedPath(path.at);
  return path;
}

function readDelete(cursor: StatementCursor, expressions: ExpressionParser): Statement {
  // Captured: 2026-10, whatever stands behind DELETE FROM and is no name.
  if (!cursor.takeKeyword('FROM') || cursor.peek().kind !== 'name') {
    throw malformed('Expected identifier for simple path');
  }
  const source = readSource(cursor, expressions);
  const where = readWhere(cursor, expressions);
  return { kind: 'delete', source, where, returning: readReturning(cursor) };
}

function readReturning(cursor: StatementCursor): Returning | undefined {
  if (!cursor.takeKeyword('RETURNING')) return undefined;
  const which = cursor.take().text.toUpperCase();
  const when = cursor.take().text.toUpperCase();
  // Assumed: worded as any other term that does not fit.
  if ((which !== 'ALL' && which !== 'MODIFIED') || (when !== 'OLD' && when !== 'NEW')) {
    throw malformed('Unexpected term');
  }
  if (!cursor.takeSymbol('*')) throw malformed('Unexpected term');
  return { which, when };
}
