import type {
  DeleteMessageBatchCommandInput,
  DeleteMessageBatchCommandOutput,
  DeleteMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { requireDistinctIds, requireEntries, runEntries } from './batch';
import { invalidValue } from './errors';
import { closeLine, remove, type Line } from './line';
import { openQueue } from './open-queue';
import { parseReceiptHandle, type Receipt } from './receipt-handle';
import type { Queue } from './state';
import { requireQueue, requireText, type SqsContext } from './validate';

/**
 * Deletes a message by one of its receipt handles. Deleting again is no error. A standard queue takes any handle of the
 * message; a FIFO queue takes only the latest, and only while the message is in flight.
 *
 * @throws QueueDoesNotExist
 * @throws MissingParameter, ReceiptHandleIsInvalid, InvalidParameterValue
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
 */
export function deleteMessage(context: SqsContext, input: DeleteMessageCommandInput): object {
  const queue = requireQueue(context, input.QueueUrl);
  const receipt = requireDeletable(context, queue, input.ReceiptHandle);
  const line = openQueue(context, queue);
  removeMessage(line, receipt);
  closeLine(context.state, line);
  return {};
}

/**
 * Deletes up to ten messages; each of them succeeds or fails on its own.
 *
 * @throws QueueDoesNotExist
 * @throws EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId, BatchEntryIdsNotDistinct
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html
 */
export function deleteMessageBatch(
  context: SqsContext,
  input: DeleteMessageBatchCommandInput,
): Omit<DeleteMessageBatchCommandOutput, '$metadata'> {
  const queue = requireQueue(context, input.QueueUrl);
  const entries = requireEntries(input.Entries, 'DeleteMessageBatchRequestEntry');
  requireDistinctIds(entries);
  const line = openQueue(context, queue);
  const result = runEntries(context, entries, (entry) => {
    removeMessage(line, requireDeletable(context, queue, entry.ReceiptHandle));
    return {};
  });
  closeLine(context.state, line);
  return result;
}

function requireDeletable(context: SqsContext, queue: Queue, handle: string | undefined): Receipt {
  const given = requireText('ReceiptHandle', handle);
  const receipt = parseReceiptHandle(queue, given);
  if (queue.fifo) requireNotExpired(context, queue, given, receipt);
  return receipt;
}

/** Captured: a FIFO message cannot be deleted with a handle whose visibility timeout has run out. */
function requireNotExpired({ state, now }: SqsContext, queue: Queue, handle: string, receipt: Receipt): void {
  const message = state.messagesOf(queue).messages.get(receipt.sequence);
  const gone = message === undefined || now >= message.retainedFrom + queue.settings.retentionMs;
  if (gone || (message.receipt === receipt.receipt && message.availableAt > now)) return;
  throw invalidValue('ReceiptHandle', handle, 'The receipt handle has expired.');
}

function removeMessage(line: Line, { sequence }: Receipt): void {
  const message = line.held.messages.get(sequence);
  if (message !== undefined) remove(line, message);
}
