import { HttpResponse } from '@smithy/core/protocols';
import type { Call } from '../kernel/call';
import { serverTime } from '../kernel/what-strikes';
import type { SdkClient } from './sdk-client';

/** The part of the SDK's signer that learns from answers what time it is. */
interface Signer {
  errorHandler(properties: object): (error: Error) => never;
  successHandler(response: object, properties: object): void;
}

const SIGV4 = 'aws.auth#sigv4';

/** How far a client has set its clock right so far, ms: what it adds to the time before it signs. */
export function clockOffset({ config }: SdkClient): number {
  return config.systemClockOffset ?? 0;
}

/** A client of a new world knows nothing yet about clocks. */
export function resetClock({ config }: Pick<SdkClient, 'config'>): void {
  if (config.systemClockOffset !== undefined) config.systemClockOffset = 0;
}

/** What an attempt whose caller's clock is wrong has come to. */
export type Ended = { readonly error: Error } | { readonly output: object };

/**
 * Lets the client's own signer read the answer's `date`, as it does after every attempt: it sets its clock right, and marks an
 * error that its clock was to blame for, so that the retry code tries again.
 */
export async function correctClock(
  client: SdkClient,
  call: Call,
  skewMs: number,
  ended: Ended,
): Promise<void> {
  const signer = client.config.httpAuthSchemes?.find(({ schemeId }) => schemeId === SIGV4)?.signer as
    | Signer
    | undefined;
  if (signer === undefined) return;
  const disabled = (await client.config.disableClockSkewCorrection?.()) === true;
  const properties = {
    config: client.config,
    _disableClockSkewCorrection: disabled,
    _skipClockSkewSampling: disabled,
    _preRequestSystemClockOffset: call.clockOffsetMs,
  };
  const response = new HttpResponse({ statusCode: 200, headers: { date: serverTime(skewMs).toUTCString() } });
  if ('output' in ended) {
    signer.successHandler(response, properties);
    return;
  }
  const { error } = ended;
  if (!('$metadata' in error)) return;
  Object.defineProperty(error, '$response', {
    value: response,
    enumerable: false,
    configurable: true,
    writable: true,
  });
  try {
    signer.errorHandler(properties)(error);
  } catch {
    // The signer throws the error on; so does the caller of this.
  }
}
