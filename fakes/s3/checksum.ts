import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32c } from '@aws-crypto/crc32c';
import type { StoredBody } from './body';
import { Crc64Nvme } from './crc64-nvme';
import { xxhash } from './xxhash';
import { badDigest, invalidRequest, unsupportedByClient } from './errors';

export const ALGORITHMS = [
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'SHA1',
  'SHA256',
  'SHA512',
  'MD5',
  'XXHASH64',
  'XXHASH3',
  'XXHASH128',
] as const;
export type Algorithm = (typeof ALGORITHMS)[number];
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** A checksum as S3 keeps it beside an object, a part or an upload. */
export interface Checksum {
  readonly algorithm: Algorithm;
  /** Base64; with `-N` behind it for a composite checksum of N parts. */
  readonly value: string;
  readonly type: ChecksumType;
}

/** The members of a request that carry a checksum, one per algorithm. */
export type ChecksumMembers = { readonly [A in Algorithm as `Checksum${A}`]?: string | undefined };

const DIGEST_BYTES: Readonly<Record<Algorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
  SHA512: 64,
  MD5: 16,
  XXHASH64: 8,
  XXHASH3: 8,
  XXHASH128: 16,
};

/** What the SDK computes by itself. For the others the caller brings the value. Captured: client-s3 3.1169.0. */
const COMPUTED_BY_CLIENT: ReadonlySet<Algorithm> = new Set([
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'SHA1',
  'SHA256',
]);

export function isAlgorithm(name: string): name is Algorithm {
  return Object.hasOwn(DIGEST_BYTES, name);
}

/** The checksum of some bytes, in base64. */
export function computeChecksum(algorithm: Algorithm, chunks: readonly Uint8Array[]): string {
  return digest(algorithm, chunks).toString('base64');
}

function digest(algorithm: Algorithm, chunks: readonly Uint8Array[]): Buffer {
  switch (algorithm) {
    case 'CRC32':
      return word(chunks.reduce((value, chunk) => crc32(chunk, value), 0));
    case 'CRC32C':
      return word(chunks.reduce((crc, chunk) => crc.update(chunk), new Crc32c()).digest());
    case 'CRC64NVME':
      return chunks.reduce((crc, chunk) => crc.update(chunk), new Crc64Nvme()).digest();
    case 'SHA1':
    case 'SHA256':
    case 'SHA512':
    case 'MD5': {
      const hash = createHash(algorithm);
      for (const chunk of chunks) hash.update(chunk);
      return hash.digest();
    }
    case 'XXHASH64':
    case 'XXHASH3':
    case 'XXHASH128':
      return xxhash(algorithm, chunks);
  }
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** The checksum of an object made of parts: that of its parts' checksums, and how many they are. */
export function compositeChecksum(algorithm: Algorithm, values: readonly string[]): string {
  const parts = values.map((value) => Buffer.from(value, 'base64'));
  return `${computeChecksum(algorithm, parts)}-${parts.length}`;
}

/** Whether a value is the base64 of as many bytes as the algorithm gives, with or without `-N`. */
function isWellFormed(algorithm: Algorithm, value: string, bytes = DIGEST_BYTES[algorithm]): boolean {
  const base64 = value.replace(/-\d+$/, '');
  return (
    /^[A-Za-z0-9+/]+={0,2}$/.test(base64) &&
    Buffer.from(base64, 'base64').toString('base64') === base64 &&
    Buffer.from(base64, 'base64').length === bytes
  );
}

/**
 * Which checksum a request carries, and its value if the caller computed it.
 *
 * Without any, the SDK's default: CRC32. Assumed: the client keeps `requestChecksumCalculation: 'WHEN_SUPPORTED'`.
 *
 * @throws InvalidRequest several values, a malformed value, a value of another algorithm than the one named.
 */
export function requestedChecksum(
  input: ChecksumMembers & { readonly ChecksumAlgorithm?: string | undefined },
): { readonly algorithm: Algorithm; readonly value: string | undefined } {
  const given = givenChecksum(input);
  const named = input.ChecksumAlgorithm?.toUpperCase();
  if (named === undefined) return given ?? { algorithm: 'CRC32', value: undefined };
  // Captured: client-s3 3.1169.0, ChecksumAlgorithm XXHASH3 and SHA512. With a value it computes nothing.
  if (!isAlgorithm(named)) throw unsupportedByClient(named);
  if (given === undefined && named === 'MD5') {
    // Captured: client-s3 3.1169.0 computes it, but sends it as Content-MD5 only; S3's answer to that, October 2025.
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  if (given === undefined && !COMPUTED_BY_CLIENT.has(named)) throw unsupportedByClient(named);
  // Captured: October 2025, of a request whose two checksum headers disagree.
  if (given !== undefined && given.algorithm !== named) {
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
  return given ?? { algorithm: named, value: undefined };
}

/** The one checksum value among a request's members, if there is one. */
export function givenChecksum(input: ChecksumMembers): { algorithm: Algorithm; value: string } | undefined {
  const given = ALGORITHMS.flatMap((algorithm) => {
    const value = input[`Checksum${algorithm}`];
    return value === undefined ? [] : [{ algorithm, value }];
  });
  if (given.length > 1) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const first = given[0];
  if (first !== undefined && !isWellFormed(first.algorithm, first.value)) {
    throw invalidRequest(`Value for x-amz-checksum-${first.algorithm.toLowerCase()} header is invalid.`);
  }
  return first;
}

/**
 * The checksum to keep beside a body that came in one request.
 *
 * @throws BadDigest the value that the caller gave is not that of the body.
 */
export function verifiedChecksum(
  requested: ReturnType<typeof requestedChecksum>,
  body: StoredBody,
): Checksum {
  const { algorithm } = requested;
  const value = computeChecksum(algorithm, body.chunks);
  if (requested.value !== undefined && requested.value !== value) {
    throw badDigest(`The ${algorithm} you specified did not match the calculated checksum.`);
  }
  return { algorithm, value, type: 'FULL_OBJECT' };
}

/**
 * The SDK asks every GetObject for the checksum, and fails when it cannot compute it. It looks at no composite one, and
 * MD5 it expects in another header. Captured: client-s3 3.1169.0, whose error carries `$metadata.attempts` besides.
 *
 * @throws what the SDK throws
 */
export function requireCheckable(checksum: Checksum | undefined): void {
  if (checksum === undefined || checksum.value.includes('-') || checksum.algorithm === 'MD5') return;
  if (!COMPUTED_BY_CLIENT.has(checksum.algorithm)) throw unsupportedByClient(checksum.algorithm);
}

/** A checksum as a member of an answer: `{ ChecksumCRC32: 'AAAAAA==' }`. */
export function checksumMember(checksum: Checksum | undefined): ChecksumMembers {
  return checksum === undefined ? {} : { [`Checksum${checksum.algorithm}`]: checksum.value };
}
