import { isRetryable } from './errors';

/** When a breaker opens and closes. */
export interface BreakerPolicy {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open before it lets calls try again. */
  readonly recoveryMs: number;
  /** Successes in a row that close it again. */
  readonly successes: number;
}

/** Keeps a container from working against a service that is down. Outlives invocations. */
export interface CircuitBreaker {
  readonly name: string;
  /** Whether work that needs the service may begin. */
  allows(): boolean;
  succeeded(): void;
  failed(): void;
}

/** The policies of the services the compaction needs. */
export const BREAKER_POLICIES = {
  s3: { failures: 5, recoveryMs: 15_000, successes: 3 },
  dynamodb: { failures: 5, recoveryMs: 10_000, successes: 3 },
} as const satisfies Record<string, BreakerPolicy>;

/** A closed breaker. */
export function createCircuitBreaker(name: string, policy: BreakerPolicy, now: () => number): CircuitBreaker {
  let failures = 0;
  let successes = 0;
  /** Undefined while closed. */
  let openedAt: number | undefined;
  return {
    name,
    allows: () => openedAt === undefined || now() - openedAt >= policy.recoveryMs,
    succeeded() {
      failures = 0;
      if (openedAt === undefined) return;
      successes += 1;
      if (successes >= policy.successes) openedAt = undefined;
    },
    failed() {
      failures += 1;
      successes = 0;
      // One failure on trial is enough to open it again.
      if (openedAt !== undefined || failures >= policy.failures) openedAt = now();
    },
  };
}

/**
 * A view of a client that tells a breaker how its calls go. Only what is worth another attempt is a failure of the service:
 * a missing key or a failed condition is an answer.
 */
export function observed<Client extends { send(...given: never): unknown }>(
  client: Client,
  breaker: CircuitBreaker,
): Client {
  const send = async (...given: unknown[]): Promise<unknown> => {
    try {
      const answer: unknown = await Reflect.apply(client.send.bind(client), undefined, given);
      breaker.succeeded();
      return answer;
    } catch (error) {
      if (isRetryable(error)) breaker.failed();
      else breaker.succeeded();
      throw error;
    }
  };
  // The client itself is the prototype, so that it stays an instance of its class, configuration and all.
  const view: Client = Object.create(client);
  return Object.defineProperty(view, 'send', { value: send });
}
