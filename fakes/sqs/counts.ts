import type { Progress, Queue, QueueMessages, SqsState } from './state';

/** How many messages of a queue are in which state: ApproximateNumberOfMessages... Exact here, approximate on AWS. */
export interface Counts {
  /** Receivable, or (FIFO) waiting behind an in-flight message of their group. */
  readonly visible: number;
  readonly delayed: number;
  /** Received and neither deleted nor visible again. */
  readonly inFlight: number;
}

const EMPTY: Progress = { next: 1, delayed: 0, inFlight: 0, countedAt: 0 };

export function progressOf(state: SqsState, queue: Pick<Queue, 'arn'>): Progress {
  return state.progress.get(queue.arn) ?? EMPTY;
}

/**
 * The hidden messages at `now`: those known from `countedAt`, less the ones that became visible since. Costs a look at
 * each of the latter, and every message becomes visible once per receive.
 */
export function hiddenAt(held: QueueMessages, { delayed, inFlight, countedAt }: Progress, now: number) {
  for (const [, { hiddenBy }] of held.places.entries({ after: [countedAt, Infinity], to: [now, Infinity] })) {
    if (hiddenBy === 'delay') delayed--;
    else inFlight--;
  }
  return { delayed, inFlight };
}

/** The sequences of messages whose retention has ended, oldest first. */
export function expiredAt(held: QueueMessages, queue: Queue, now: number): readonly number[] {
  const expired = held.ages.entries({ to: [now - queue.settings.retentionMs, Infinity] });
  return Array.from(expired, ([[, sequence]]) => sequence);
}

/** Counts without changing anything: what has expired meanwhile is left out. */
export function countsAt(state: SqsState, queue: Queue, now: number): Counts {
  const held = state.messagesOf(queue);
  let { delayed, inFlight } = hiddenAt(held, progressOf(state, queue), now);
  let visible = held.messages.size - delayed - inFlight;
  for (const sequence of expiredAt(held, queue, now)) {
    const message = held.messages.get(sequence);
    if (message === undefined || message.availableAt <= now) visible--;
    else if (message.hiddenBy === 'delay') delayed--;
    else inFlight--;
  }
  return { visible, delayed, inFlight };
}
