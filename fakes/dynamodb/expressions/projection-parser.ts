import type { Cursor } from './cursor';
import { readPath } from './operand-parser';
import type { PathNode } from './syntax';

/** Reads a ProjectionExpression: paths between commas. @throws ExpressionProblem */
export function parseProjection(cursor: Cursor): readonly PathNode[] {
  const paths = [readPath(cursor)];
  while (cursor.takeIf(',')) paths.push(readPath(cursor));
  if (cursor.peek().kind !== 'end') throw cursor.unexpected();
  return paths;
}
