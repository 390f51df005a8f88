import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { compareScalars, equalValues, typeOf, type Item } from '../attribute-value';
import type { BoundCondition } from './condition-binding';
import { operandValue } from './condition-operand';
import type { Comparator } from './syntax';

/**
 * Does the condition hold for this item? A path that leads nowhere makes everything false but `<>`,
 * `attribute_not_exists` and their like under NOT.
 */
export function holds(condition: BoundCondition, item: Item): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.conditions.every((each) => holds(each, item));
    case 'or':
      return condition.conditions.some((each) => holds(each, item));
    case 'not':
      return !holds(condition.condition, item);
    case 'comparison':
      return compares(
        condition.operator,
        operandValue(condition.left, item),
        operandValue(condition.right, item),
      );
    case 'between': {
      const value = operandValue(condition.operand, item);
      return (
        compares('>=', value, operandValue(condition.lower, item)) &&
        compares('<=', value, operandValue(condition.upper, item))
      );
    }
    case 'in': {
      const value = operandValue(condition.operand, item);
      return condition.list.some((each) => compares('=', value, operandValue(each, item)));
    }
    case 'function':
      return functionHolds(condition, item);
  }
}

/** Two values under a comparator. Values of different types, or of types without an order, are never smaller. */
function compares(
  operator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  if (left === undefined || right === undefined) return operator === '<>';
  if (operator === '=') return equalValues(left, right);
  if (operator === '<>') return !equalValues(left, right);
  const order = compareScalars(left, right);
  if (order === undefined) return false;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function functionHolds(condition: BoundCondition & { kind: 'function' }, item: Item): boolean {
  const [first, second] = condition.operands.map((operand) => operandValue(operand, item));
  if (condition.name === 'attribute_exists') return first !== undefined;
  if (condition.name === 'attribute_not_exists') return first === undefined;
  if (first === undefined || second === undefined) return false;
  if (condition.name === 'attribute_type') return typeOf(first) === second.S;
  return condition.name === 'begins_with' ? beginsWith(first, second) : contains(first, second);
}

function beginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if (value.S !== undefined) return prefix.S !== undefined && value.S.startsWith(prefix.S);
  if (value.B === undefined || prefix.B === undefined) return false;
  return Buffer.compare(value.B.subarray(0, prefix.B.length), prefix.B) === 0;
}

/** A part of a string or binary, a member of a set, an element of a list. */
function contains(value: AttributeValue, sought: AttributeValue): boolean {
  if (value.L !== undefined) return value.L.some((element) => equalValues(element, sought));
  const { S, N, B } = sought;
  if (S !== undefined) return (value.S ?? value.SS)?.includes(S) ?? false;
  if (N !== undefined) return value.NS?.includes(N) ?? false;
  if (B === undefined) return false;
  if (value.B !== undefined) return Buffer.from(value.B).includes(Buffer.from(B));
  return value.BS?.some((member) => Buffer.compare(member, B) === 0) ?? false;
}
