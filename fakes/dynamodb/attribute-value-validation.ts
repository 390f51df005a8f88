import type { AttributeValue, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { compareBytes, compareUtf8 } from '../kernel/order';
import { ATTRIBUTE_TYPES, canonicalItem, type Item } from './attribute-value';
import { wordedValidationError, type CallWording } from './errors';
import { utf8Length } from './item-size';
import { NUMBER_PROBLEMS, parseNumber } from './number';

/** Levels of nesting a value may have, itself included. Captured: 2026-06, 31 maps around a string, and not 32. */
const MAX_NESTING = 32;
const MAX_NAME_BYTES = 65_535;

const INVALID = 'One or more parameter values were invalid: ';
const TOO_DEEP =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';

/**
 * Checks the values of an item (`Item`) or key (`Key`, `ExclusiveStartKey`) as AWS does before it looks at the table:
 * names, nesting, exactly one type per value, numbers, empty or duplicate sets, NULL:false.
 *
 * @returns the item in canonical form (numbers canonical, sets sorted).
 * @throws ValidationException
 */
export function checkedItem(item: Item, at: CallWording): Item {
  const problem = itemProblem(item, layerOf(at));
  if (problem !== undefined) throw wordedValidationError(problem, at);
  return canonicalItem(item);
}

/**
 * Checks `ExpressionAttributeValues` (ExpressionRequest does this), and the operands of the legacy parameters.
 *
 * @returns the values in canonical form.
 * @throws ValidationException in the older layer `ExpressionAttributeValues contains invalid value: ... for key :v`
 */
export function checkedExpressionValues(values: Item, at: CallWording): Item {
  const layer = layerOf(at);
  for (const [name, value] of Object.entries(values)) {
    const problem = nestedTooDeep(value) ? TOO_DEEP : valueProblem(value, layer);
    if (problem !== undefined) throw invalidExpressionValue(problem, name, at);
  }
  return canonicalItem(values);
}

function invalidExpressionValue(problem: string, name: string, at: CallWording): DynamoDBServiceException {
  if (layerOf(at) === 'current') return wordedValidationError(problem, at);
  return wordedValidationError(
    `ExpressionAttributeValues contains invalid value: ${problem} for key ${name}`,
    at,
  );
}

/** Checks one value on its own: an operand of `Expected`, `KeyConditions` and the like, which names no key. */
export function checkValue(value: AttributeValue, at: CallWording): void {
  const problem = nestedTooDeep(value) ? TOO_DEEP : valueProblem(value, layerOf(at));
  if (problem !== undefined) throw wordedValidationError(problem, at);
}

/** AWS checks values in one of two layers; which of them an operation runs decides the words. */
type Layer = 'current' | 'older';

/** The operations that run the current layer in the wording of 2026. Captured: 2026-10-09, four regions. */
const CURRENT: ReadonlySet<string> = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'GetItem',
  'BatchGetItem',
  'Query',
]);

function layerOf(at: CallWording): Layer {
  return at.wording === '2026' && CURRENT.has(at.operation) ? 'current' : 'older';
}

/** Captured: names of attributes first, then the nesting of all values, then each value. */
function itemProblem(item: Item, layer: Layer): string | undefined {
  const values = Object.values(item);
  const name = nameProblem(item);
  if (name !== undefined) return name;
  if (values.some(nestedTooDeep)) return TOO_DEEP;
  return firstProblem(values, (value) => valueProblem(value, layer));
}

function nameProblem(names: Item): string | undefined {
  return firstProblem(Object.keys(names), (name) => {
    if (name === '') return 'Empty attribute name';
    // Documented: developer guide, "Constraints"; Assumed: where it stands among the other checks.
    return utf8Length(name) > MAX_NAME_BYTES
      ? 'Attribute name is too large, must be less than 65536 bytes'
      : undefined;
  });
}

