import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { UnsafeArchive, unpack } from '../../../../src/compaction/apply/unpack';
import { tarball } from '../../../arrange/snapshots';

describe('unpack', () => {
  let directory: string;
  let archive: string;
  let target: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'unpack-'));
    archive = join(directory, 'delta.tar.gz');
    target = join(directory, 'delta');
  });
  afterEach(() => rm(directory, { recursive: true }));

  const failure = (): Promise<unknown> => unpack(archive, target).catch((error: unknown) => error);
  async function refused(message: string): Promise<void> {
    expect(await failure())
      .to.be.instanceOf(UnsafeArchive)
      .with.property('message', message);
    expect((await readdir(directory)).toSorted()).to.deep.equal(['delta.tar.gz']);
  }

  it('unpacks files, also below directories and below "."', async () => {
    await writeFile(
      archive,
      tarball([
        { path: './a.txt', text: 'A' },
        { path: 'sub/b.txt', text: 'B' },
      ]),
    );
    await unpack(archive, target);
    expect(await readFile(join(target, 'a.txt'), 'utf8')).to.equal('A');
    expect(await readFile(join(target, 'sub', 'b.txt'), 'utf8')).to.equal('B');
  });

  for (const path of ['../evil', '/etc/evil', 'sub/../../evil', 'a\\b']) {
    it(`refuses ${path}, and writes nothing of what comes before it`, async () => {
      await writeFile(archive, tarball([{ path: 'good' }, { path }]));
      await refused(`${path} would leave the directory`);
    });
  }

  it('refuses links', async () => {
    await writeFile(archive, tarball([{ path: 'link', link: '/etc' }]));
    await refused('link is a SymbolicLink');
  });

  it('refuses an archive of which an entry is damaged, instead of leaving the entry out', async () => {
    const blocks = gunzipSync(
      tarball([
        { path: 'a', text: 'A' },
        { path: 'b', text: 'B' },
      ]),
    );
    // In the name of the second entry: its header's checksum is wrong now.
    blocks[1_024] = 0x7a;
    await writeFile(archive, gzipSync(blocks));
    expect(await failure()).to.be.instanceOf(UnsafeArchive);
  });

  it('refuses what is no archive, and one that was cut off', async () => {
    await writeFile(archive, 'x');
    expect(await failure()).to.be.instanceOf(UnsafeArchive);
    const whole = tarball([{ path: 'a', text: 'x'.repeat(1_000) }]);
    await writeFile(archive, whole.subarray(0, whole.length / 2));
    expect(await failure()).to.be.instanceOf(UnsafeArchive);
  });
});
