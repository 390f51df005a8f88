import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import { isSafePath } from './layout';
import type { ManifestFile } from './manifest';

/** The local directory holds something that cannot be part of a snapshot. */
export class UnsafePath extends Error {
  override readonly name = 'UnsafePath';
}

/** Makes a directory, or empties it. */
export async function emptyDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
}

/**
 * All files below a directory with size and hash, by path. Hashed as a stream, so that timers (the heartbeat) go on.
 * @throws UnsafePath for a name that could not be restored.
 */
export async function describeFiles(directory: string): Promise<ManifestFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(directory.length + 1)
        .split(sep)
        .join(posix.sep),
    )
    .toSorted();
  const files: ManifestFile[] = [];
  for (const path of paths) {
    if (!isSafePath(path)) throw new UnsafePath(`${path} cannot be part of a snapshot`);
    const local = join(directory, path);
    files.push({ path, size: (await stat(local)).size, sha256: await hashFile(local) });
  }
  return files;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
