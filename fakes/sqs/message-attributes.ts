import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { setOwn } from '../kernel/shape';
import { invalidParameterValue } from './errors';
import { MAXIMUM_ATTRIBUTE_NAME_LENGTH, MAXIMUM_MESSAGE_ATTRIBUTES } from './limits';

type Attributes = Readonly<Record<string, MessageAttributeValue>>;

/** Documented: letters, digits, `_`, `-`, `.`. Captured: letters beyond ASCII pass as well. */
const NAME = /^[\p{L}\p{N}_.-]+$/u;

/**
 * Checks the attributes of a message.
 *
 * Documented: the rules (.../SQSDeveloperGuide/sqs-message-metadata.html). Captured: the text on empty values.
 * Captured: the text on unknown types (tests of Ballerina's aws.sqs, which run against AWS). Assumed: the other texts.
 * @throws InvalidParameterValue
 */
export function requireMessageAttributes(attributes: Attributes): void {
  const count = Object.keys(attributes).length;
  if (count > MAXIMUM_MESSAGE_ATTRIBUTES) {
    throw invalidParameterValue(
      `Number of message attributes [${count}] exceeds the allowed maximum [${MAXIMUM_MESSAGE_ATTRIBUTES}].`,
    );
  }
  for (const [name, value] of Object.entries(attributes)) {
    requireName(name);
    requireValue(name, value);
  }
}

function requireName(name: string): void {
  if (name.length > MAXIMUM_ATTRIBUTE_NAME_LENGTH) {
    throw invalidParameterValue(
      `Message (user) attribute name must be shorter than ${MAXIMUM_ATTRIBUTE_NAME_LENGTH} bytes.`,
    );
  }
  if (/^(aws|amazon)\./i.test(name)) {
    throw invalidParameterValue(
      `Message (user) attribute name '${name}' is invalid: it must not start with AWS-reserved prefixes such as AWS. or Amazon.`,
    );
  }
  if (!NAME.test(name) || name.startsWith('.') || name.endsWith('.') || name.includes('..')) {
    throw invalidParameterValue(
      `The message attribute name '${name}' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters.`,
    );
  }
}

function requireValue(name: string, value: MessageAttributeValue): void {
  const { DataType = '', StringValue, BinaryValue, StringListValues, BinaryListValues } = value;
  if (StringListValues !== undefined || BinaryListValues !== undefined) {
    // Documented: "Not implemented. Reserved for future use."
    throw invalidParameterValue('Message attribute list values in SendMessage operation are not supported.');
  }
  if (DataType === '') {
    throw invalidParameterValue(
      `The message (user) attribute '${name}' must contain non-empty attribute type.`,
    );
  }
  const type = /^(String|Number|Binary)(\.|$)/.exec(DataType)?.[1];
  if (type === undefined || DataType.length > MAXIMUM_ATTRIBUTE_NAME_LENGTH) {
    throw invalidParameterValue(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  const empty = type === 'Binary' ? (BinaryValue?.byteLength ?? 0) === 0 : (StringValue ?? '') === '';
  if (empty)
    throw invalidParameterValue(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`,
    );
  if (type === 'Number' && !isNumber(StringValue ?? '')) {
    throw invalidParameterValue(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
}

/** Documented: positive or negative integers or floats. */
function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
}

/** What attributes add to the size of a message: names, types and values. */
export function sizeOfAttributes(attributes: Attributes): number {
  let bytes = 0;
  for (const [name, { DataType = '', StringValue = '', BinaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    bytes += BinaryValue?.byteLength ?? Buffer.byteLength(StringValue);
  }
  return bytes;
}

/** The X-Ray header among the system attributes, the only one that can be sent. @throws InvalidParameterValue */
export function traceHeaderOf(attributes: Attributes): string | undefined {
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== 'AWSTraceHeader')
      throw invalidParameterValue(`Message system attribute name '${name}' is invalid.`);
    if (value.DataType !== 'String' || (value.StringValue ?? '') === '') {
      throw invalidParameterValue(
        `Message (system) attribute '${name}' must contain a non-empty value of type 'String'.`,
      );
    }
    return value.StringValue;
  }
  return undefined;
}

/** The attributes that a receive asked for: by name, `All`, `.*`, `*`, or `prefix.*`. Unknown names match nothing. */
export function selectAttributes(
  attributes: Attributes,
  names: readonly string[],
): Record<string, MessageAttributeValue> {
  const selected: Record<string, MessageAttributeValue> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (names.some((wanted) => matches(name, wanted))) setOwn(selected, name, value);
  }
  return selected;
}

function matches(name: string, wanted: string): boolean {
  if (wanted === 'All' || wanted === '.*' || wanted === '*') return true;
  return wanted === name || (wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -1)));
}
