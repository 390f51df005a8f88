import { expect } from 'chai';
import { abortError, transportError } from '../../fakes/kernel/transport';

describe('kernel/transport', () => {
  // Captured: what the Node HTTP handler of the SDK throws, 2026-11.
  const rows = [
    ['connectionReset', 'TimeoutError', 'socket hang up', { code: 'ECONNRESET' }],
    [
      'timeout',
      'TimeoutError',
      'connect ETIMEDOUT s3.eu-west-1.amazonaws.com:443',
      { code: 'ETIMEDOUT', errno: -110, syscall: 'connect' },
    ],
    [
      'connectionRefused',
      'Error',
      'connect ECONNREFUSED s3.eu-west-1.amazonaws.com:443',
      { code: 'ECONNREFUSED', errno: -111, syscall: 'connect' },
    ],
    [
      'dnsFailure',
      'Error',
      'getaddrinfo ENOTFOUND s3.eu-west-1.amazonaws.com',
      { code: 'ENOTFOUND', errno: -3008, syscall: 'getaddrinfo', hostname: 's3.eu-west-1.amazonaws.com' },
    ],
  ] as const;
  for (const [fault, name, message, members] of rows) {
    it(`${fault} is ${name} "${message}"`, () => {
      const error = transportError(fault, 's3.eu-west-1.amazonaws.com');
      expect(error.name).to.equal(name);
      expect(error.message).to.equal(message);
      const own = Object.entries(error).filter(([member]) => member !== 'name');
      expect(Object.fromEntries(own)).to.deep.equal(members);
      expect('$fault' in error || '$metadata' in error).to.equal(false);
    });
  }

  it('an abort is AbortError "Request aborted" without $metadata, caused by the reason of the signal', () => {
    const reason = new Error('user went away');
    const error = abortError(AbortSignal.abort(reason));
    expect([error.name, error.message, error.cause]).to.deep.equal(['AbortError', 'Request aborted', reason]);
    expect('$metadata' in error).to.equal(false);
    expect('cause' in abortError(AbortSignal.abort('text'))).to.equal(false);
    expect('cause' in abortError(undefined)).to.equal(false);
  });
});
