import { join } from 'node:path';
import { concurrently } from '../../shared/concurrently';
import { errorName } from '../../shared/errors';
import type { Collection } from '../../shared/receipt-keys';
import type { EngineFactory } from '../engine/snapshot-engine';
import { listObjects, readText, type Bucket } from './bucket';
import { fetchFile, type Expected } from './fetch-file';
import { isSafePath, MANIFEST_FILE, versionPrefix } from './layout';
import { emptyDirectory } from './local-files';
import { decodeManifest, SnapshotCorrupt } from './manifest';
import { readPointer, type Pointer } from './pointer';

/** The pointer names a version whose objects are not there. */
export class DanglingPointer extends Error {
  override readonly name = 'DanglingPointer';
}

/** The live version on disk. */
export interface Downloaded {
  readonly pointer: Pointer;
  readonly files: number;
  readonly bytes: number;
}

interface Source {
  readonly bucket: Bucket;
  readonly collection: Collection;
  /** Must be able to read what the manifest's engine wrote. */
  readonly engine: Pick<EngineFactory, 'name' | 'reads'>;
}

const CONCURRENT_FILES = 8;
const RESTARTS = 2;

/**
 * Downloads the version the pointer names into an empty directory; undefined when there is no pointer.
 * A reader writes nothing (R26), and a version that retention takes away meanwhile is given up for its successor (R22).
 * @throws DanglingPointer, SnapshotCorrupt, SnapshotAccessDenied, or what S3 answered.
 */
export async function downloadSnapshot(source: Source, directory: string): Promise<Downloaded | undefined> {
  let pointer = await readPointer(source.bucket, source.collection);
  for (let restarts = 0; pointer !== undefined; restarts += 1) {
    try {
      return await downloadVersion(source, pointer, directory);
    } catch (error) {
      if (errorName(error) !== 'NoSuchKey' && !(error instanceof DanglingPointer)) throw error;
      const moved: Pointer | undefined = await readPointer(source.bucket, source.collection);
      if (moved === undefined || moved.version === pointer.version || restarts === RESTARTS) {
        throw new DanglingPointer(`objects of version ${pointer.version} are missing`, { cause: error });
      }
      pointer = moved;
    }
  }
  return undefined;
}

async function downloadVersion(source: Source, pointer: Pointer, directory: string): Promise<Downloaded> {
  const prefix = versionPrefix(source.collection, pointer.version);
  const files = await filesOf(source, pointer, prefix);
  await emptyDirectory(directory);
  await concurrently(files, CONCURRENT_FILES, ({ path, ...expected }) =>
    fetchFile(source.bucket, prefix + path, join(directory, path), expected),
  );
  return { pointer, files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
}

type ExpectedFile = Expected & { readonly path: string };

async function filesOf(source: Source, pointer: Pointer, prefix: string): Promise<readonly ExpectedFile[]> {
  try {
    const { text } = await readText(source.bucket, prefix + MANIFEST_FILE);
    const manifest = decodeManifest(text, pointer.manifestSha256);
    if (!source.engine.reads(manifest.engine)) {
      throw new SnapshotCorrupt(
        `version ${pointer.version} was written by ${manifest.engine}, which ${source.engine.name} cannot read`,
      );
    }
    return manifest.files;
  } catch (error) {
    if (errorName(error) !== 'NoSuchKey' || pointer.manifestSha256 !== undefined) throw error;
    return legacyFiles(source.bucket, prefix);
  }
}

/** A version from before manifests. Nothing below its prefix is not an empty snapshot (R20). */
async function legacyFiles(bucket: Bucket, prefix: string): Promise<ExpectedFile[]> {
  const objects = await listObjects(bucket, prefix);
  if (objects.length === 0) throw new DanglingPointer(`no objects below ${prefix}`);
  return objects.map(({ key, size }) => {
    const path = key.slice(prefix.length);
    if (!isSafePath(path)) throw new SnapshotCorrupt(`${key} would leave the directory`);
    return { path, size };
  });
}
