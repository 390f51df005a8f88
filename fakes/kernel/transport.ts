import type { TransportFault } from './faults';

/**
 * What the SDK's Node HTTP handler throws when the connection fails, before any answer of the service.
 * Measured with @smithy/node-http-handler 4.x: ECONNRESET, EPIPE and ETIMEDOUT are renamed to TimeoutError and keep
 * their code; the others keep the name Error. `$metadata` is filled in by the SDK's retry middleware.
 */
export function transportError(fault: TransportFault, host: string): Error {
  switch (fault) {
    case 'connectionReset':
      return named('TimeoutError', 'socket hang up', { code: 'ECONNRESET' });
    case 'timeout':
      return named('TimeoutError', `connect ETIMEDOUT ${host}:443`, {
        code: 'ETIMEDOUT',
        errno: -110,
        syscall: 'connect',
      });
    case 'connectionRefused':
      return named('Error', `connect ECONNREFUSED ${host}:443`, {
        code: 'ECONNREFUSED',
        errno: -111,
        syscall: 'connect',
      });
    case 'dnsFailure':
      return named('Error', `getaddrinfo ENOTFOUND ${host}`, {
        code: 'ENOTFOUND',
        errno: -3008,
        syscall: 'getaddrinfo',
        hostname: host,
      });
  }
}

/** What the SDK throws when the caller's AbortSignal fires: no `$metadata`, never retried. */
export function abortError(signal: AbortSignal | undefined): Error {
  const error = named('AbortError', 'Request aborted', {});
  if (signal?.reason instanceof Error) error.cause = signal.reason;
  return error;
}

function named(name: string, message: string, members: object): Error {
  const error = new Error(message);
  if (name !== 'Error') error.name = name;
  return Object.assign(error, members);
}
