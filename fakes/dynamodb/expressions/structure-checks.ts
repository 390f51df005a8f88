import { isReservedWord } from './reserved-words';
import {
  ExpressionProblem,
  type ArithmeticNode,
  type CallNode,
  type ConditionNode,
  type OperandNode,
  type PathNode,
  type SectionNode,
} from './syntax';

/** Documented: "Comparison operator and function reference", "Using update expressions": where functions may stand. */
const FUNCTIONS: ReadonlyMap<string, { place: 'condition' | 'operand' | 'update'; operands: number }> =
  new Map([
    ['attribute_exists', { place: 'condition', operands: 1 }],
    ['attribute_not_exists', { place: 'condition', operands: 1 }],
    ['attribute_type', { place: 'condition', operands: 2 }],
    ['begins_with', { place: 'condition', operands: 2 }],
    ['contains', { place: 'condition', operands: 2 }],
    ['size', { place: 'operand', operands: 1 }],
    ['if_not_exists', { place: 'update', operands: 2 }],
    ['list_append', { place: 'update', operands: 2 }],
  ]);

const MAX_LIST_INDEX = 2_147_483_647;

/**
 * What can be said of a condition without its names and values: reserved words, list indexes, functions and their
 * places. Captured: in the order in which they are written, before any placeholder is looked at.
 * @throws ExpressionProblem
 */
export function checkConditionStructure(node: ConditionNode): void {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.conditions.forEach(checkConditionStructure);
    case 'not':
      return checkConditionStructure(node.condition);
    case 'comparison':
      return [node.left, node.right].forEach(checkOperandStructure);
    case 'between':
      return [node.operand, node.lower, node.upper].forEach(checkOperandStructure);
    case 'in':
      return [node.operand, ...node.list].forEach(checkOperandStructure);
    case 'call':
      return checkConditionCall(node, 'condition');
  }
}

function checkOperandStructure(node: OperandNode): void {
  if (node.kind === 'path') checkPathStructure(node);
  if (node.kind === 'call') checkConditionCall(node, 'operand');
}

function checkConditionCall(call: CallNode, place: 'condition' | 'operand'): void {
  const known = knownFunction(call);
  if (known.place === 'update') {
    throw new ExpressionProblem(
      `The function is not allowed in a condition expression; function: ${call.name}`,
    );
  }
  if (known.place !== place) throw misused(call);
  checkOperandCount(call);
  call.operands.forEach(checkOperandStructure);
}

function knownFunction(call: CallNode): { place: 'condition' | 'operand' | 'update'; operands: number } {
  const known = FUNCTIONS.get(call.name);
  if (known === undefined) throw new ExpressionProblem(`Invalid function name; function: ${call.name}`);
  return known;
}

function misused(call: CallNode): ExpressionProblem {
  return new ExpressionProblem(
    `The function is not allowed to be used this way in an expression; function: ${call.name}`,
  );
}

/** The number of a function's operands: of an update's functions it is checked together with the placeholders. */
export function checkOperandCount(call: CallNode): void {
  if (call.operands.length === knownFunction(call).operands) return;
  throw new ExpressionProblem(
    `Incorrect number of operands for operator or function; operator or function: ${call.name}, ` +
      `number of operands: ${call.operands.length}`,
  );
}

/** The same for an update, section by section; a section that comes twice is found behind its actions. */
export function checkUpdateStructure(sections: readonly SectionNode[]): void {
  const names = [...new Set(sections.map((section) => section.name))];
  for (const name of names) {
    const same = sections.filter((section) => section.name === name);
    for (const action of same.flatMap((section) => section.actions)) {
      checkPathStructure(action.path);
      if (action.section === 'SET') checkSetValue(action.value);
    }
    if (same.length > 1) {
      throw new ExpressionProblem(`The "${name}" section can only be used once in an update expression;`);
    }
  }
}

function checkSetValue(node: OperandNode | ArithmeticNode): void {
  if (node.kind === 'arithmetic')
    return [node.left, node.right].forEach((side) => checkUpdateOperand(side, undefined));
  checkUpdateOperand(node, undefined);
}

function checkUpdateOperand(node: OperandNode, inside: string | undefined): void {
  if (node.kind === 'path') return checkPathStructure(node);
  if (node.kind === 'value') return;
  if (knownFunction(node).place !== 'update') {
    throw new ExpressionProblem(
      `The function is not allowed in an update expression; function: ${node.name}`,
    );
  }
  // Captured: list_append takes if_not_exists as an operand, and no list_append.
  if (node.name === 'list_append' && inside === 'list_append') throw misused(node);
  for (const operand of node.operands) checkUpdateOperand(operand, node.name);
}

/** Reserved words and list indexes in a path. @throws ExpressionProblem */
export function checkPathStructure(path: PathNode): void {
  for (const { kind, text } of path.steps) {
    if (kind === 'name' && isReservedWord(text)) {
      throw new ExpressionProblem(`Attribute name is a reserved keyword; reserved keyword: ${text}`);
    }
    if (kind === 'index' && (text.length > 10 || Number(text) > MAX_LIST_INDEX)) {
      throw new ExpressionProblem(`List index is not within the allowable range; index: [${text}]`);
    }
  }
}
