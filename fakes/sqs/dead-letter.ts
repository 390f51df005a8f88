import { closeLine, insert, openLine, remove, takeNumber, type Line } from './line';
import type { Message, Queue, SqsState } from './state';

/** The queue that takes the messages which this one has delivered too often; undefined when there is none (any more). */
export function deadLetterQueueOf(state: SqsState, queue: Queue): Queue | undefined {
  const { redrive } = queue.settings;
  return redrive === undefined ? undefined : state.queues.get(redrive.deadLetterTargetArn);
}

/**
 * Whether another receive would exceed maxReceiveCount. Assumed: without its dead-letter queue the source keeps the
 * message and goes on delivering it.
 */
export function isExhausted(queue: Queue, message: Message): boolean {
  const { redrive } = queue.settings;
  return redrive !== undefined && message.receivesHere >= redrive.maxReceiveCount;
}

/**
 * Moves messages to the dead-letter queue. Captured: identity, contents and ApproximateReceiveCount stay. Documented:
 * in a standard queue the retention goes on counting from the first send, in a FIFO queue it starts anew, and the
 * deduplication id becomes the message's id.
 */
export function moveToDeadLetterQueue(
  state: SqsState,
  line: Line,
  messages: readonly Message[],
  target: Queue,
): void {
  if (messages.length === 0) return;
  const targetLine = openLine(state, target, line.now);
  for (const message of messages) {
    remove(line, message);
    const number = takeNumber(targetLine);
    insert(targetLine, {
      ...message,
      ...(target.fifo
        ? { deduplicationId: message.messageId, sentAt: line.now, retainedFrom: line.now }
        : { retainedFrom: message.sentAt }),
      sequence: number,
      turn: number,
      availableAt: line.now,
      receivesHere: 0,
      deadLetterSourceArn: line.queue.arn,
    });
  }
  closeLine(state, targetLine);
}
