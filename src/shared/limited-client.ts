import { TaskCancelledError, timeout, TimeoutStrategy } from 'cockatiel';

/** A call has not answered for so long that the rest of the time is needed to report what has failed. */
export class CallGivenUp extends Error {
  override readonly name = 'CallGivenUp';
}

/** A call was not made: there is no time to wait for its answer. */
export class NoTimeLeft extends Error {
  override readonly name = 'NoTimeLeft';
}

interface SendOptions {
  readonly abortSignal?: AbortSignal;
}

/**
 * A view of a client whose calls end while there is time to report. The SDK waits for an answer for ever: one that never
 * comes would hold the invocation until Lambda ends it, with its lock held and nothing said.
 *
 * `remainingMs` tells how long a call that begins now may take.
 */
export function limited<Client extends { send(...given: never): unknown }>(
  client: Client,
  remainingMs: () => number,
): Client {
  const send = async (command: unknown, options: SendOptions = {}): Promise<unknown> => {
    const ms = remainingMs();
    if (ms <= 0) throw new NoTimeLeft('there is no time to wait for an answer');
    // Not aborted when it has answered: the body of an object is still to be read.
    const limit = timeout(ms, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false });
    try {
      return await limit.execute(async ({ signal }) => {
        const abortSignal = options.abortSignal ? AbortSignal.any([signal, options.abortSignal]) : signal;
        const given = [command, { ...options, abortSignal }];
        return Reflect.apply(client.send.bind(client), undefined, given) as unknown;
      });
    } catch (error) {
      if (!(error instanceof TaskCancelledError)) throw error;
      throw new CallGivenUp(`no answer within ${ms} ms`, { cause: error });
    }
  };
  // The client itself is the prototype, so that it stays an instance of its class, configuration and all.
  const view: Client = Object.create(client);
  return Object.defineProperty(view, 'send', { value: send });
}
