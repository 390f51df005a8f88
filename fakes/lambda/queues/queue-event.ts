import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';
import { matches, memberPattern, type Pattern } from '../filter-pattern';

/** A record of an SQS event. The same members as `SQSRecord` of `@types/aws-lambda`. */
export interface QueueRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, QueueMessageAttribute>>;
  readonly md5OfMessageAttributes?: string;
  readonly md5OfBody: string;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
  readonly awsRegion: string;
}

interface QueueMessageAttribute {
  readonly stringValue?: string;
  /** Base64. */
  readonly binaryValue?: string;
  readonly stringListValues: readonly string[];
  readonly binaryListValues: readonly string[];
  readonly dataType: string;
}

/** Captured: facts say the order of the members was recorded. */
const ATTRIBUTES = [
  'ApproximateReceiveCount',
  'SentTimestamp',
  'SenderId',
  'ApproximateFirstReceiveTimestamp',
  'SequenceNumber',
  'MessageGroupId',
  'MessageDeduplicationId',
  'AWSTraceHeader',
  'DeadLetterQueueSourceArn',
] as const;

/** A received message's id. The SDK's types leave it open; every received message has one. */
export function messageIdOf(message: Message): string {
  return message.MessageId ?? '';
}

/** A received message as Lambda hands it to a function. */
export function queueRecord(message: Message, queueArn: string): QueueRecord {
  const attributes: Record<string, string> = {};
  for (const name of ATTRIBUTES) {
    const value = message.Attributes?.[name];
    if (value !== undefined) attributes[name] = value;
  }
  const messageAttributes = Object.entries(message.MessageAttributes ?? {});
  return {
    messageId: messageIdOf(message),
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes,
    messageAttributes: Object.fromEntries(
      messageAttributes.map(([name, value]) => [name, messageAttribute(value)]),
    ),
    ...(message.MD5OfMessageAttributes === undefined
      ? {}
      : { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3] ?? '',
  };
}

function messageAttribute(value: MessageAttributeValue): QueueMessageAttribute {
  const rest = { stringListValues: [], binaryListValues: [], dataType: value.DataType ?? '' };
  // Spreading first, or conditionally, would give every attribute a hidden class of its own.
  if (value.BinaryValue !== undefined) {
    return { binaryValue: Buffer.from(value.BinaryValue).toString('base64'), ...rest };
  }
  return value.StringValue === undefined ? rest : { stringValue: value.StringValue, ...rest };
}

/**
 * Whether a record passes one filter. The pattern of `body` and the body must be of one kind: both JSON objects, or both
 * plain text; otherwise the message is dropped.
 * Documented: with-sqs-filtering, "Filtering Amazon SQS messages", the table of body and pattern formats.
 */
export function queueRecordMatches(pattern: Pattern, record: QueueRecord): boolean {
  const body = memberPattern(pattern, 'body');
  if (body === undefined) return matches(pattern, record);
  const parsed = parseObject(record.body);
  if (body.kind === 'members') {
    return parsed !== undefined && matches(pattern, { ...record, body: parsed });
  }
  return parsed === undefined && matches(pattern, record);
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
