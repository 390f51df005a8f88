import { createHash } from 'node:crypto';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { compareStrings } from '../kernel/order';

export function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex');
}

/** The deduplication id that a body stands for. Attributes do not enter it. */
export function contentDeduplicationId(body: string): string {
  return createHash('sha256').update(body, 'utf8').digest('hex');
}

const STRING_TRANSPORT = Buffer.from([1]);
const BINARY_TRANSPORT = Buffer.from([2]);

/**
 * MD5OfMessageAttributes: names in order; of each its name, type, transport type and value, lengths in front.
 *
 * Documented: .../SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function digestOfAttributes(
  attributes: Readonly<Record<string, MessageAttributeValue>>,
): string | undefined {
  const sorted = Object.entries(attributes).toSorted(([a], [b]) => compareStrings(a, b));
  if (sorted.length === 0) return undefined;
  const digest = createHash('md5');
  const addWithLength = (bytes: Uint8Array): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.byteLength);
    digest.update(length).update(bytes);
  };
  for (const [name, { DataType, StringValue, BinaryValue }] of sorted) {
    addWithLength(Buffer.from(name, 'utf8'));
    addWithLength(Buffer.from(String(DataType), 'utf8'));
    digest.update(BinaryValue === undefined ? STRING_TRANSPORT : BINARY_TRANSPORT);
    addWithLength(BinaryValue ?? Buffer.from(String(StringValue), 'utf8'));
  }
  return digest.digest('hex');
}
