import { FakeMisuse } from '../kernel/errors';
import type { Advice } from '../kernel/faults';
import type { Rng } from '../kernel/rng';
import { insert, takeNumber, type Line } from './line';
import type { Message, Queue } from './state';

/** As many visible messages as a receive that keeps no order looks at. */
const SAMPLED = 100;

/** @throws FakeMisuse for what a FIFO queue never does. */
export function requireDeliverable(queue: Queue, deliver: Advice['deliver']): void {
  if (!queue.fifo || deliver === undefined) return;
  if (deliver.reorder === true || (deliver.duplicates ?? 0) > 0) {
    const what = deliver.reorder === true ? 'reorders()' : 'duplicates()';
    throw new FakeMisuse(
      `ReceiveMessage: ${what} struck the FIFO queue ${queue.name}, which keeps its order and delivers a message once per ` +
        `visibility timeout. Name a standard queue: aws.faults.on(ReceiveMessageCommand, { QueueUrl }).`,
    );
  }
}

/** Documented: a standard queue delivers in any order. The seed decides in which. */
export function inAnyOrder(rng: Rng, messages: Iterable<Message>): readonly Message[] {
  const sampled: Message[] = [];
  for (const message of messages) if (sampled.push(message) === SAMPLED) break;
  const shuffled: Message[] = [];
  while (sampled.length > 0) shuffled.push(...sampled.splice(rng.below(sampled.length), 1));
  return shuffled;
}

/**
 * Documented: a copy on a server that was unavailable at the receive or delete is delivered again. The copy has the
 * message's MessageId and a life of its own: a delete of the other does not touch it.
 */
export function copiesStay(line: Line, messages: readonly Message[]): void {
  for (const message of messages) {
    const number = takeNumber(line);
    insert(line, { ...message, sequence: number, turn: number, availableAt: line.now });
  }
}
