import { BrokenCircuitError, circuitBreaker, CircuitState, handleAll, type IBreaker } from 'cockatiel';
import { isRetryable } from './errors';

/** When a breaker opens and closes. */
export interface BreakerPolicy {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open before it lets calls try again. */
  readonly recoveryMs: number;
  /** Successes in a row until it is trusted again: before, one failure is enough to open it. */
  readonly successes: number;
}

/** Keeps a container from working against a service that is down. Outlives invocations. */
export interface CircuitBreaker {
  readonly name: string;
  /** Whether work that needs the service may begin. */
  allows(): boolean;
  /**
   * Makes one call. Only what is worth another attempt is a failure of the service: a missing key or a failed condition is
   * an answer.
   * @throws CircuitOpen without making the call; what the call threw.
   */
  call<Answer>(call: () => Promise<Answer>): Promise<Answer>;
}

/** The service has failed so often that it is left alone for a while. */
export class CircuitOpen extends Error {
  override readonly name = 'CircuitOpen';
}

/** The policies of the services the compaction needs. */
export const BREAKER_POLICIES = {
  s3: { failures: 5, recoveryMs: 15_000, successes: 3 },
  dynamodb: { failures: 5, recoveryMs: 10_000, successes: 3 },
} as const satisfies Record<string, BreakerPolicy>;

/** Opens after failures in a row, and at the first one of the trial that follows an opening. */
class ConsecutiveWithTrial implements IBreaker {
  /** Not kept over processes. */
  state: unknown;
  #failures = 0;
  /** Successes that the trial still wants. */
  #onTrial = 0;

  constructor(private readonly policy: BreakerPolicy) {}

  success(state: CircuitState): void {
    this.#failures = 0;
    if (state === CircuitState.HalfOpen) this.#onTrial = this.policy.successes - 1;
    else if (this.#onTrial > 0) this.#onTrial -= 1;
  }

  failure(): boolean {
    this.#failures += 1;
    return this.#onTrial > 0 || this.#failures >= this.policy.failures;
  }
}

type Settled<Answer> = { readonly answer: Answer } | { readonly error: unknown };

/** A closed breaker. */
export function createCircuitBreaker(name: string, policy: BreakerPolicy, now: () => number): CircuitBreaker {
  const circuit = circuitBreaker(handleAll, {
    breaker: new ConsecutiveWithTrial(policy),
    halfOpenAfter: policy.recoveryMs,
  });
  let openedAt = Number.NEGATIVE_INFINITY;
  circuit.onBreak(() => {
    openedAt = now();
  });
  return {
    name,
    allows: () => circuit.state !== CircuitState.Open || now() - openedAt >= policy.recoveryMs,
    async call<Answer>(call: () => Promise<Answer>): Promise<Answer> {
      let settled: Settled<Answer>;
      try {
        settled = await circuit.execute(() => settle(call));
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) throw error;
        throw new CircuitOpen(`${name} failed too often and is left alone for a while`, { cause: error });
      }
      if ('error' in settled) throw settled.error;
      return settled.answer;
    },
  };
}

/** An error that is an answer becomes one. @throws what is worth another attempt. */
async function settle<Answer>(call: () => Promise<Answer>): Promise<Settled<Answer>> {
  try {
    return { answer: await call() };
  } catch (error) {
    if (isRetryable(error)) throw error;
    return { error };
  }
}

/** A view of a client whose calls go through a breaker. */
export function guarded<Client extends { send(...given: never): unknown }>(
  client: Client,
  breaker: CircuitBreaker,
): Client {
  const send = (...given: unknown[]): Promise<unknown> =>
    breaker.call(async () => Reflect.apply(client.send.bind(client), undefined, given) as unknown);
  // The client itself is the prototype, so that it stays an instance of its class, configuration and all.
  const view: Client = Object.create(client);
  return Object.defineProperty(view, 'send', { value: send });
}
