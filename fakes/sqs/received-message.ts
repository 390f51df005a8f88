import type { Message as ReceivedMessage, ReceiveMessageCommandInput } from '@aws-sdk/client-sqs';
import { selectAttributes } from './message-attributes';
import { digestOfAttributes } from './message-digest';
import { receiptHandle } from './receipt-handle';
import { sequenceNumber } from './sequence-number';
import type { Message, Queue } from './state';

/** Captured: a user id (AIDA...) or a role id with its session (AROA...:session), never the account. */
const SENDER_ID = 'AIDAFAKEAWSSENDER0001';

type Show = (message: Message, queue: Queue) => string | undefined;

/** Times are epoch ms. What a message does not have is left out without a word. */
const SYSTEM_ATTRIBUTES: ReadonlyMap<string, Show> = new Map<string, Show>([
  ['SenderId', () => SENDER_ID],
  ['ApproximateFirstReceiveTimestamp', (message) => message.firstReceivedAt?.toString()],
  ['ApproximateReceiveCount', (message) => message.receiveCount.toString()],
  ['SentTimestamp', (message) => message.sentAt.toString()],
  ['SequenceNumber', (message, queue) => (queue.fifo ? sequenceNumber(message.sequence) : undefined)],
  ['MessageDeduplicationId', (message) => message.deduplicationId],
  ['MessageGroupId', (message) => message.groupId],
  ['AWSTraceHeader', (message) => message.traceHeader],
  ['DeadLetterQueueSourceArn', (message) => message.deadLetterSourceArn],
]);

export function isSystemAttribute(name: string): boolean {
  return name === 'All' || SYSTEM_ATTRIBUTES.has(name);
}

/** What a receive may ask to see of a message. */
export type Wanted = Pick<
  ReceiveMessageCommandInput,
  'AttributeNames' | 'MessageSystemAttributeNames' | 'MessageAttributeNames'
>;

/** A delivered message as ReceiveMessage answers it. */
export function showMessage(queue: Queue, message: Message, wanted: Wanted): ReceivedMessage {
  // Captured: both lists of system attribute names count.
  const names = [...(wanted.MessageSystemAttributeNames ?? []), ...(wanted.AttributeNames ?? [])];
  const system = showSystemAttributes(queue, message, names);
  const attributes = selectAttributes(message.attributes, wanted.MessageAttributeNames ?? []);
  // Captured: the digest covers the attributes that are returned, and is absent with them.
  const digest = digestOfAttributes(attributes);
  return {
    MessageId: message.messageId,
    ReceiptHandle: receiptHandle(queue, message),
    MD5OfBody: message.md5OfBody,
    Body: message.body,
    ...(Object.keys(system).length === 0 ? {} : { Attributes: system }),
    ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest, MessageAttributes: attributes }),
  };
}

function showSystemAttributes(
  queue: Queue,
  message: Message,
  names: readonly string[],
): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, show] of SYSTEM_ATTRIBUTES) {
    const value = names.includes('All') || names.includes(name) ? show(message, queue) : undefined;
    if (value !== undefined) shown[name] = value;
  }
  return shown;
}
