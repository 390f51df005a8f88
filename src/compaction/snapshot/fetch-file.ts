import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { errorMessage } from '../../shared/errors';
import type { Bucket } from './bucket';
import { SnapshotCorrupt } from './manifest';

/** What an object must turn out to be. */
export interface Expected {
  readonly size: number;
  /** Absent for a legacy version without a manifest. */
  readonly sha256?: string | undefined;
}

/** A body can break after the SDK's own attempts are over, so it is fetched anew. */
const BODY_ATTEMPTS = 3;
/** A body that arrives whole but different once more is different in S3. */
const MISMATCHES = 2;

/**
 * Streams an object to a local file and checks size and hash on the way.
 * @throws what S3 answered; SnapshotCorrupt when the bytes are not the expected ones.
 */
export async function fetchFile(
  bucket: Bucket,
  key: string,
  path: string,
  expected: Expected,
): Promise<void> {
  let mismatches = 0;
  for (let attempt = 1; ; attempt += 1) {
    const { Body } = await bucket.s3.send(new GetObjectCommand({ Bucket: bucket.name, Key: key }));
    // Only now: calls for several files go out in the order of the files, whatever the disk does.
    await mkdir(dirname(path), { recursive: true });
    try {
      const problem = mismatch(await store(Body, path), expected);
      if (problem === undefined) return;
      mismatches += 1;
      if (mismatches === MISMATCHES) throw new SnapshotCorrupt(`${key}: ${problem}`);
    } catch (error) {
      if (error instanceof SnapshotCorrupt) throw error;
      if (attempt === BODY_ATTEMPTS)
        throw new SnapshotCorrupt(`${key}: ${errorMessage(error)}`, { cause: error });
    }
  }
}

interface Stored {
  readonly size: number;
  readonly sha256: string;
}

async function store(body: unknown, path: string): Promise<Stored> {
  const hash = createHash('sha256');
  let size = 0;
  async function* measured(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  }
  if (!(body instanceof Readable)) throw new SnapshotCorrupt('GetObject answered without a readable body');
  await pipeline(body, measured, createWriteStream(path));
  return { size, sha256: hash.digest('hex') };
}

function mismatch(stored: Stored, expected: Expected): string | undefined {
  if (stored.size !== expected.size) return `${stored.size} bytes instead of ${expected.size}`;
  const sameHash = expected.sha256 === undefined || stored.sha256 === expected.sha256;
  return sameHash ? undefined : 'its SHA-256 is not the one in the manifest';
}
