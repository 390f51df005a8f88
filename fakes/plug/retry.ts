import { HttpRequest } from '@smithy/core/protocols';
import { runInScope, type Scope } from '../kernel/scope';
import { entriesOf } from './middleware-stack';
import type { SdkClient } from './sdk-client';

type Next = (args: unknown) => Promise<{ response: unknown; output: object }>;
type RetryMiddleware = (next: Next, context: object) => Next;

/** What the retry middleware needs to know of a call. */
export interface RetriedCall {
  readonly commandName: string;
  readonly abortSignal: AbortSignal | undefined;
  /** SQS.ReceiveMessage: the SDK backs off before it gives up on an exhausted quota. */
  readonly longPoll: boolean;
  /** The body was a stream: it cannot be sent twice, so the SDK does not retry. */
  readonly streamed: unknown;
}

const middlewares = new WeakMap<object, RetryMiddleware | null>();

/**
 * Runs the attempts of a call under the client's own retry middleware, taken from its middleware stack: its version, its
 * strategy, its `maxAttempts` and `retryMode`, its quota. Its sleeps and its jitter are the world's (see kernel/scope).
 */
export async function withRetries(
  client: SdkClient,
  call: RetriedCall,
  scope: NonNullable<Scope['retry']>,
  attempt: () => Promise<object>,
): Promise<object> {
  const middleware = retryMiddlewareOf(client);
  if (middleware === null) return attempt();
  const context = {
    commandName: call.commandName,
    logger: client.config.logger,
    __retryLongPoll: call.longPoll,
    __smithy_context: { abortSignal: call.abortSignal },
  };
  const request = call.streamed === undefined ? {} : streamingRequest(call.streamed);
  const next: Next = async () => ({ response: {}, output: await attempt() });
  return runInScope({ retry: scope }, async () => (await middleware(next, context)({ request })).output);
}

/** The middleware only asks whether the request is an HTTP request whose body is a stream. */
function streamingRequest(body: unknown): HttpRequest {
  return new HttpRequest({
    method: 'PUT',
    protocol: 'https:',
    hostname: 'localhost',
    path: '/',
    headers: {},
    body,
  });
}

function retryMiddlewareOf(client: SdkClient): RetryMiddleware | null {
  const known = middlewares.get(client);
  if (known !== undefined) return known;
  const entry = entriesOf(client.middlewareStack).find(([, { name }]) => name === 'retryMiddleware');
  const found = (entry?.[0] ?? null) as RetryMiddleware | null;
  middlewares.set(client, found);
  return found;
}

/** What the SDK's strategies keep between calls. `standardRetryStrategy` and `rateLimiter` exist in adaptive mode. */
export interface RetryStrategy {
  capacity?: number;
  standardRetryStrategy?: RetryStrategy;
  rateLimiter?: object;
}

const FULL_QUOTA = 500;

/** The strategy of a client: one object for the life of the client. */
export async function retryStrategyOf(client: Pick<SdkClient, 'config'>): Promise<RetryStrategy | undefined> {
  return (await client.config.retryStrategy?.()) as RetryStrategy | undefined;
}

/**
 * Gives a strategy its full retry quota back. The SDK keeps one quota per client for the life of the process, so without
 * this, retries in one test would take them away from the next.
 */
export function resetRetryQuota(strategy: RetryStrategy): void {
  for (const part of [strategy, strategy.standardRetryStrategy]) {
    if (typeof part?.capacity === 'number') part.capacity = FULL_QUOTA;
  }
  const limiter = strategy.rateLimiter;
  if (limiter !== undefined) strategy.rateLimiter = new (limiter.constructor as new () => object)();
}
