/** The time one invocation has left. Made per invocation, never kept: a warm container starts anew. */
export interface Deadline {
  /** Ms until Lambda stops the process. */
  remaining(): number;
  /** Whether at least `reserveMs` are left. */
  allows(reserveMs: number): boolean;
}

/** What Lambda hands in; absent when a person calls the handler by hand. */
export interface RemainingTime {
  getRemainingTimeInMillis(): number;
}

const WITHOUT_CONTEXT_MS = 300_000;

/** The deadline of this invocation. Without a Lambda context, 5 minutes from now. */
export function createDeadline(context: RemainingTime | undefined, now: () => number): Deadline {
  const end = now() + WITHOUT_CONTEXT_MS;
  const remaining = (): number => (context === undefined ? end - now() : context.getRemainingTimeInMillis());
  return { remaining, allows: (reserveMs) => remaining() >= reserveMs };
}
