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
import { unpack } from './unpack';

/** The delta of a run is not there, is not of lines and words, or did not arrive whole. */
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

/** Name of a packed delta below its prefix. */
const ARCHIVE = 'delta.tar.gz';

async function fetchDelta({ bucket, prefix }: Location, directory: string): Promise<void> {
  const objects = await listObjects(bucket, prefix);
  if (objects.length === 0) throw new DeltaError(`no objects below ${prefix}`);
  await emptyDirectory(directory);
  const packed = objects.find(({ key }) => key === prefix + ARCHIVE);
  if (packed !== undefined) {
    const archive = `${directory}.tar.gz`;
    await fetchFile(bucket, packed.key, archive, packed);
    return unpack(archive, directory);
  }
  for (const { key, size } of objects) {
    const path = key.slice(prefix.length);
    if (!isSafePath(path)) throw new DeltaError(`${key} would leave the directory`);
    await fetchFile(bucket, key, join(directory, path), { size });
  }
}
