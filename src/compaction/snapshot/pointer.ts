import { PutObjectCommand } from '@aws-sdk/client-s3';
import * as v from 'valibot';
import { errorName, httpStatus } from '../../shared/errors';
import type { Collection } from '../../shared/receipt-keys';
import { readText, type Bucket } from './bucket';
import { isSafePath, pointerKey } from './layout';
import { SnapshotCorrupt } from './manifest';

/** S3 refused a read. It does so for missing keys as well, when the caller may not list the bucket (R27). */
export class SnapshotAccessDenied extends Error {
  override readonly name = 'SnapshotAccessDenied';
}

/** The live version, as the pointer object names it. */
export interface Pointer {
  readonly version: string;
  /** Absent in the legacy form, which is the bare version. */
  readonly manifestSha256?: string;
  /** Of the object: the next writer must still find it. */
  readonly etag: string;
}

const PointerBody = v.object({
  version: v.string(),
  manifest_sha256: v.optional(v.string()),
  fencing_token: v.optional(v.number()),
  published_at: v.optional(v.string()),
});

/**
 * The pointer, or undefined when nothing was ever published.
 * @throws SnapshotAccessDenied, SnapshotCorrupt, or what S3 answered: an error is never "nothing" (R11).
 */
export async function readPointer(bucket: Bucket, collection: Collection): Promise<Pointer | undefined> {
  const key = pointerKey(collection);
  try {
    const { text, etag } = await readText(bucket, key);
    return decodePointer(text, etag);
  } catch (error) {
    if (errorName(error) === 'NoSuchKey') return undefined;
    if (httpStatus(error) !== 403) throw error;
    throw new SnapshotAccessDenied(
      `reading ${key} was denied; without s3:ListBucket S3 answers 403 for a missing key, too`,
      { cause: error },
    );
  }
}

/** @throws SnapshotCorrupt when the text names no version. */
export function decodePointer(text: string, etag: string): Pointer {
  const trimmed = text.trim();
  const body = trimmed.startsWith('{') ? parseBody(trimmed) : { version: trimmed };
  const { version, manifest_sha256: manifestSha256 } = body;
  if (!isSafePath(version) || version.includes('/'))
    throw new SnapshotCorrupt(`the pointer names no version: ${trimmed.slice(0, 80)}`);
  return manifestSha256 === undefined ? { version, etag } : { version, manifestSha256, etag };
}

function parseBody(text: string): v.InferOutput<typeof PointerBody> {
  try {
    return v.parse(PointerBody, JSON.parse(text));
  } catch (error) {
    throw new SnapshotCorrupt('the pointer is no valid JSON', { cause: error });
  }
}

/** What the pointer is to say. */
export interface NewPointer {
  readonly version: string;
  readonly manifestSha256: string;
  readonly fencingToken: number;
  readonly publishedAt: string;
}

/** The compare-and-swap: succeeds only while the pointer is still `expected` (undefined: still absent). */
export async function putPointer(
  { s3, name }: Bucket,
  collection: Collection,
  next: NewPointer,
  expected: Pointer | undefined,
): Promise<void> {
  const Body = JSON.stringify({
    version: next.version,
    manifest_sha256: next.manifestSha256,
    fencing_token: next.fencingToken,
    published_at: next.publishedAt,
  });
  const condition = expected === undefined ? { IfNoneMatch: '*' } : { IfMatch: expected.etag };
  await s3.send(
    new PutObjectCommand({
      Bucket: name,
      Key: pointerKey(collection),
      Body,
      ContentType: 'text/plain',
      ...condition,
    }),
  );
}
