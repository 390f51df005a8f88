import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ChromaServerError, startChromaServer } from '../../../../src/compaction/engine/chroma-server';

describe('startChromaServer', () => {
  it('fails with what a server printed that ends instead of answering', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'chroma-server-'));
    const cli = join(directory, 'cli.cjs');
    await writeFile(
      cli,
      "console.error('no database:', process.argv.slice(2, 4).join(' ')); process.exit(1);",
    );
    const error = await startChromaServer(cli, directory).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(ChromaServerError);
    expect(error).to.have.property('message').that.includes(`no database: run --path`);
    await rm(directory, { recursive: true });
  });
});
