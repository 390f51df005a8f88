import type { Call } from '../kernel/call';
import { abortError } from '../kernel/transport';
import type { World } from '../kernel/world';
import type { SdkClient } from './sdk-client';

/** How long a client waits for an answer, as its request handler was told to. */
export interface AnswerTimeout {
  readonly ms: number;
  /** What the handler throws then: an error of the transport, which the SDK retries. */
  error(): Error;
}

/** What the SDK's request handlers keep of their options. */
export interface HandlerOptions {
  readonly requestTimeout?: number;
  readonly throwOnRequestTimeout?: boolean;
  readonly socketTimeout?: number;
}

/** The options of a client's request handler, which may take as long as the machine likes to find out. */
export async function handlerOptions({ config }: Pick<SdkClient, 'config'>): Promise<HandlerOptions> {
  const handler = config.requestHandler;
  if (handler === undefined || !('configProvider' in handler)) return {};
  return ((await handler.configProvider) as HandlerOptions | undefined) ?? {};
}

/**
 * The timeout of a client's request handler, if it was given one that ends a request: `socketTimeout`, or `requestTimeout` (of the
 * handler or of `send`) with `throwOnRequestTimeout`; without that the SDK only warns. Not the handlers' own defaults of five
 * minutes and more. Measured: @smithy/node-http-handler 4.x; names, codes and texts are its own.
 */
export function answerTimeout(
  { requestTimeout: ofHandler = 0, throwOnRequestTimeout, socketTimeout = 0 }: HandlerOptions,
  requestTimeout = ofHandler,
): AnswerTimeout | undefined {
  const ends = [
    ...(throwOnRequestTimeout === true && requestTimeout > 0 ? [requestTimedOut(requestTimeout)] : []),
    ...(socketTimeout > 0 ? [socketTimedOut(socketTimeout)] : []),
  ];
  return ends.toSorted((a, b) => a.ms - b.ms)[0];
}

function requestTimedOut(ms: number): AnswerTimeout {
  const text = `@smithy/node-http-handler - [ERROR] a request has exceeded the configured ${ms} ms requestTimeout.`;
  return { ms, error: () => Object.assign(new Error(text), { name: 'TimeoutError', code: 'ETIMEDOUT' }) };
}

function socketTimedOut(ms: number): AnswerTimeout {
  const text = `@smithy/node-http-handler - the request socket timed out after ${ms} ms of inactivity (configured by client requestHandler).`;
  return { ms, error: () => Object.assign(new Error(text), { name: 'TimeoutError' }) };
}

/** The waits of one attempt, under the caller's abort signal and the client's timeout, on the world's clock. */
export class Patience {
  #controller: AbortController | undefined;
  #timer: { cancel(): void } | undefined;
  #timedOut = false;

  constructor(
    private readonly world: World,
    private readonly call: Call,
    readonly signal: AbortSignal | undefined,
    private readonly timeout: AnswerTimeout | undefined,
  ) {}

  /** Whether nothing but an answer ends the wait. */
  get endless(): boolean {
    return this.signal === undefined && this.timeout === undefined;
  }

  /** Waits for something that a signal can end. @throws the abort error or the timeout's */
  async for<T>(wait: (signal: AbortSignal | undefined) => Promise<T>): Promise<T> {
    if (this.timeout === undefined) return wait(this.signal);
    const ended = this.#start(this.timeout);
    try {
      return await wait(this.signal === undefined ? ended : AbortSignal.any([this.signal, ended]));
    } catch (error) {
      if (this.signal?.aborted === true) throw abortError(this.signal);
      throw this.#timedOut ? this.timeout.error() : error;
    }
  }

  /** The attempt is over: time need not move on for its timeout. */
  end(): void {
    this.#timer?.cancel();
  }

  /** Counted from the beginning of the attempt, set at its first wait: most attempts never wait. */
  #start({ ms }: AnswerTimeout): AbortSignal {
    const controller = (this.#controller ??= new AbortController());
    this.#timer ??= this.world.clock.at(this.call.attemptStartedAt + ms, () => {
      this.#timedOut = true;
      controller.abort();
    });
    return controller.signal;
  }
}
