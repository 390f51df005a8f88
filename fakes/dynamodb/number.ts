import { Decimal } from 'decimal.js';

/** What the text of a number is worth: its canonical text, or why DynamoDB refuses it. */
export type NumberResult = { readonly text: string } | { readonly problem: NumberProblem };

/** Why DynamoDB refuses a number. The words for it are `NUMBER_PROBLEMS`. */
export type NumberProblem = 'notNumeric' | 'overflow' | 'underflow' | 'tooPrecise';

/** AWS's words for what is wrong with a number. Captured: 2026-10-09, four regions. */
export const NUMBER_PROBLEMS: Readonly<Record<NumberProblem, string>> = {
  notNumeric: 'The parameter cannot be converted to a numeric value',
  overflow: 'Number overflow. Attempting to store a number with magnitude larger than supported range',
  underflow: 'Number underflow. Attempting to store a number with magnitude smaller than supported range',
  tooPrecise: 'Attempting to store more than 38 significant digits in a Number',
};

const MAX_DIGITS = 38;
/** The power of ten of the leading digit: 9.99E+125 is the largest number, 1E-130 the smallest. */
const MAX_MAGNITUDE = 125;
const MIN_MAGNITUDE = -130;
const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;

/** Sign, integer digits, fraction digits, exponent. Every repetition is bounded by what follows: linear on any text. */
const NUMBER = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;

/** Integers that are canonical as they are: nearly all numbers that tests write. */
const SHORT_INTEGER = /^(?:0|-?[1-9]\d{0,17})$/;

/**
 * Reads a number as DynamoDB does: its canonical text (plain decimal without exponent, no leading or trailing zeros,
 * no `-0`) or the reason why AWS refuses it.
 */
export function parseNumber(text: string): NumberResult {
  if (SHORT_INTEGER.test(text)) return { text };
  const match = NUMBER.exec(text);
  if (match === null) return { problem: 'notNumeric' };
  const [, sign, integer = '', afterInteger, alone, exponentText] = match;
  const fraction = afterInteger ?? alone ?? '';
  const exponent = exponentText === undefined ? 0 : readExponent(exponentText);
  if (exponent === undefined) return { problem: 'notNumeric' };

  const digits = integer + fraction;
  const leading = leadingZeros(digits);
  // Captured: zero is checked by the place of its last digit as written: 0e126 is refused, 0.0e126 is 0.
  if (leading === digits.length) return outOfRange(exponent - fraction.length) ?? { text: '0' };
  const magnitude = exponent + integer.length - leading - 1;
  const problem = outOfRange(magnitude);
  if (problem !== undefined) return problem;
  const significant = digits.slice(leading, digits.length - trailingZeros(digits));
  if (significant.length > MAX_DIGITS) return { problem: 'tooPrecise' };
  return { text: (sign === '-' ? '-' : '') + plainDecimal(significant, magnitude) };
}

/** An exponent beyond 64 bits cannot be converted; one beyond the range of doubles' integers only needs its sign. */
function readExponent(text: string): number | undefined {
  // Leading zeros aside, 20 characters hold any 64-bit number: longer ones need no conversion, which is not linear.
  const bare = text.replace(/^([+-]?)0+(?=\d)/, '$1');
  if (bare.length > 20) return undefined;
  const exponent = BigInt(bare.startsWith('+') ? bare.slice(1) : bare);
  return exponent < LONG_MIN || exponent > LONG_MAX ? undefined : Number(exponent);
}

function outOfRange(magnitude: number): { problem: NumberProblem } | undefined {
  if (magnitude > MAX_MAGNITUDE) return { problem: 'overflow' };
  return magnitude < MIN_MAGNITUDE ? { problem: 'underflow' } : undefined;
}

function leadingZeros(digits: string): number {
  let count = 0;
  while (digits[count] === '0') count++;
  return count;
}

function trailingZeros(digits: string): number {
  let count = 0;
  while (digits[digits.length - 1 - count] === '0') count++;
  return count;
}

/** Significant digits, the first of them standing at ten to the power of `magnitude`. */
function plainDecimal(significant: string, magnitude: number): string {
  if (magnitude < 0) return `0.${'0'.repeat(-magnitude - 1)}${significant}`;
  const integerDigits = magnitude + 1;
  if (significant.length <= integerDigits) return significant.padEnd(integerDigits, '0');
  return `${significant.slice(0, integerDigits)}.${significant.slice(integerDigits)}`;
}

/** The canonical text of a number that has been validated. */
export function canonicalNumber(text: string): string {
  const parsed = parseNumber(text);
  if ('problem' in parsed) throw new Error(`a number that is ${parsed.problem} passed the validation`);
  return parsed.text;
}

/** Compares two canonical numbers by value. */
export function compareNumberTexts(a: string, b: string): number {
  if (a === b) return 0;
  const aNegative = a.startsWith('-');
  const bNegative = b.startsWith('-');
  if (aNegative !== bNegative) return aNegative ? -1 : 1;
  return aNegative ? compareMagnitudes(b.slice(1), a.slice(1)) : compareMagnitudes(a, b);
}

/** Canonical numbers without sign: more integer digits win, then the digits decide from the left. */
function compareMagnitudes(a: string, b: string): number {
  const lengths = integerLength(a) - integerLength(b);
  if (lengths !== 0) return lengths;
  return a < b ? -1 : 1;
}

function integerLength(text: string): number {
  const point = text.indexOf('.');
  return point === -1 ? text.length : point;
}

/** Wide enough for any sum of two numbers in range to be exact: 126 integer and 167 fraction digits. */
const Exact = Decimal.clone({ precision: 400, toExpNeg: -9e15, toExpPos: 9e15 });

/** a + b exactly; a problem when the result needs more than 38 digits or leaves the range. */
export function addNumbers(a: string, b: string): NumberResult {
  return storable(new Exact(a).plus(b));
}

/** a - b exactly; a problem when the result needs more than 38 digits or leaves the range. */
export function subtractNumbers(a: string, b: string): NumberResult {
  return storable(new Exact(a).minus(b));
}

/** Captured: a result that would need more than 38 digits is refused as an overflow, too. */
function storable(result: Decimal): NumberResult {
  const parsed = parseNumber(result.toFixed());
  return 'problem' in parsed && parsed.problem === 'tooPrecise' ? { problem: 'overflow' } : parsed;
}
