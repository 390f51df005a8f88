import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { typeOf, type AttributeType } from '../attribute-value';
import type { DocumentPath } from '../document-path';
import type { Bindings } from '../expressions/bindings';
import { wrongType } from '../expressions/condition-operand';
import type { OperandNode, PathNode, ValueNode } from '../expressions/syntax';
import { requireNoClash, type Action, type SetOperand } from '../expressions/update-binding';
import {
  StatementProblem,
  unexpectedPath,
  type Assignment,
  type CallExpression,
  type Expression,
  type PathExpression,
} from './syntax';
import { pathNode, type ValueNames } from './value-names';
import { unrecognized } from './where-clause';

/** A right-hand side of SET, whose values still are names. */
type ValueTree =
  | { readonly kind: 'leaf'; readonly node: OperandNode }
  | { readonly kind: '+' | '-' | 'list_append'; readonly first: ValueTree; readonly second: ValueTree };

/** A SET or REMOVE of a statement, whose values still are names. */
export type UpdateNode =
  | { readonly kind: 'set'; readonly path: PathNode; readonly value: ValueTree }
  | { readonly kind: 'remove'; readonly path: PathNode }
  | {
      readonly kind: 'set_add' | 'set_delete';
      readonly path: PathNode;
      readonly value: ValueNode;
      readonly mustBeSet: StatementProblem;
    };

/** Reads the SETs and REMOVEs of an UPDATE as far as they need no parameters. @throws StatementProblem */
export function updateNodes(assignments: readonly Assignment[], values: ValueNames): readonly UpdateNode[] {
  return assignments.map((assignment): UpdateNode => {
    const path = pathNode(assignment.path);
    if (assignment.kind === 'remove') return { kind: 'remove', path };
    const { value } = assignment;
    if (value.kind === 'call' && (value.name === 'set_add' || value.name === 'set_delete')) {
      return setFunction(value.name, value, assignment.path, values);
    }
    return { kind: 'set', path, value: valueTree(value, values) };
  });
}

/** Captured: 2026-10, set_add and set_delete change the attribute that is set, and nothing else. */
function setFunction(
  kind: 'set_add' | 'set_delete',
  { operands, at }: CallExpression,
  target: PathExpression,
  values: ValueNames,
): UpdateNode {
  const name = kind.toUpperCase();
  const [first, second] = operands;
  if (first === undefined || second === undefined || operands.length > 2) {
    throw new StatementProblem(`${name} must have exactly two arguments at ${at}`);
  }
  if (first.kind !== 'path' || !samePath(first, target)) {
    throw new StatementProblem(`The first argument to ${name} must equal the assignment value at ${at}`);
  }
  // The place is that of the first argument.
  const mustBeSet = new StatementProblem(
    `The second argument to ${name} must be a value with type SET at ${first.at}`,
  );
  const value = values.operand(second);
  if (value.kind !== 'value') throw mustBeSet;
  return { kind, path: pathNode(target), value, mustBeSet };
}

function samePath(a: PathExpression, b: PathExpression): boolean {
  const text = (path: PathExpression): string => JSON.stringify(pathNode(path).steps);
  return text(a) === text(b);
}

function valueTree(expression: Expression, values: ValueNames): ValueTree {
  if (expression.kind === 'arithmetic') {
    const { operator } = expression;
    // Assumed: no source shows another operator in SET.
    if (operator !== '+' && operator !== '-') throw unexpectedPath(expression.at);
    return {
      kind: operator,
      first: valueTree(expression.left, values),
      second: valueTree(expression.right, values),
    };
  }
  if (expression.kind === 'call') return listAppend(expression, values);
  return { kind: 'leaf', node: values.operand(expression) };
}

function listAppend(call: CallExpression, values: ValueNames): ValueTree {
  if (call.name !== 'list_append') throw unrecognized(call);
  const [first, second] = call.operands;
  if (first === undefined || second === undefined || call.operands.length > 2) {
    // Assumed: worded as the functions that change sets.
    throw new StatementProblem(`LIST_APPEND must have exactly two arguments at ${call.at}`);
  }
  return { kind: 'list_append', first: valueTree(first, values), second: valueTree(second, values) };
}

/**
 * Fills in the values of an UPDATE.
 * @throws ExpressionProblem, StatementProblem paths that clash, operands of the wrong type
 */
export function bindUpdateNodes(nodes: readonly UpdateNode[], bindings: Bindings): readonly Action[] {
  const paths = nodes.map((node) => bindings.path(node.path));
  requireNoClash(paths);
  return nodes.map((node, i) => bindNode(node, paths[i] ?? bindings.path(node.path), bindings));
}

function bindNode(node: UpdateNode, path: DocumentPath, bindings: Bindings): Action {
  switch (node.kind) {
    case 'remove':
      return { section: 'REMOVE', path };
    case 'set':
      return { section: 'SET', path, value: bindTree(node.value, bindings) };
    case 'set_add':
    case 'set_delete': {
      const value = bindings.value(node.value);
      if (!isSet(value)) throw node.mustBeSet;
      return { section: node.kind === 'set_add' ? 'ADD' : 'DELETE', path, value };
    }
  }
}

function isSet(value: AttributeValue): boolean {
  return value.SS !== undefined || value.NS !== undefined || value.BS !== undefined;
}

function bindTree(tree: ValueTree, bindings: Bindings): SetOperand {
  if (tree.kind === 'leaf') return bindLeaf(tree.node, bindings);
  const first = bindTree(tree.first, bindings);
  const second = bindTree(tree.second, bindings);
  const type = tree.kind === 'list_append' ? 'L' : 'N';
  for (const operand of [first, second]) requireType(tree.kind, operand, type);
  return tree.kind === 'list_append'
    ? { kind: 'list_append', first, second }
    : { kind: tree.kind, left: first, right: second };
}

function bindLeaf(node: OperandNode, bindings: Bindings): SetOperand {
  if (node.kind === 'path') return { kind: 'path', path: bindings.path(node) };
  if (node.kind === 'value') return { kind: 'value', value: bindings.value(node) };
  throw new Error('a function is no leaf');
}

/** Captured: 2026-09, a literal of the wrong type is refused before the condition is looked at. */
function requireType(operator: string, operand: SetOperand, type: AttributeType): void {
  const actual = staticType(operand);
  if (actual !== undefined && actual !== type) throw wrongType(operator, actual);
}

function staticType(operand: SetOperand): AttributeType | undefined {
  if (operand.kind === 'value') return typeOf(operand.value);
  if (operand.kind === 'list_append') return 'L';
  return operand.kind === '+' || operand.kind === '-' ? 'N' : undefined;
}
