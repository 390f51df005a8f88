import { BlockList, isIP } from 'node:net';
import { FakeDefect } from '../errors';
import { matchesPattern, type PatternToken } from './wildcard';

/** Compares the values of a policy, expanded, with one value of the request. */
export type Compare = (expected: readonly PatternToken[], actual: string) => boolean;

const textOf = (tokens: readonly PatternToken[]): string =>
  tokens.map((token) => (typeof token === 'string' ? token : (token.description ?? ''))).join('');

const exactly: Compare = (expected, actual) => textOf(expected) === actual;
const ignoringCase: Compare = (expected, actual) => textOf(expected).toLowerCase() === actual.toLowerCase();
const like: Compare = (expected, actual) => matchesPattern(expected, actual);

/** Numbers and dates: what is neither fits nothing. */
function ordered(
  read: (text: string) => number,
  holds: (actual: number, expected: number) => boolean,
): Compare {
  return (expected, actual) => {
    const [a, e] = [read(actual), read(textOf(expected))];
    return !Number.isNaN(a) && !Number.isNaN(e) && holds(a, e);
  };
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
/** ISO 8601, or seconds since 1970. Documented: IAM UserGuide/reference_policies_elements_condition_operators. */
const dateOf = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

function comparisons(prefix: string, read: (text: string) => number): [string, Compare][] {
  return [
    [`${prefix}Equals`, ordered(read, (actual, expected) => actual === expected)],
    [`${prefix}LessThan`, ordered(read, (actual, expected) => actual < expected)],
    [`${prefix}LessThanEquals`, ordered(read, (actual, expected) => actual <= expected)],
    [`${prefix}GreaterThan`, ordered(read, (actual, expected) => actual > expected)],
    [`${prefix}GreaterThanEquals`, ordered(read, (actual, expected) => actual >= expected)],
  ];
}

/** An address in a range, `203.0.113.0/24`, or the address itself. */
function inRange(expected: readonly PatternToken[], actual: string): boolean {
  const [network = '', prefix] = textOf(expected).split('/');
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(network) === 0 || isIP(actual) !== isIP(network)) return false;
  const bits = prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix);
  if (!Number.isInteger(bits) || bits < 0 || bits > (family === 'ipv6' ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family);
  return list.check(actual, family);
}

/**
 * An ARN part by part: each of its first five parts is a pattern of its own, so a star crosses no colon there.
 * Documented: "each of the six colon-delimited components of the ARN is checked separately and each can include multi-character match wildcards".
 */
function arnLike(expected: readonly PatternToken[], actual: string): boolean {
  const wanted = components(expected);
  const given = components(Array.from(actual));
  if (wanted.length !== given.length) return wanted.length === 1 && matchesPattern(expected, actual);
  return wanted.every((part, index) => matchesPattern(part, textOf(given[index] ?? [])));
}

function components(tokens: readonly PatternToken[]): PatternToken[][] {
  const parts: PatternToken[][] = [[]];
  for (const token of tokens) {
    if (token === ':' && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

const OPERATORS: ReadonlyMap<string, Compare> = new Map([
  ['StringEquals', exactly],
  ['StringEqualsIgnoreCase', ignoringCase],
  ['StringLike', like],
  ...comparisons('Numeric', numberOf),
  ...comparisons('Date', dateOf),
  ['Bool', ignoringCase],
  ['BinaryEquals', exactly],
  ['IpAddress', inRange],
  ['ArnEquals', arnLike],
  ['ArnLike', arnLike],
]);

/** The opposite of another operator. */
const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ['StringNotEquals', 'StringEquals'],
  ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
  ['StringNotLike', 'StringLike'],
  ['NumericNotEquals', 'NumericEquals'],
  ['DateNotEquals', 'DateEquals'],
  ['NotIpAddress', 'IpAddress'],
  ['ArnNotEquals', 'ArnEquals'],
  ['ArnNotLike', 'ArnLike'],
]);

/** The names of all operators in AWS's spelling, by their names in lower case. `Null` is a case of its own. */
export const CONDITION_OPERATORS: ReadonlyMap<string, string> = new Map(
  [...OPERATORS.keys(), ...OPPOSITES.keys(), 'Null'].map((name) => [name.toLowerCase(), name]),
);

/** How an operator compares, and whether it asks for the opposite. */
export function comparisonOf(operator: string): { readonly compare: Compare; readonly negated: boolean } {
  const opposite = OPPOSITES.get(operator);
  const compare = OPERATORS.get(opposite ?? operator);
  if (compare === undefined) throw new FakeDefect(`policy: no condition operator ${operator}`);
  return { compare, negated: opposite !== undefined };
}
