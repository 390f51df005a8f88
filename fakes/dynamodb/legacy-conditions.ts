import type {
  AttributeValue,
  ComparisonOperator,
  Condition as LegacyFilter,
  ExpectedAttributeValue,
} from '@aws-sdk/client-dynamodb';
import { canonicalValue, typeOf, type AttributeType } from './attribute-value';
import { checkValue } from './attribute-value-validation';
import { wordedValidationError, type CallWording } from './errors';
import { conditionOf, type Condition } from './expressions/condition';
import type { BoundCondition } from './expressions/condition-binding';
import type { KeyComparison } from './expressions/key-condition';

/** One entry of `Expected`, `QueryFilter`, `ScanFilter` or `KeyConditions`, checked and canonical. */
interface LegacyCondition {
  readonly attribute: string;
  readonly operator: ComparisonOperator;
  readonly values: readonly AttributeValue[];
}

const COUNTS: Readonly<Partial<Record<ComparisonOperator, number>>> = { NULL: 0, NOT_NULL: 0, BETWEEN: 2 };
const SCALARS: readonly AttributeType[] = ['S', 'N', 'B'];

/** The types of operands an operator takes; any when it is not listed. Documented: API_Condition. */
const TYPES: Readonly<Partial<Record<ComparisonOperator, readonly AttributeType[]>>> = {
  LE: SCALARS,
  LT: SCALARS,
  GE: SCALARS,
  GT: SCALARS,
  BETWEEN: SCALARS,
  IN: SCALARS,
  BEGINS_WITH: ['S', 'B'],
  CONTAINS: SCALARS,
  NOT_CONTAINS: SCALARS,
};

function invalid(message: string, at: CallWording): Error {
  return wordedValidationError(`One or more parameter values were invalid: ${message}`, at);
}

/** Checks one condition. @throws ValidationException */
function checked(attribute: string, filter: LegacyFilter, at: CallWording): LegacyCondition {
  const operator = filter.ComparisonOperator ?? 'EQ';
  const values = filter.AttributeValueList ?? [];
  for (const value of values) checkValue(value, at);
  const expected = COUNTS[operator] ?? 1;
  if (operator === 'IN' ? values.length === 0 : values.length !== expected) {
    throw invalid(`Invalid number of argument(s) for the ${operator} ComparisonOperator`, at);
  }
  for (const value of values) {
    const type = typeOf(value);
    if (TYPES[operator]?.includes(type) === false) {
      throw invalid(`ComparisonOperator ${operator} is not valid for ${type} AttributeValue type`, at);
    }
  }
  return { attribute, operator, values: values.map(canonicalValue) };
}

/**
 * A `QueryFilter` or `ScanFilter` as a condition.
 * @throws ValidationException
 */
export function filterCondition(
  filters: Record<string, LegacyFilter> | undefined,
  conditionalOperator: string | undefined,
  at: CallWording,
): Condition | undefined {
  if (filters === undefined) return undefined;
  const conditions = Object.entries(filters).map(([name, filter]) => checked(name, filter, at));
  return combined(conditions, conditionalOperator);
}

/**
 * `Expected` as a condition.
 * @throws ValidationException
 */
export function expectedCondition(
  expected: Record<string, ExpectedAttributeValue> | undefined,
  conditionalOperator: string | undefined,
  at: CallWording,
): Condition | undefined {
  if (expected === undefined) return undefined;
  const conditions = Object.entries(expected).map(([name, entry]) =>
    checked(name, asFilter(name, entry, at), at),
  );
  return combined(conditions, conditionalOperator);
}

/** An entry of `Expected` in the newer form, with a ComparisonOperator. */
function asFilter(name: string, entry: ExpectedAttributeValue, at: CallWording): LegacyFilter {
  const { ComparisonOperator: operator, AttributeValueList: list, Exists: exists, Value: value } = entry;
  if (operator !== undefined) {
    if (exists !== undefined) {
      throw invalid(`Exists and ComparisonOperator cannot be used together for Attribute: ${name}`, at);
    }
    if (list !== undefined && value !== undefined) {
      throw invalid(`Value and AttributeValueList cannot be used together for Attribute: ${name}`, at);
    }
    return { ComparisonOperator: operator, AttributeValueList: list ?? (value === undefined ? [] : [value]) };
  }
  if (list !== undefined) {
    throw invalid(`AttributeValueList can only be used with a ComparisonOperator for Attribute: ${name}`, at);
  }
  if (exists === false) {
    if (value !== undefined)
      throw invalid(`Value cannot be used when Exists is false for Attribute: ${name}`, at);
    return { ComparisonOperator: 'NULL' };
  }
  if (value === undefined) {
    throw invalid(`Value must be provided when Exists is ${exists ?? 'null'} for Attribute: ${name}`, at);
  }
  return { ComparisonOperator: 'EQ', AttributeValueList: [value] };
}

function combined(
  conditions: readonly LegacyCondition[],
  conditionalOperator: string | undefined,
): Condition {
  const kind = conditionalOperator === 'OR' ? 'or' : 'and';
  return conditionOf({ kind, conditions: conditions.map(bound) });
}

const COMPARATORS = { EQ: '=', NE: '<>', LE: '<=', LT: '<', GE: '>=', GT: '>' } as const;

/** The condition of the expression language that means the same. */
function bound({ attribute, operator, values }: LegacyCondition): BoundCondition {
  const path = { kind: 'path', path: [attribute] } as const;
  const operands = values.map((value) => ({ kind: 'value', value }) as const);
  const [first = path, second = path] = operands;
  switch (operator) {
    case 'NULL':
      return { kind: 'function', name: 'attribute_not_exists', operands: [path] };
    case 'NOT_NULL':
      return { kind: 'function', name: 'attribute_exists', operands: [path] };
    case 'BEGINS_WITH':
      return { kind: 'function', name: 'begins_with', operands: [path, first] };
    case 'CONTAINS':
      return { kind: 'function', name: 'contains', operands: [path, first] };
    case 'NOT_CONTAINS':
      return { kind: 'not', condition: { kind: 'function', name: 'contains', operands: [path, first] } };
    case 'IN':
      return { kind: 'in', operand: path, list: operands };
    case 'BETWEEN':
      return { kind: 'between', operand: path, lower: first, upper: second };
    default:
      return { kind: 'comparison', operator: COMPARATORS[operator], left: path, right: first };
  }
}

const KEY_OPERATORS: Readonly<Partial<Record<ComparisonOperator, KeyComparison['operator']>>> = {
  EQ: '=',
  LE: '<=',
  LT: '<',
  GE: '>=',
  GT: '>',
  BETWEEN: 'BETWEEN',
  BEGINS_WITH: 'begins_with',
};

/**
 * `KeyConditions` as comparisons of key attributes.
 * @throws ValidationException
 */
export function keyComparisons(
  conditions: Record<string, LegacyFilter>,
  at: CallWording,
): readonly KeyComparison[] {
  const all = Object.entries(conditions).map(([name, filter]) => checked(name, filter, at));
  // Captured: public recordings of AWS's answers, from before keys could have more attributes.
  if (all.length === 0 || (all.length > 2 && at.wording === 'classic')) {
    throw wordedValidationError('Conditions can be of length 1 or 2 only', at);
  }
  return all.map(({ attribute, operator, values }) => {
    const comparator = KEY_OPERATORS[operator];
    if (comparator === undefined) {
      throw wordedValidationError('Attempted conditional constraint is not an indexable operation', at);
    }
    return { attribute, operator: comparator, operands: values };
  });
}
