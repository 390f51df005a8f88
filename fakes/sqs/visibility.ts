import type {
  ChangeMessageVisibilityBatchCommandInput,
  ChangeMessageVisibilityBatchCommandOutput,
  ChangeMessageVisibilityCommandInput,
} from '@aws-sdk/client-sqs';
import { requireDistinctIds, requireEntries, runEntries } from './batch';
import { invalidValue, missingParameter } from './errors';
import { MAXIMUM_VISIBILITY_SECONDS } from './limits';
import { closeLine, replace, takeNumber, type Line } from './line';
import { openQueue } from './open-queue';
import { parseReceiptHandle } from './receipt-handle';
import type { Message, Queue } from './state';
import { requireQueue, requireRange, requireText, type SqsContext } from './validate';

/** The members that ChangeMessageVisibility and an entry of its batch share. */
interface Change {
  readonly ReceiptHandle?: string | undefined;
  readonly VisibilityTimeout?: number | undefined;
}

/** A message and the timeout it is to get, after all checks. */
interface Checked {
  readonly message: Message;
  readonly timeoutMs: number;
}

/**
 * Hides a received message for another time, counted from now; 0 shows it at once.
 *
 * @throws QueueDoesNotExist
 * @throws MissingParameter, ReceiptHandleIsInvalid, InvalidParameterValue
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
 */
export function changeMessageVisibility(
  context: SqsContext,
  input: ChangeMessageVisibilityCommandInput,
): object {
  const queue = requireQueue(context, input.QueueUrl);
  const checked = requireChangeable(context, queue, input);
  const line = openQueue(context, queue);
  hide(line, checked);
  closeLine(context.state, line);
  return {};
}

/**
 * Changes the visibility of up to ten messages; each of them succeeds or fails on its own.
 *
 * @throws QueueDoesNotExist
 * @throws EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId, BatchEntryIdsNotDistinct
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html
 */
export function changeMessageVisibilityBatch(
  context: SqsContext,
  input: ChangeMessageVisibilityBatchCommandInput,
): Omit<ChangeMessageVisibilityBatchCommandOutput, '$metadata'> {
  const queue = requireQueue(context, input.QueueUrl);
  const entries = requireEntries(input.Entries, 'ChangeMessageVisibilityBatchRequestEntry');
  requireDistinctIds(entries);
  const line = openQueue(context, queue);
  const result = runEntries(context, entries, (entry) => {
    hide(line, requireChangeable(context, queue, entry));
    return {};
  });
  closeLine(context.state, line);
  return result;
}

function requireChangeable({ state, now }: SqsContext, queue: Queue, change: Change): Checked {
  const { VisibilityTimeout: seconds } = change;
  const handle = requireText('ReceiptHandle', change.ReceiptHandle);
  if (seconds === undefined) throw missingParameter('VisibilityTimeout');
  const { sequence, receipt } = parseReceiptHandle(queue, handle);
  // Assumed: the text, as two other emulators have it.
  const range = `Must be >= 0 and <= ${MAXIMUM_VISIBILITY_SECONDS}, if provided.`;
  requireRange('VisibilityTimeout', seconds, [0, MAXIMUM_VISIBILITY_SECONDS], range);

  const message = state.messagesOf(queue).messages.get(sequence);
  if (message === undefined || now >= message.retainedFrom + queue.settings.retentionMs) {
    const reason = 'Message does not exist or is not available for visibility timeout change.';
    throw invalidValue('ReceiptHandle', handle, reason);
  }
  // Captured: a standard queue allows it after the timeout. Assumed: a FIFO queue does not, as for DeleteMessage.
  if (queue.fifo && (message.receipt !== receipt || message.availableAt <= now)) {
    throw invalidValue('ReceiptHandle', handle, 'The receipt handle has expired.');
  }
  const timeoutMs = seconds * 1_000;
  // Documented: twelve hours from the receive, over all extensions. Captured: the text (localstack issue 3956).
  if (now + timeoutMs > message.lastReceivedAt + MAXIMUM_VISIBILITY_SECONDS * 1_000) {
    const reason = `Total VisibilityTimeout for the message is beyond the limit [${MAXIMUM_VISIBILITY_SECONDS} seconds]`;
    throw invalidValue('VisibilityTimeout', seconds, reason);
  }
  return { message, timeoutMs };
}

/** A message that is shown again stands behind those that were visible before; several at one moment, by sequence. */
function hide(line: Line, { message, timeoutMs }: Checked): void {
  const number = takeNumber(line);
  replace(line, message, {
    ...message,
    availableAt: line.now + timeoutMs,
    turn: timeoutMs === 0 ? number : message.sequence,
    hidden: number,
    hiddenBy: 'receive',
  });
}
