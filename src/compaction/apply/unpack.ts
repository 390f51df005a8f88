import { mkdir } from 'node:fs/promises';
import { list, extract, type ReadEntry } from 'tar';
import { isSafePath } from '../snapshot/layout';

/** An archive that is damaged, or that would write where or what it must not. */
export class UnsafeArchive extends Error {
  override readonly name = 'UnsafeArchive';
}

const KINDS: ReadonlySet<string> = new Set(['File', 'OldFile', 'Directory']);

/**
 * Unpacks a `.tar.gz` into a directory, all of it or nothing: every entry is looked at before the first is written.
 * @throws UnsafeArchive for links, for paths that leave the directory, and for bytes that are no archive.
 */
export async function unpack(archive: string, directory: string): Promise<void> {
  const refused: string[] = [];
  const look = (entry: ReadEntry): void => {
    if (!KINDS.has(entry.type)) refused.push(`${entry.path} is a ${entry.type}`);
    else if (!isInside(entry.path)) refused.push(`${entry.path} would leave the directory`);
  };
  try {
    await list({ file: archive, strict: true, onReadEntry: look });
    if (refused.length === 0) {
      await mkdir(directory, { recursive: true });
      await extract({ file: archive, cwd: directory, strict: true });
    }
  } catch (error) {
    throw new UnsafeArchive(error instanceof Error ? error.message : String(error), { cause: error });
  }
  if (refused.length > 0) throw new UnsafeArchive(refused.join('; '));
}

/** `tar -C dir .` names everything `./…`, and directories end with a slash. */
const isInside = (path: string): boolean => {
  const plain = path.replace(/^\.\//, '').replace(/\/$/, '');
  return plain === '' || isSafePath(plain);
};
