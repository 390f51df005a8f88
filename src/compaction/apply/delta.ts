import { join } from 'node:path';
import { slicesOf } from '../../shared/grouping';
import { parseVectorId } from '../../shared/receipt-keys';
import type { SnapshotEngine, VectorRecord } from '../engine/snapshot-engine';
import type { MergeTarget } from '../plan';
import { listObjects, type Bucket } from '../snapshot/bucket';
import { fetchFile } from '../snapshot/fetch-file';
import { isSafePath } from '../snapshot/layout';
import { emptyDirectory } from '../snapshot/local-files';
import type { ApplyContext } from './apply-context';

/** The delta of a run is not there, is packed in a way we cannot read, or did not arrive whole. */
export class DeltaError extends Error {
  override readonly name = 'DeltaError';
}

const RECORDS_PER_UPSERT = 250;
const S3_URL = /^s3:\/\/([^/]+)\/(.+)$/;

/**
 * Fetches and reads the delta of a run.
 * @throws DeltaError, the engine's errors, or what S3 answered.
 */
export async function readDelta(context: ApplyContext, target: MergeTarget): Promise<VectorRecord[]> {
  // A directory of its own per run (R30).
  const directory = join(context.directory, `delta-${target.runId}`);
  await fetchDelta(locate(context.bucket, target.prefix), directory);
  const delta = await context.engines.open(directory, { collection: context.collection, readOnly: true });
  const records: VectorRecord[] = [];
  try {
    for await (const record of delta.all()) records.push(record);
  } finally {
    await delta.close();
  }
  const foreign = records.find(({ id }) => parseVectorId(id) === undefined);
  if (foreign !== undefined) throw new DeltaError(`${foreign.id} is not the id of a line or word`);
  return records;
}

/** Puts records into the snapshot and checks that they are there. @throws DeltaError, or the engine's errors. */
export async function upsertAll(engine: SnapshotEngine, records: readonly VectorRecord[]): Promise<void> {
  for (const slice of slicesOf(records, RECORDS_PER_UPSERT)) await engine.upsert(slice);
  const present = await engine.get(records.map(({ id }) => id));
  const lost = records.filter(({ id }) => !present.has(id));
  if (lost.length > 0)
    throw new DeltaError(`${lost.length} of ${records.length} vectors are missing after the merge`);
}

interface Location {
  readonly bucket: Bucket;
  /** Ends with a slash. */
  readonly prefix: string;
}

/** Where a delta lies: `s3://bucket/prefix`, or a prefix in our own bucket. */
export function locate(own: Bucket, given: string): Location {
  const [, name, path] = S3_URL.exec(given) ?? [];
  const bucket = name === undefined ? own : { s3: own.s3, name };
  return { bucket, prefix: `${(path ?? given).replace(/\/+$/, '')}/` };
}

async function fetchDelta({ bucket, prefix }: Location, directory: string): Promise<void> {
  const objects = await listObjects(bucket, prefix);
  if (objects.length === 0) throw new DeltaError(`no objects below ${prefix}`);
  const files = objects.map(({ key, size }) => ({ key, size, path: key.slice(prefix.length) }));
  if (files.some(({ path }) => path === 'delta.tar.gz')) {
    throw new DeltaError(
      `${prefix}delta.tar.gz: packed deltas are not supported, upload the files below the prefix`,
    );
  }
  await emptyDirectory(directory);
  for (const { key, path, size } of files) {
    if (!isSafePath(path)) throw new DeltaError(`${key} would leave the directory`);
    await fetchFile(bucket, key, join(directory, path), { size });
  }
}
