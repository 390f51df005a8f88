import { FakeMisuse } from '../kernel/errors';
import { optionalPackage } from '../kernel/optional-package';

/** What of @node-rs/xxhash is used: it computes in one step, as an operation must. The SDK's own gives promises. */
interface XxhashPackage {
  xxh64(bytes: Uint8Array): bigint;
  readonly xxh3: { xxh64(bytes: Uint8Array): bigint; xxh128(bytes: Uint8Array): bigint };
}

export type XxhashAlgorithm = 'XXHASH64' | 'XXHASH3' | 'XXHASH128';

/**
 * A checksum of the xxHash family, seed 0, most significant byte first.
 *
 * @throws FakeMisuse the package that computes it is not installed.
 */
export function xxhash(
  algorithm: XxhashAlgorithm,
  chunks: readonly Uint8Array[],
  load = loadPackage,
): Buffer {
  const hashes = load();
  if (hashes === undefined) {
    throw new FakeMisuse(
      `S3 checksums by ${algorithm} need the package @node-rs/xxhash, which is not installed: npm install -D @node-rs/xxhash.`,
    );
  }
  const [first = new Uint8Array(), ...others] = chunks;
  const bytes = others.length === 0 ? first : Buffer.concat(chunks);
  switch (algorithm) {
    case 'XXHASH64':
      return bigEndian(hashes.xxh64(bytes), 8);
    case 'XXHASH3':
      return bigEndian(hashes.xxh3.xxh64(bytes), 8);
    case 'XXHASH128':
      return bigEndian(hashes.xxh3.xxh128(bytes), 16);
  }
}

function bigEndian(value: bigint, bytes: number): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * bytes, '0'), 'hex');
}

function loadPackage(): XxhashPackage | undefined {
  return optionalPackage('@node-rs/xxhash', (): XxhashPackage => require('@node-rs/xxhash'));
}
