import { compareScalars, ATTRIBUTE_TYPES, type AttributeType } from '../attribute-value';
import { describePath, type DocumentPath } from '../document-path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Bindings } from './bindings';
import { bindOperand, requireType, staticType, wrongType, type Operand } from './condition-operand';
import { ExpressionProblem, type CallNode, type Comparator, type ConditionNode } from './syntax';

/** A condition with its names and values filled in, and its operands checked. */
export type BoundCondition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly BoundCondition[] }
  | { readonly kind: 'not'; readonly condition: BoundCondition }
  | {
      readonly kind: 'comparison';
      readonly operator: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: 'between'; readonly operand: Operand; readonly lower: Operand; readonly upper: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly list: readonly Operand[] }
  | { readonly kind: 'function'; readonly name: string; readonly operands: readonly Operand[] };

const ORDERED: readonly AttributeType[] = ['S', 'N', 'B'];
/** Documented: "Comparison operator and function reference": up to 100 values, the tested operand not counted. */
const MAX_IN_OPERANDS = 100;

/**
 * Fills in the names and values of a condition.
 * Captured: problems are reported clause by clause in the order in which they are written.
 * @throws ExpressionProblem
 */
export function bindCondition(node: ConditionNode, bindings: Bindings): BoundCondition {
  const bind = (operand: Parameters<typeof bindOperand>[0]): Operand => bindOperand(operand, bindings);
  switch (node.kind) {
    case 'and':
    case 'or':
      return { kind: node.kind, conditions: node.conditions.map((each) => bindCondition(each, bindings)) };
    case 'not':
      return { kind: 'not', condition: bindCondition(node.condition, bindings) };
    case 'comparison':
      return comparison(node.operator, bind(node.left), bind(node.right));
    case 'between':
      return between(bind(node.operand), bind(node.lower), bind(node.upper));
    case 'in':
      return inList(bind(node.operand), node.list.map(bind));
    case 'call':
      return callOf(node, node.operands.map(bind), bindings);
  }
}

function comparison(operator: Comparator, left: Operand, right: Operand): BoundCondition {
  requireDistinct(operator, left, [right]);
  if (operator !== '=' && operator !== '<>') {
    for (const operand of [left, right]) requireType(operator, operand, ORDERED);
  }
  return { kind: 'comparison', operator, left, right };
}

function between(operand: Operand, lower: Operand, upper: Operand): BoundCondition {
  requireDistinct('BETWEEN', operand, [lower, upper]);
  for (const each of [operand, lower, upper]) requireType('BETWEEN', each, ORDERED);
  if (lower.kind === 'value' && upper.kind === 'value') checkBounds(lower.value, upper.value);
  return { kind: 'between', operand, lower, upper };
}

function checkBounds(lower: AttributeValue, upper: AttributeValue): void {
  const order = compareScalars(lower, upper);
  const problem =
    order === undefined
      ? 'same data type for lower and upper bounds'
      : 'upper bound to be greater than or equal to lower bound';
  if (order !== undefined && order <= 0) return;
  throw new ExpressionProblem(
    `The BETWEEN operator requires ${problem}; lower bound operand: ${describeBound(lower)}, ` +
      `upper bound operand: ${describeBound(upper)}`,
  );
}

function describeBound(value: AttributeValue): string {
  if (value.B !== undefined) return `AttributeValue: {B:${Buffer.from(value.B).toString('base64')}}`;
  return value.S === undefined ? `AttributeValue: {N:${value.N}}` : `AttributeValue: {S:${value.S}}`;
}

function inList(operand: Operand, list: readonly Operand[]): BoundCondition {
  if (list.length > MAX_IN_OPERANDS) {
    throw new ExpressionProblem(
      `The IN operator is provided with too many operands; number of operands: ${list.length}`,
    );
  }
  requireDistinct('IN', operand, list);
  return { kind: 'in', operand, list };
}

function callOf(node: CallNode, operands: readonly Operand[], bindings: Bindings): BoundCondition {
  const { name } = node;
  const [first, second] = operands;
  if (name !== 'begins_with' && name !== 'contains' && first?.kind !== 'path') throw pathRequired(name);
  if (first !== undefined) requireDistinct(name, first, operands.slice(1));
  if (name === 'begins_with') for (const operand of operands) requireType(name, operand, ['S', 'B']);
  if (name === 'attribute_type' && second !== undefined) checkTypeName(second, bindings);
  return { kind: 'function', name, operands };
}

/** A function got a value where it takes a document path. */
export function pathRequired(name: string): ExpressionProblem {
  return new ExpressionProblem(
    `Operator or function requires a document path; operator or function: ${name}`,
  );
}

/** What AWS prints for "any type" and for the names of types. Captured: either wording has its own lists. */
const TYPE_LISTS = {
  '2026': {
    any: '{S,SS,N,NS,B,BS,BOOL,NULL,L,M,HD,DOUBLE,FLOAT,HDS,FS,DOUBLESET,DICT,DECIMAL,INT,DECIMALSET,INTSET}',
    names: '{S,SS,N,NS,B,BS,BOOL,NULL,L,M}',
  },
  classic: {
    any: '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}',
    names: '{B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
  },
} as const;

function checkTypeName(operand: Operand, bindings: Bindings): void {
  const lists = TYPE_LISTS[bindings.wording];
  const name = operand.kind === 'value' ? operand.value.S : undefined;
  if (name === undefined) throw wrongType('attribute_type', staticType(operand) ?? lists.any);
  if (ATTRIBUTE_TYPES.some((type) => type === name)) return;
  throw new ExpressionProblem(
    `Invalid attribute type name found; type: ${name}, valid types: ${lists.names}`,
  );
}

function requireDistinct(operator: string, first: Operand, rest: readonly Operand[]): void {
  if (first.kind !== 'path') return;
  const { path } = first;
  if (!rest.some((operand) => operand.kind === 'path' && isSamePath(operand.path, path))) return;
  throw new ExpressionProblem(
    'The first operand must be distinct from the remaining operands for this operator or function; ' +
      `operator: ${operator}, first operand: ${describePath(path)}`,
  );
}

function isSamePath(a: DocumentPath, b: DocumentPath): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}

/** All paths of a condition, in the order in which they are written. */
export function pathsOf(condition: BoundCondition): DocumentPath[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap(pathsOf);
    case 'not':
      return pathsOf(condition.condition);
    case 'comparison':
      return [condition.left, condition.right].flatMap(operandPaths);
    case 'between':
      return [condition.operand, condition.lower, condition.upper].flatMap(operandPaths);
    case 'in':
      return [condition.operand, ...condition.list].flatMap(operandPaths);
    case 'function':
      return condition.operands.flatMap(operandPaths);
  }
}

function operandPaths(operand: Operand): DocumentPath[] {
  if (operand.kind === 'path') return [operand.path];
  return operand.kind === 'size' ? operandPaths(operand.of) : [];
}
