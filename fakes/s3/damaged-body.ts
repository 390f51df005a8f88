import { ALGORITHMS, computeChecksum } from './checksum';

/**
 * What the SDK throws at the end of a body whose checksum is not the one beside it. It knows one where the answer has a
 * checksum of exactly these bytes: not for a range, nor for an object whose checksum is composed of those of its parts.
 * Captured: client-s3 3.1169.0.
 */
export function damagedBody(
  _operation: string,
  answer: Readonly<Record<string, unknown>>,
  bytes: Uint8Array,
): Error | undefined {
  for (const algorithm of ALGORITHMS) {
    const received: unknown = answer[`Checksum${algorithm}`];
    // MD5 it expects in another header, so that it checks nothing.
    if (typeof received !== 'string' || received.includes('-') || algorithm === 'MD5') continue;
    const expected = computeChecksum(algorithm, [bytes]);
    if (expected === received) return undefined;
    return new Error(
      `Checksum mismatch: expected "${expected}" but received "${received}" in response header "x-amz-checksum-${algorithm.toLowerCase()}".`,
    );
  }
  return undefined;
}
