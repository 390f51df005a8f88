import type {
  SendMessageBatchCommandInput,
  SendMessageBatchCommandOutput,
  SendMessageBatchRequestEntry,
  SendMessageCommandInput,
  SendMessageCommandOutput,
} from '@aws-sdk/client-sqs';
import { requireDistinctIds, requireEntries, runEntries } from './batch';
import { findDuplicate, rememberDeduplicationId } from './deduplication';
import { batchRequestTooLong, invalidParameterValue } from './errors';
import { MAXIMUM_MESSAGE_BYTES } from './limits';
import { closeLine, insert, takeNumber, type Line } from './line';
import { draftMessage, requireDeduplicationId, sizeOfMessage, type Draft } from './message-draft';
import { digestOfAttributes, md5 } from './message-digest';
import { openQueue } from './open-queue';
import { sequenceNumber } from './sequence-number';
import type { Message, Queue, Sent } from './state';
import { requireId, requireQueue, type SqsContext } from './validate';

/**
 * Puts a message into a queue. A FIFO queue that got the same deduplication id less than five minutes ago answers with
 * the first message's identity and keeps nothing.
 *
 * @throws QueueDoesNotExist
 * @throws MissingParameter, InvalidParameterValue, InvalidMessageContents
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function sendMessage(
  context: SqsContext,
  input: SendMessageCommandInput,
): Omit<SendMessageCommandOutput, '$metadata'> {
  const queue = requireQueue(context, input.QueueUrl);
  const draft = draftMessage(queue, input);
  const line = openQueue(context, queue);
  const result = enqueue(context, line, draft);
  closeLine(context.state, line);
  return result;
}

/**
 * Sends up to ten messages; each of them succeeds or fails on its own.
 *
 * @throws QueueDoesNotExist
 * @throws EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId
 * @throws InvalidParameterValue - a FIFO entry without deduplication id or group id
 * @throws BatchEntryIdsNotDistinct, BatchRequestTooLong
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
export function sendMessageBatch(
  context: SqsContext,
  input: SendMessageBatchCommandInput,
): Omit<SendMessageBatchCommandOutput, '$metadata'> {
  const queue = requireQueue(context, input.QueueUrl);
  const entries = requireEntries(input.Entries, 'SendMessageBatchRequestEntry');
  if (queue.fifo) for (const entry of entries) requireFifoIds(queue, entry);
  requireDistinctIds(entries);
  const bytes = entries.reduce((sum, entry) => sum + sizeOfMessage(entry), 0);
  // Captured: this limit is fixed; the queue's own MaximumMessageSize is for each entry.
  if (bytes > MAXIMUM_MESSAGE_BYTES) throw batchRequestTooLong(bytes);

  const line = openQueue(context, queue);
  const result = runEntries(context, entries, (entry) => enqueue(context, line, draftMessage(queue, entry)));
  closeLine(context.state, line);
  return result;
}

/** Captured: in a batch a missing group id is an InvalidParameterValue, and both ids fail the whole batch. */
function requireFifoIds(queue: Queue, entry: SendMessageBatchRequestEntry): void {
  requireDeduplicationId(queue, entry);
  requireId('MessageGroupId', entry.MessageGroupId);
  if (entry.MessageGroupId === undefined) {
    throw invalidParameterValue('The request must contain the parameter MessageGroupId.');
  }
}

/** The part of the answer that is the same for a message sent alone and in a batch. */
interface SentMessage {
  MessageId: string;
  MD5OfMessageBody: string;
  MD5OfMessageAttributes?: string;
  MD5OfMessageSystemAttributes?: string;
  SequenceNumber?: string;
}

function enqueue(context: SqsContext, line: Line, draft: Draft): SentMessage {
  const digests = digestsOf(draft);
  const { fifo } = line.queue;
  const { messageId, sequence } = (fifo ? insertOnce : insertDraft)(
    context,
    line,
    draft,
    digests.MD5OfMessageBody,
  );
  return {
    MessageId: messageId,
    ...digests,
    ...(fifo ? { SequenceNumber: sequenceNumber(sequence) } : {}),
  };
}

/** Assumed: a duplicate's answer carries the SequenceNumber of the first, too; that it carries its MessageId is captured. */
function insertOnce(context: SqsContext, line: Line, draft: Draft, md5OfBody: string): Sent | Message {
  const { groupId = '', deduplicationId = '' } = draft;
  const duplicate = findDuplicate(line, groupId, deduplicationId);
  if (duplicate !== undefined) return duplicate;
  const message = insertDraft(context, line, draft, md5OfBody);
  rememberDeduplicationId(line, groupId, deduplicationId, message);
  return message;
}

function digestsOf(draft: Draft) {
  const attributes = digestOfAttributes(draft.attributes);
  const system =
    draft.traceHeader === undefined
      ? undefined
      : digestOfAttributes({ AWSTraceHeader: { DataType: 'String', StringValue: draft.traceHeader } });
  return {
    MD5OfMessageBody: md5(draft.body),
    ...(attributes === undefined ? {} : { MD5OfMessageAttributes: attributes }),
    ...(system === undefined ? {} : { MD5OfMessageSystemAttributes: system }),
  };
}

function insertDraft(context: SqsContext, line: Line, draft: Draft, md5OfBody: string): Message {
  const { delayMs, ...contents } = draft;
  const number = takeNumber(line);
  // Spread last: spread first, every message would get a hidden class of its own.
  const message: Message = {
    sequence: number,
    messageId: context.ids.uuid('sqs.message'),
    md5OfBody,
    deadLetterSourceArn: undefined,
    sentAt: context.now,
    retainedFrom: context.now,
    availableAt: context.now + delayMs,
    turn: number,
    hidden: 0,
    hiddenBy: 'delay',
    receiveCount: 0,
    receivesHere: 0,
    firstReceivedAt: undefined,
    lastReceivedAt: 0,
    receipt: 0,
    ...contents,
  };
  insert(line, message);
  return message;
}
