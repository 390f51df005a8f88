import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { canonicalValue, typeOf, type Item } from '../attribute-value';
import { nestsDeeperThan } from '../attribute-value-validation';
import { valueAt, type DocumentPath } from '../document-path';
import { validationError } from '../errors';
import { addNumbers, NUMBER_PROBLEMS, subtractNumbers, type NumberResult } from '../number';
import type { Change } from './update-changes';
import type { Action, SetOperand } from './update-binding';

// Captured: the three messages, and the order in which they come.
const WRONG_TYPE = 'An operand in the update expression has an incorrect data type';
const MISSING = 'The provided expression refers to an attribute that does not exist in the item';
const INVALID_PATH = 'The document path provided in the update expression is invalid for update';
const TOO_DEEP =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';
const MAX_NESTING = 32;

/**
 * What an update's actions do to this item: every right-hand side reads the item as it was before.
 * Problems come in AWS's order: parents of the wrong type, operands of the wrong type, missing parents, missing
 * attributes, numbers out of range.
 * `wrongType` is AWS's word for an operand of the wrong type.
 * @throws ValidationException
 */
export function changesOf(actions: readonly Action[], item: Item, wrongType = WRONG_TYPE): readonly Change[] {
  for (const { path } of actions) {
    if (parentOf(item, path) !== undefined && !isWritable(item, path)) throw validationError(INVALID_PATH);
  }
  for (const action of actions) {
    if (!hasRightTypes(action, item)) throw validationError(wrongType);
  }
  for (const { path } of actions) if (!isWritable(item, path)) throw validationError(INVALID_PATH);
  return actions.flatMap((action) => changeOf(action, item));
}

/** The value that a path's last step leads into; undefined for a top-level attribute, too. */
function parentOf(item: Item, path: DocumentPath): AttributeValue | undefined {
  const [name, ...steps] = path;
  return steps.length === 0 ? undefined : valueAt(item, [name, ...steps.slice(0, -1)]);
}

/** Everything before the last step must be there: a map before a name, a list before an index. */
function isWritable(item: Item, path: DocumentPath): boolean {
  if (path.length === 1) return true;
  const parent = parentOf(item, path);
  return (typeof path.at(-1) === 'number' ? parent?.L : parent?.M) !== undefined;
}

function hasRightTypes(action: Action, item: Item): boolean {
  if (action.section === 'SET') return operandsFit(action.value, item);
  if (action.section === 'REMOVE') return true;
  const current = valueAt(item, action.path);
  return current === undefined || typeOf(current) === typeOf(action.value);
}

function operandsFit(operand: SetOperand, item: Item): boolean {
  switch (operand.kind) {
    case '+':
    case '-':
      return valueFits(operand.left, item, 'N') && valueFits(operand.right, item, 'N');
    case 'list_append':
      return valueFits(operand.first, item, 'L') && valueFits(operand.second, item, 'L');
    case 'if_not_exists':
      return valueAt(item, operand.path) !== undefined || operandsFit(operand.otherwise, item);
    default:
      return true;
  }
}

/** A missing attribute passes here: it has its own error, which comes later. */
function valueFits(operand: SetOperand, item: Item, type: 'N' | 'L'): boolean {
  if (!operandsFit(operand, item)) return false;
  const value = readIfThere(operand, item);
  return value === undefined || value[type] !== undefined;
}

function readIfThere(operand: SetOperand, item: Item): AttributeValue | undefined {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'path') return valueAt(item, operand.path);
  if (operand.kind === 'if_not_exists')
    return valueAt(item, operand.path) ?? readIfThere(operand.otherwise, item);
  return undefined;
}

function changeOf(action: Action, item: Item): readonly Change[] {
  const { path } = action;
  if (action.section === 'REMOVE') return [{ path, value: undefined }];
  if (action.section === 'SET') return [{ path, value: shallowEnough(evaluate(action.value, item), path) }];
  const current = valueAt(item, path);
  if (action.section === 'ADD') {
    return [{ path, value: shallowEnough(current ? sumOf(current, action.value) : action.value, path) }];
  }
  // A DELETE from a missing attribute does nothing.
  return current === undefined ? [] : [{ path, value: without(current, action.value) }];
}

/** A value deep inside a document may nest less deeply on its own. Assumed: worded as for a whole item. */
function shallowEnough(value: AttributeValue, path: DocumentPath): AttributeValue {
  if (nestsDeeperThan(value, MAX_NESTING - (path.length - 1))) throw validationError(TOO_DEEP);
  return value;
}

function evaluate(operand: SetOperand, item: Item): AttributeValue {
  switch (operand.kind) {
    case 'value':
      return operand.value;
    case 'path': {
      const value = valueAt(item, operand.path);
      if (value === undefined) throw validationError(MISSING);
      return value;
    }
    case 'if_not_exists':
      return valueAt(item, operand.path) ?? evaluate(operand.otherwise, item);
    case 'list_append':
      return { L: [...listOf(operand.first, item), ...listOf(operand.second, item)] };
    case '+':
      return numberOf(addNumbers(digitsOf(operand.left, item), digitsOf(operand.right, item)));
    case '-':
      return numberOf(subtractNumbers(digitsOf(operand.left, item), digitsOf(operand.right, item)));
  }
}

function listOf(operand: SetOperand, item: Item): readonly AttributeValue[] {
  const { L } = evaluate(operand, item);
  if (L === undefined) throw validationError(WRONG_TYPE);
  return L;
}

function digitsOf(operand: SetOperand, item: Item): string {
  const { N } = evaluate(operand, item);
  if (N === undefined) throw validationError(WRONG_TYPE);
  return N;
}

function numberOf(result: NumberResult): AttributeValue {
  if ('problem' in result) throw validationError(NUMBER_PROBLEMS[result.problem]);
  return { N: result.text };
}

/** ADD to what is there, which is of the same type. */
function sumOf(current: AttributeValue, added: AttributeValue): AttributeValue {
  if (current.N !== undefined && added.N !== undefined) return numberOf(addNumbers(current.N, added.N));
  if (current.SS !== undefined && added.SS !== undefined)
    return canonicalValue({ SS: union(current.SS, added.SS) });
  if (current.NS !== undefined && added.NS !== undefined)
    return canonicalValue({ NS: union(current.NS, added.NS) });
  const there = new Set((current.BS ?? []).map(hex));
  const missing = (added.BS ?? []).filter((bytes) => !there.has(hex(bytes)));
  return canonicalValue({ BS: [...(current.BS ?? []), ...missing] });
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}

/** What DELETE leaves of a set; undefined when nothing is left: an empty set disappears. */
function without(current: AttributeValue, removed: AttributeValue): AttributeValue | undefined {
  if (current.BS !== undefined) {
    const gone = new Set((removed.BS ?? []).map(hex));
    const BS = current.BS.filter((bytes) => !gone.has(hex(bytes)));
    return BS.length === 0 ? undefined : { BS };
  }
  const gone = new Set(removed.SS ?? removed.NS);
  const left = (current.SS ?? current.NS ?? []).filter((member) => !gone.has(member));
  if (left.length === 0) return undefined;
  return current.SS === undefined ? { NS: left } : { SS: left };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
