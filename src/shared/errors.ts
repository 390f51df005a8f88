/** Name of an error, AWS's code for an AWS error. */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'UnknownError');

/** Message of an error, or the text of whatever was thrown. */
export const errorMessage = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** HTTP status of an AWS answer, if there was one. */
export function httpStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

const THROTTLING =
  /^(Throttl|ProvisionedThroughputExceeded|RequestLimitExceeded|TooManyRequests|SlowDown|RequestThrottled)/;

const OUR_OWN: ReadonlySet<string> = new Set(['AbortError', 'CircuitOpen', 'NoTimeLeft']);

/**
 * Whether trying again can help: throttled, a server's fault, or no answer at all (connection, time-out).
 * A client's fault (4xx, validation, permission) stays one.
 */
export function isRetryable(error: unknown): boolean {
  // Aborted or not even sent by ourselves: that says nothing about the service.
  if (!(error instanceof Error) || OUR_OWN.has(error.name)) return false;
  if (THROTTLING.test(error.name)) return true;
  const status = httpStatus(error);
  if (status === undefined) return !('$fault' in error) || error.$fault === 'server';
  return status >= 500 || status === 429;
}
