import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import {
  bindingPackage,
  ChromaUnavailable,
  findChroma,
  probeChroma,
} from '../../../../src/compaction/engine/chroma-binding';

describe('findChroma and probeChroma', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'chroma-binding-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function file(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  /** The package with a command line that does this. */
  async function install(cli: string): Promise<void> {
    const exported = { version: '3.5.0', exports: { '.': './dist/cjs/chromadb.cjs' } };
    await file('node_modules/chromadb/package.json', JSON.stringify(exported));
    await file('node_modules/chromadb/dist/cjs/chromadb.cjs', '');
    await file('node_modules/chromadb/dist/cli.mjs', cli);
    const binding = bindingPackage(process.platform, process.arch);
    await file(`node_modules/${binding}/package.json`, JSON.stringify({ version: '1.3.4' }));
  }
  const find = () => findChroma(join(directory, 'src', 'x.js'));

  it('finds the command line and the version of the binding', async () => {
    await install('');
    expect(find()).to.deep.equal({
      cli: join(directory, 'node_modules/chromadb/dist/cli.mjs'),
      version: '1.3.4',
    });
    expect(() => probeChroma(find())).not.to.throw();
  });

  for (const [platform, name] of [
    ['linux', 'chromadb-js-bindings-linux-x64-gnu'],
    ['win32', 'chromadb-js-bindings-win32-x64-msvc'],
    ['darwin', 'chromadb-js-bindings-darwin-x64'],
  ] as const) {
    it(`looks for ${name} on ${platform}`, () => expect(bindingPackage(platform, 'x64')).to.equal(name));
  }

  it('says that the package is not installed', () => {
    expect(find).to.throw(ChromaUnavailable, "Cannot find module 'chromadb'");
  });

  it("says the loader's message when the binding does not load", async () => {
    await install('throw new Error("libc.so.6: version `GLIBC_2.39\' not found");');
    expect(() => probeChroma(find())).to.throw(
      ChromaUnavailable,
      "Error: libc.so.6: version `GLIBC_2.39' not found",
    );
  });

  it('says that it failed when there is no loader message', async () => {
    await install('process.exit(3)');
    expect(() => probeChroma(find())).to.throw(ChromaUnavailable, 'Command failed');
  });
});
