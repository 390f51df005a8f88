import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { sdkStreamMixin } from '@smithy/core/serde';
import { expect } from 'chai';
import { fetchFile } from '../../../../src/compaction/snapshot/fetch-file';
import { sha256, SnapshotCorrupt } from '../../../../src/compaction/snapshot/manifest';
import { BUCKET, lambdaWorld, type LambdaWorld } from '../../../arrange/lambda-world';

const expected = { size: 5, sha256: sha256('hello') };

describe('fetchFile', () => {
  let world: LambdaWorld;
  let directory: string;
  beforeEach(async () => {
    world = await lambdaWorld();
    directory = await mkdtemp(join(tmpdir(), 'fetch-file-'));
    world.aws.s3.bucket(BUCKET).put('key', 'hello');
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
    world.end();
  });

  const path = () => join(directory, 'deep', 'file');
  const fetch = (what = expected, key = 'key') =>
    fetchFile({ s3: world.clients.s3, name: BUCKET }, key, path(), what);
  const failure = async (work: Promise<void>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );
  const gets = (): number => world.s3Mock.commandCalls(GetObjectCommand).length;
  /** Bodies that GetObject answers with, one after the other. */
  const answerWith = (...bodies: Readable[]): void => {
    world.s3Mock
      .on(GetObjectCommand)
      .callsFake(() => ({ Body: sdkStreamMixin(bodies.shift() ?? Readable.from([])) }));
  };
  const breaking = () =>
    Readable.from(
      (function* () {
        yield Buffer.from('he');
        throw new Error('aborted');
      })(),
    );

  it('stores what S3 sends', async () => {
    await fetch();
    expect(await readFile(path(), 'utf8')).to.equal('hello');
  });

  it('needs no hash', async () => {
    await fetchFile({ s3: world.clients.s3, name: BUCKET }, 'key', path(), { size: 5 });
    expect(await readFile(path(), 'utf8')).to.equal('hello');
  });

  it('fetches a damaged body once more (R23)', async () => {
    answerWith(Readable.from([Buffer.from('hellx')]), Readable.from([Buffer.from('hello')]));
    await fetch();
    expect([gets(), await readFile(path(), 'utf8')]).to.deep.equal([2, 'hello']);
  });

  for (const [what, wrong] of [
    ['another size', { size: 4, sha256: sha256('hell') }],
    ['another hash', { size: 5, sha256: sha256('other') }],
  ] as const) {
    it(`gives up after ${what} twice (R23)`, async () => {
      expect(await failure(fetch(wrong))).to.be.instanceOf(SnapshotCorrupt);
      expect(gets()).to.equal(2);
    });
  }

  it('fetches a body that breaks off up to three times', async () => {
    answerWith(breaking(), breaking(), Readable.from([Buffer.from('hello')]));
    await fetch();
    expect(gets()).to.equal(3);
    answerWith(breaking(), breaking(), breaking());
    expect(await failure(fetch()))
      .to.be.instanceOf(SnapshotCorrupt)
      .with.property('message', 'key: aborted');
  });

  it('leaves refusals of S3 as they are: the SDK has tried enough', async () => {
    expect(await failure(fetch(expected, 'other'))).to.have.property('name', 'NoSuchKey');
    expect(gets()).to.equal(1);
  });

  it('needs a body', async () => {
    world.s3Mock.on(GetObjectCommand).resolves({});
    expect(await failure(fetch()))
      .to.be.instanceOf(SnapshotCorrupt)
      .with.property('message')
      .that.includes('without a readable body');
  });
});
