import type { Invocation } from './invocation';

/** A message or batch that was given up: it went to a dead-letter queue or an on-failure destination, or was dropped. */
export interface DeadLetter {
  /** ARN of the queue or stream, or of the function for an asynchronous event. */
  readonly source: string;
  /** ARN of the queue that took it; undefined when it was dropped. */
  readonly target: string | undefined;
  /** The message's id, the batch's sequence numbers, or the event's request id. */
  readonly what: string;
}

/** One thing that Lambda did. */
export interface Step {
  /** The UUID of the mapping that was served; undefined for an asynchronous event. */
  readonly mapping: string | undefined;
  /** None when a poll found nothing to hand over (filtered out, moved to the dead-letter queue, window still open). */
  readonly invocations: readonly Invocation[];
  readonly deadLetters: readonly DeadLetter[];
  /** Message ids that no filter let through. */
  readonly filtered: readonly string[];
  /** Ids of messages handled well whose delete failed, or was not answered: they come again unless it was done. */
  readonly deletesLost: readonly string[];
}

export function stepOf(mapping: string | undefined, parts: Partial<Omit<Step, 'mapping'>>): Step {
  return { mapping, invocations: [], deadLetters: [], filtered: [], deletesLost: [], ...parts };
}
