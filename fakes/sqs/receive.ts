import type { ReceiveMessageCommandInput, ReceiveMessageCommandOutput } from '@aws-sdk/client-sqs';
import { wait, type Wait } from '../kernel/operation';
import { countsAt } from './counts';
import { deadLetterQueueOf, isExhausted, moveToDeadLetterQueue } from './dead-letter';
import { invalidAttributeName, overLimit } from './errors';
import {
  MAXIMUM_IN_FLIGHT,
  MAXIMUM_MESSAGES_PER_RECEIVE,
  MAXIMUM_VISIBILITY_SECONDS,
  MAXIMUM_WAIT_SECONDS,
} from './limits';
import { copiesStay, inAnyOrder, requireDeliverable } from './delivery-faults';
import { closeLine, replace, takeNumber, type Line } from './line';
import { openQueue } from './open-queue';
import { isReadableAttribute } from './queue-attributes';
import { nextMoveAt } from './move-task-progress';
import { receivable } from './receivable';
import { rememberAttempt, repeatAttempt } from './receive-attempts';
import { isSystemAttribute, showMessage } from './received-message';
import type { Message, Queue } from './state';
import { requireId, requireQueue, requireRange, type SqsContext } from './validate';

type Output = Omit<ReceiveMessageCommandOutput, '$metadata'>;

/**
 * Hands out up to ten messages and hides them for the visibility timeout; messages that were handed out too often go to
 * the dead-letter queue instead. With a wait time it answers as soon as one message is there.
 *
 * @throws QueueDoesNotExist
 * @throws InvalidParameterValue, InvalidAttributeName
 * @throws OverLimit - 120,000 messages of a standard queue are in flight, on a short poll
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export function receiveMessage(context: SqsContext, input: ReceiveMessageCommandInput): Output | Wait {
  const queue = requireQueue(context, input.QueueUrl);
  requireReceivable(queue, input);
  requireDeliverable(queue, context.advice.deliver);
  const { settings } = queue;
  const waitMs = input.WaitTimeSeconds === undefined ? settings.receiveWaitMs : input.WaitTimeSeconds * 1_000;
  const full = countsAt(context.state, queue, context.now).inFlight >= MAXIMUM_IN_FLIGHT;
  // Documented: a long poll on a full standard queue, and any poll on a full FIFO queue, just finds nothing.
  if (full && !queue.fifo && waitMs === 0) {
    // Assumed: the text.
    throw overLimit(`Too many messages in flight: the maximum is ${MAXIMUM_IN_FLIGHT}.`);
  }

  const line = openQueue(context, queue);
  const timeoutMs =
    input.VisibilityTimeout === undefined ? settings.visibilityTimeoutMs : input.VisibilityTimeout * 1_000;
  const repeated = repeatAttempt(line, input.ReceiveRequestAttemptId, timeoutMs);
  const delivered = repeated ?? (full ? [] : take(context, line, input.MaxNumberOfMessages ?? 1, timeoutMs));
  if (repeated === undefined) rememberAttempt(line, input.ReceiveRequestAttemptId, delivered);
  closeLine(context.state, line);
  if (delivered.length > 0)
    return { Messages: delivered.map((message) => showMessage(queue, message, input)) };

  const deadline = context.startedAt + waitMs;
  // Captured: an empty answer has no Messages at all.
  if (context.now >= deadline) return {};
  const until = Math.min(deadline, nextChangeAt(line), nextMoveAt(context));
  return wait({ until, wakeOn: [line.held.arrivals, context.state.queues] });
}

function requireReceivable(queue: Queue, input: ReceiveMessageCommandInput): void {
  const { MaxNumberOfMessages, WaitTimeSeconds, VisibilityTimeout, ReceiveRequestAttemptId } = input;
  const most = MAXIMUM_MESSAGES_PER_RECEIVE;
  requireRange(
    'MaxNumberOfMessages',
    MaxNumberOfMessages,
    [1, most],
    `Must be between 1 and ${most}, if provided.`,
  );
  const waitReason = `Must be >= 0 and <= ${MAXIMUM_WAIT_SECONDS}, if provided.`;
  requireRange('WaitTimeSeconds', WaitTimeSeconds, [0, MAXIMUM_WAIT_SECONDS], waitReason);
  // Assumed: the text, as two other emulators have it.
  const visibilityReason = `Must be >= 0 and <= ${MAXIMUM_VISIBILITY_SECONDS}, if provided.`;
  requireRange('VisibilityTimeout', VisibilityTimeout, [0, MAXIMUM_VISIBILITY_SECONDS], visibilityReason);
  // Documented: for FIFO queues; a standard queue has no use for it and takes it (assumed).
  if (queue.fifo) requireId('ReceiveRequestAttemptId', ReceiveRequestAttemptId);
  // Documented: AttributeNames has the type of queue attribute names. Assumed: those are taken and answered by nothing.
  for (const name of [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])]) {
    if (!isSystemAttribute(name) && !isReadableAttribute(name))
      throw invalidAttributeName(`Unknown Attribute ${name}.`);
  }
}

/** Hides what is handed out. What was handed out too often moves on and does not count. */
function take(context: SqsContext, line: Line, most: number, timeoutMs: number): readonly Message[] {
  const { atMost = most, duplicates = 0, reorder = false } = context.advice.deliver ?? {};
  const wanted = Math.min(most, atMost);
  if (wanted === 0) return [];
  const target = deadLetterQueueOf(context.state, line.queue);
  const taken: Message[] = [];
  const exhausted: Message[] = [];
  for (const message of reorder ? inAnyOrder(context.rng, receivable(line)) : receivable(line)) {
    if (target !== undefined && isExhausted(line.queue, message)) exhausted.push(message);
    else if (taken.push(message) === wanted) break;
  }
  if (target !== undefined) moveToDeadLetterQueue(context.state, line, exhausted, target);
  const delivered = taken.map((message) => deliver(line, message, timeoutMs));
  copiesStay(line, delivered.slice(0, duplicates));
  return delivered;
}

function deliver(line: Line, message: Message, timeoutMs: number): Message {
  const number = takeNumber(line);
  const delivered: Message = {
    ...message,
    availableAt: line.now + timeoutMs,
    turn: timeoutMs === 0 ? number : message.sequence,
    hidden: number,
    hiddenBy: 'receive',
    receiveCount: message.receiveCount + 1,
    receivesHere: message.receivesHere + 1,
    firstReceivedAt: message.firstReceivedAt ?? line.now,
    lastReceivedAt: line.now,
    receipt: number,
  };
  replace(line, message, delivered);
  return delivered;
}

/** The next moment at which a receive may find something without anybody writing. */
function nextChangeAt({ held, queue, now }: Line): number {
  const line = queue.fifo ? held.heads : held.places;
  const available = line.first({ after: [now, Infinity] })?.[0][0] ?? Infinity;
  // In a FIFO queue an in-flight message that expires frees those behind it.
  const oldest = queue.fifo ? held.ages.first()?.[0][0] : undefined;
  return Math.min(available, oldest === undefined ? Infinity : oldest + queue.settings.retentionMs);
}
