import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ATTRIBUTE_TYPES, canonicalValue } from '../attribute-value';
import { checkValue } from '../attribute-value-validation';
import { validationError, type CallWording } from '../errors';
import { NUMBER_PROBLEMS } from '../number';
import { StatementProblem } from './syntax';

const MAX_NESTING = 32;
const TOO_DEEP =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';

/**
 * The parameters of a statement, checked and canonical. Captured: 2026-09 and 2026-10, before the statement is read, and
 * the first problem in the order in which they are written is reported.
 * @throws ValidationException
 */
export function checkedParameters(
  parameters: readonly AttributeValue[] | undefined,
  at: CallWording,
): readonly AttributeValue[] {
  for (const parameter of parameters ?? []) check(parameter, 1, at);
  return (parameters ?? []).map(canonicalValue);
}

function check(value: AttributeValue, level: number, at: CallWording): void {
  if (level > MAX_NESTING) throw validationError(TOO_DEEP);
  const types = ATTRIBUTE_TYPES.filter((type) => value[type] !== undefined);
  if (types.length !== 1 || (value.L === undefined && value.M === undefined)) {
    for (const number of numbersOf(value)) checkExponent(number);
    checkValue(value, at);
    return;
  }
  for (const element of value.L ?? Object.values(value.M ?? {})) check(element, level + 1, at);
  if (value.M !== undefined) checkNames(value.M, at);
}

/** The names of a map alone: its values have been checked. */
function checkNames(map: Record<string, AttributeValue>, at: CallWording): void {
  checkValue({ M: Object.fromEntries(Object.keys(map).map((name) => [name, { NULL: true }])) }, at);
}

function numbersOf(value: AttributeValue): readonly string[] {
  return value.NS ?? (value.N === undefined ? [] : [value.N]);
}

const INT_MIN = -2_147_483_648n;
const INT_MAX = 2_147_483_647n;

/**
 * Captured: 2026-10. An exponent that needs more than 32 bits is no number; the largest that fits wraps around and is
 * too small. Other attribute values may have 64 bits.
 */
function checkExponent(text: string): void {
  const exponentText = /^[+-]?(?:\d+\.?\d*|\.\d+)[eE]([+-]?\d+)$/.exec(text)?.[1];
  if (exponentText === undefined) return;
  const bare = exponentText.replace(/^([+-]?)0+(?=\d)/, '$1');
  const exponent = bare.length > 20 ? undefined : BigInt(bare.startsWith('+') ? bare.slice(1) : bare);
  if (exponent === undefined || exponent > INT_MAX || exponent < INT_MIN + 1n) {
    throw validationError(`${NUMBER_PROBLEMS.notNumeric}: ${text}`);
  }
  if (exponent === INT_MAX) throw validationError(NUMBER_PROBLEMS.underflow);
}

/** Captured: a batch with too few. Assumed: too many are refused alike. @throws StatementProblem */
export function requireParameterCount(expected: number, parameters: readonly AttributeValue[]): void {
  if (parameters.length === expected) return;
  throw new StatementProblem("Number of parameters in request and statement don't match.");
}
