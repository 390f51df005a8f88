import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describeFiles, emptyDirectory, UnsafePath } from '../../../../src/compaction/snapshot/local-files';
import { sha256 } from '../../../../src/compaction/snapshot/manifest';

describe('local files of a snapshot', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'local-files-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('are described by path, size and hash, sorted', async () => {
    await mkdir(join(directory, 'segment'));
    await writeFile(join(directory, 'segment', 'b.bin'), 'bb');
    await writeFile(join(directory, 'a.txt'), '');
    expect(await describeFiles(directory)).to.deep.equal([
      { path: 'a.txt', size: 0, sha256: sha256('') },
      { path: 'segment/b.bin', size: 2, sha256: sha256('bb') },
    ]);
  });

  it('must have names that can be restored', async () => {
    await writeFile(join(directory, 'a b'), '');
    const error = await describeFiles(directory).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(UnsafePath);
  });

  it('are removed from a directory that is to be empty', async () => {
    await writeFile(join(directory, 'old'), '');
    await emptyDirectory(directory);
    expect(await readdir(directory)).to.deep.equal([]);
    await emptyDirectory(join(directory, 'new', 'deep'));
    expect(await readdir(directory)).to.deep.equal(['new']);
  });
});
