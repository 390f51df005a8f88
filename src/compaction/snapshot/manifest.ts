import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { errorMessage } from '../../shared/errors';
import { COLLECTIONS } from '../../shared/receipt-keys';
import { isSafePath } from './layout';

/** What S3 holds is not what was published. */
export class SnapshotCorrupt extends Error {
  override readonly name = 'SnapshotCorrupt';
}

const ManifestFile = v.object({
  path: v.pipe(v.string(), v.check(isSafePath, 'leaves the directory')),
  size: v.pipe(v.number(), v.integer(), v.minValue(0)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});
/** A file of a version. */
export type ManifestFile = v.InferOutput<typeof ManifestFile>;

const Manifest = v.object({
  schema: v.literal(1),
  version: v.string(),
  collection: v.picklist(COLLECTIONS),
  created_at: v.string(),
  /** The version the pointer named before; null for the first. Together they form the history. */
  parent_version: v.nullable(v.string()),
  engine: v.string(),
  files: v.array(ManifestFile),
  total_bytes: v.number(),
});
/** What a version consists of, and what it was made from. */
export type Manifest = v.InferOutput<typeof Manifest>;

/** The manifest's text. Its hash stands in the pointer. */
export const encodeManifest = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 1)}\n`;

/** @throws SnapshotCorrupt when the text is no manifest, or not the one the pointer means. */
export function decodeManifest(text: string, expectedSha256: string | undefined): Manifest {
  if (expectedSha256 !== undefined && sha256(text) !== expectedSha256) {
    throw new SnapshotCorrupt('manifest.json is not the one the pointer names');
  }
  try {
    return v.parse(Manifest, JSON.parse(text));
  } catch (error) {
    throw new SnapshotCorrupt(`manifest.json: ${errorMessage(error)}`, { cause: error });
  }
}

/** SHA-256 in hexadecimal digits. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
