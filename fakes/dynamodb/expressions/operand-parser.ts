import type { Cursor } from './cursor';
import type { CallNode, OperandNode, PathNode, PathStep } from './syntax';

/** How an operand begins: with a parenthesis, with a function's name and parenthesis, or it is complete at once. */
export type OperandStart =
  | { readonly kind: 'group' }
  | { readonly kind: 'call'; readonly name: string }
  | { readonly kind: 'complete'; readonly node: OperandNode };

/**
 * Reads the beginning of an operand. What is inside parentheses is left to the caller, who keeps its own stack: an
 * expression may nest as deeply as 4096 bytes allow, and no parser here calls itself.
 * @throws ExpressionProblem when no operand begins here
 */
export function readOperandStart(cursor: Cursor): OperandStart {
  const token = cursor.peek();
  if (token.kind === 'valueAlias') {
    cursor.take();
    return { kind: 'complete', node: { kind: 'value', name: token.text } };
  }
  if (cursor.takeIf('(')) return { kind: 'group' };
  if (token.kind === 'name' && cursor.isNext('(', 1)) {
    cursor.take();
    cursor.take();
    cursor.countOperator();
    return { kind: 'call', name: token.text };
  }
  return { kind: 'complete', node: readPath(cursor) };
}

/** Reads a document path. @throws ExpressionProblem when no path begins here */
export function readPath(cursor: Cursor): PathNode {
  return { kind: 'path', steps: readSteps(cursor, [readName(cursor)]) };
}

/** Reads on behind a path in parentheses: `(a).b`. */
export function readPathOn(cursor: Cursor, path: PathNode): PathNode {
  return { kind: 'path', steps: readSteps(cursor, [...path.steps]) };
}

/** Does a path go on here? */
export function isPathStep(cursor: Cursor): boolean {
  return cursor.isNext('.') || cursor.isNext('[');
}

function readSteps(cursor: Cursor, steps: PathStep[]): PathStep[] {
  for (;;) {
    if (cursor.takeIf('.')) steps.push(readName(cursor));
    else if (cursor.takeIf('[')) steps.push(readIndex(cursor));
    else return steps;
  }
}

function readName(cursor: Cursor): PathStep {
  const token = cursor.peek();
  if (token.kind !== 'name' && token.kind !== 'nameAlias') throw cursor.unexpected();
  cursor.take();
  return { kind: token.kind === 'name' ? 'name' : 'placeholder', text: token.text };
}

function readIndex(cursor: Cursor): PathStep {
  const token = cursor.peek();
  if (token.kind !== 'index') throw cursor.unexpected();
  cursor.take();
  cursor.expect(']');
  return { kind: 'index', text: token.text };
}

/** A function whose operands are being read. */
export interface OpenCall {
  readonly name: string;
  readonly operands: OperandNode[];
}

/** The function when its closing parenthesis is read. */
export function closeCall(call: OpenCall): CallNode {
  return { kind: 'call', name: call.name, operands: call.operands };
}
