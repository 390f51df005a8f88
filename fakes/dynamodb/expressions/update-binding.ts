import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { typeOf, type AttributeType } from '../attribute-value';
import { describePath, firstClash, type DocumentPath } from '../document-path';
import type { Bindings } from './bindings';
import { pathRequired } from './condition-binding';
import { wrongType } from './condition-operand';
import { checkOperandCount } from './structure-checks';
import {
  ExpressionProblem,
  type ActionNode,
  type ArithmeticNode,
  type CallNode,
  type OperandNode,
  type SectionNode,
} from './syntax';

/** A right-hand side of SET with its names and values filled in. */
export type SetOperand =
  | { readonly kind: 'path'; readonly path: DocumentPath }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'if_not_exists'; readonly path: DocumentPath; readonly otherwise: SetOperand }
  | { readonly kind: 'list_append'; readonly first: SetOperand; readonly second: SetOperand }
  | { readonly kind: '+' | '-'; readonly left: SetOperand; readonly right: SetOperand };

/** An action of an update with its names and values filled in. */
export type Action =
  | { readonly section: 'SET'; readonly path: DocumentPath; readonly value: SetOperand }
  | { readonly section: 'REMOVE'; readonly path: DocumentPath }
  | { readonly section: 'ADD' | 'DELETE'; readonly path: DocumentPath; readonly value: AttributeValue };

/**
 * Fills in the names and values of an update.
 * Assumed, as other implementations report it: paths that clash first, then undefined names, then undefined values and
 * operands of the wrong type, the last action before the first.
 * @throws ExpressionProblem
 */
export function bindUpdate(sections: readonly SectionNode[], bindings: Bindings): readonly Action[] {
  const nodes = sections.flatMap((section) => section.actions);
  requireNoClash(nodes.map((node) => bindings.path(node.path)));
  const lastFirst = nodes.toReversed();
  for (const node of lastFirst) {
    if (node.section === 'SET') operandsOf(node.value).forEach((operand) => bindings.requireNames(operand));
  }
  return lastFirst.map((node) => bindAction(node, bindings)).toReversed();
}

function operandsOf(value: OperandNode | ArithmeticNode): readonly OperandNode[] {
  return value.kind === 'arithmetic' ? [value.left, value.right] : [value];
}

/** Refuses paths of which one is part of another, or that read one value as map and as list. @throws ExpressionProblem */
export function requireNoClash(paths: readonly DocumentPath[]): void {
  const clash = firstClash(paths);
  if (clash === undefined) return;
  throw new ExpressionProblem(
    `Two document paths ${clash.kind} with each other; must remove or rewrite one of these paths; ` +
      `path one: ${describePath(clash.first)}, path two: ${describePath(clash.second)}`,
  );
}

function bindAction(node: ActionNode, bindings: Bindings): Action {
  const path = bindings.path(node.path);
  if (node.section === 'REMOVE') return { section: 'REMOVE', path };
  if (node.section === 'SET') return { section: 'SET', path, value: bindSetValue(node.value, bindings) };
  const value = bindings.value(node.value);
  requireAddable(node.section, typeOf(value));
  return { section: node.section, path, value };
}

/** AWS's names for types where the message speaks of a "typeSet". Captured: 2026-09-17 (STRING, BOOL, LIST, NUMBER). */
const TYPE_NAMES: Readonly<Record<AttributeType, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOL',
  NULL: 'NULL',
  L: 'LIST',
  M: 'MAP',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
};

function requireAddable(section: 'ADD' | 'DELETE', type: AttributeType): void {
  if (type === 'SS' || type === 'NS' || type === 'BS' || (type === 'N' && section === 'ADD')) return;
  // Captured: the set of types is called ALLOWED_FOR_ADD_OPERAND for DELETE, too.
  throw new ExpressionProblem(
    `Incorrect operand type for operator or function; operator: ${section}, ` +
      `operand type: ${TYPE_NAMES[type]}, typeSet: ALLOWED_FOR_ADD_OPERAND`,
  );
}

function bindSetValue(node: OperandNode | ArithmeticNode, bindings: Bindings): SetOperand {
  if (node.kind !== 'arithmetic') return bindSetOperand(node, bindings);
  const left = bindSetOperand(node.left, bindings);
  const right = bindSetOperand(node.right, bindings);
  requireSetType(node.operator, [left, right], 'N');
  return { kind: node.operator, left, right };
}

function bindSetOperand(node: OperandNode, bindings: Bindings): SetOperand {
  if (node.kind === 'path') return { kind: 'path', path: bindings.path(node) };
  if (node.kind === 'value') return { kind: 'value', value: bindings.value(node) };
  return bindSetFunction(node, bindings);
}

function bindSetFunction(node: CallNode, bindings: Bindings): SetOperand {
  checkOperandCount(node);
  const [first, second] = node.operands.map((operand) => bindSetOperand(operand, bindings));
  if (first === undefined || second === undefined)
    throw new Error(`${node.name} passed the count of operands`);
  if (node.name === 'list_append') {
    requireSetType('list_append', [first, second], 'L');
    return { kind: 'list_append', first, second };
  }
  if (first.kind !== 'path') throw pathRequired('if_not_exists');
  if (second.kind === 'path' && describePath(second.path) === describePath(first.path)) {
    throw new ExpressionProblem(
      'The first operand must be distinct from the remaining operands for this operator or function; ' +
        `operator: if_not_exists, first operand: ${describePath(first.path)}`,
    );
  }
  return { kind: 'if_not_exists', path: first.path, otherwise: second };
}

function requireSetType(operator: string, operands: readonly SetOperand[], type: AttributeType): void {
  for (const operand of operands) {
    const actual = staticType(operand);
    if (actual !== undefined && actual !== type) throw wrongType(operator, actual);
  }
}

function staticType(operand: SetOperand): AttributeType | undefined {
  if (operand.kind === 'value') return typeOf(operand.value);
  return operand.kind === 'list_append' ? 'L' : undefined;
}