function firstProblem<T>(
  elements: readonly T[],
  problemOf: (element: T) => string | undefined,
): string | undefined {
  for (const element of elements) {
    const problem = problemOf(element);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function nestedTooDeep(value: AttributeValue): boolean {
  return nestsDeeperThan(value, MAX_NESTING);
}

/** Has the value more levels of nesting than these, itself included? */
export function nestsDeeperThan(value: AttributeValue, levels: number): boolean {
  if (levels <= 0) return true;
  if (value.L === undefined && value.M === undefined) return false;
  const children = value.L ?? (value.M && Object.values(value.M)) ?? [];
  return children.some((child) => nestsDeeperThan(child, levels - 1));
}

function valueProblem(value: AttributeValue, layer: Layer): string | undefined {
  let types = 0;
  for (const type of ATTRIBUTE_TYPES) if (value[type] !== undefined) types++;
  if (types === 0) {
    return 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes';
  }
  if (types > 1) {
    return 'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes';
  }
  if (value.S !== undefined) return undefined;
  if (value.N !== undefined) return numberProblem(value.N, layer);
  if (value.NULL === false) return `${INVALID}Null attribute value types must have the value of true`;
  if (value.L !== undefined) return firstProblem(value.L, (element) => valueProblem(element, layer));
  if (value.M !== undefined) {
    const map = value.M;
    return nameProblem(map) ?? firstProblem(Object.values(map), (element) => valueProblem(element, layer));
  }
  return setProblem(value, layer);
}

function numberProblem(text: string, layer: Layer): string | undefined {
  const parsed = parseNumber(text);
  if ('text' in parsed) return undefined;
  const words = NUMBER_PROBLEMS[parsed.problem];
  if (parsed.problem !== 'notNumeric') return words;
  // Captured: the older layer leaves the colon out before an empty text.
  return text === '' && layer === 'older' ? words : `${words}: ${text}`;
}

function setProblem(value: AttributeValue, layer: Layer): string | undefined {
  if (value.SS?.length === 0) return `${INVALID}An string set  may not be empty`;
  if (value.NS?.length === 0) return `${INVALID}An number set  may not be empty`;
  if (value.BS?.length === 0) return `${INVALID}Binary sets should not be empty`;
  if (value.SS !== undefined) return duplicateStrings(value.SS, layer);
  if (value.NS !== undefined) return duplicateNumbers(value.NS, layer);
  return value.BS && duplicateBytes(value.BS, layer);
}

function duplicateStrings(members: string[], layer: Layer): string | undefined {
  const repeat = firstRepeat(members);
  if (repeat === -1) return undefined;
  const printed =
    layer === 'older' ? members.join(', ') : asCollected(members, repeat, compareUtf8).map(quoted).join(', ');
  return `${INVALID}Input collection [${printed}] contains duplicates.`;
}

function duplicateBytes(members: Uint8Array[], layer: Layer): string | undefined {
  const repeat = firstRepeat(members.map(base64));
  if (repeat === -1) return undefined;
  const printed =
    layer === 'older'
      ? members.map(base64).join(', ')
      : asCollected(members, repeat, compareBytes)
          .map((bytes) => quoted(base64(bytes)))
          .join(',');
  return `${INVALID}Input collection [${printed}]of type BS contains duplicates.`;
}

function duplicateNumbers(members: string[], layer: Layer): string | undefined {
  const problem = firstProblem(members, (member) => numberProblem(member, layer));
  if (problem !== undefined) return problem;
  const values = members.map((member) => {
    const parsed = parseNumber(member);
    return 'text' in parsed ? parsed.text : member;
  });
  if (firstRepeat(values) === -1) return undefined;
  return layer === 'older'
    ? 'Input collection contains duplicates'
    : `${INVALID}Input collection contains duplicates.`;
}

/** The index of the first element that stands before already; -1 when there is none. */
function firstRepeat(members: readonly string[]): number {
  const seen = new Set<string>();
  return members.findIndex((member) => seen.size === seen.add(member).size);
}

/** Captured: the current layer prints the members sorted up to the first repeat, then the rest as they came. */
function asCollected<T>(members: readonly T[], repeat: number, compare: (a: T, b: T) => number): T[] {
  return [...members.slice(0, repeat).toSorted(compare), ...members.slice(repeat)];
}

function quoted(text: string): string {
  return `"${text}"`;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
