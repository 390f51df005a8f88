import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { checkedExpressionValues } from '../attribute-value-validation';
import type { Item } from '../attribute-value';
import { isEnveloped, wordedValidationError, type CallWording } from '../errors';
import { utf8Length } from '../item-size';

/** Documented: developer guide, "Constraints", expression parameters. */
const MAX_PLACEHOLDER_BYTES = 255;
const MAX_NAME_BYTES = 65_535;

/** Checks `ExpressionAttributeNames`. @throws ValidationException */
export function checkedNames(
  names: Readonly<Record<string, string>> | undefined,
  at: CallWording,
): Readonly<Record<string, string>> {
  if (names === undefined) return {};
  checkPlaceholders('ExpressionAttributeNames', Object.keys(names), /^#[0-9a-zA-Z_]+$/, at);
  for (const [placeholder, name] of Object.entries(names)) {
    const problem = nameProblem(name);
    if (problem === undefined) continue;
    throw wordedValidationError(
      `ExpressionAttributeNames contains invalid value: ${problem} for key ${placeholder}`,
      at,
    );
  }
  return names;
}

function nameProblem(name: string): string | undefined {
  if (name === '') return 'Empty attribute name';
  return utf8Length(name) > MAX_NAME_BYTES
    ? 'Attribute name is too large, must be less than 65536 bytes'
    : undefined;
}

/** Checks `ExpressionAttributeValues` and brings them into canonical form. @throws ValidationException */
export function checkedValues(values: Record<string, AttributeValue> | undefined, at: CallWording): Item {
  if (values === undefined) return {};
  checkPlaceholders('ExpressionAttributeValues', Object.keys(values), /^:[0-9a-zA-Z_]+$/, at);
  return checkedExpressionValues(values, at);
}

function checkPlaceholders(
  member: string,
  placeholders: readonly string[],
  form: RegExp,
  at: CallWording,
): void {
  if (placeholders.length === 0) throw wordedValidationError(`${member} must not be empty`, at);
  for (const placeholder of placeholders) {
    const bytes = utf8Length(placeholder);
    if (bytes > MAX_PLACEHOLDER_BYTES) {
      throw wordedValidationError(
        `${member} contains invalid key: The expression attribute map contains a key that is too long; size of key: ${bytes}`,
        at,
      );
    }
    if (form.test(placeholder)) continue;
    throw wordedValidationError(`${member} contains invalid key: Syntax error; key: "${placeholder}"`, at);
  }
}

/** The expressions whose absence the classic message names, by operation. */
const EXPRESSIONS_WITH_VALUES: ReadonlyMap<string, string> = new Map([
  ['PutItem', 'ConditionExpression is null'],
  ['DeleteItem', 'ConditionExpression is null'],
  ['UpdateItem', 'UpdateExpression and ConditionExpression are null'],
  ['Query', 'FilterExpression and KeyConditionExpression are null'],
  ['Scan', 'FilterExpression is null'],
]);

/** Values, and no expression that could use them. Captured: the wording of 2026 names no expressions on writes. */
export function valuesWithoutExpression(at: CallWording): Error {
  const message = 'ExpressionAttributeValues can only be specified when using expressions';
  const missing = EXPRESSIONS_WITH_VALUES.get(at.operation);
  const isBare = missing === undefined || isEnveloped(at);
  return wordedValidationError(isBare ? message : `${message}: ${missing}`, at);
}

/** Names, and no expression that could use them. */
export function namesWithoutExpression(at: CallWording): Error {
  return wordedValidationError('ExpressionAttributeNames can only be specified when using expressions', at);
}

/** Placeholders that no expression uses. */
export function unusedPlaceholders(member: string, unused: readonly string[], at: CallWording): Error {
  return wordedValidationError(
    `Value provided in ${member} unused in expressions: keys: {${unused.join(', ')}}`,
    at,
  );
}
