import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { rejection } from '../kernel/toy-world';

const object = { Bucket: 'bbb', Key: 'k' };
const CRC32_OF_ABC = 'NSRBwg==';

/** Captured: client-s3 3.1169.0 on Node 20, against a server that takes everything. */
describe('plug/unsendable-body', () => {
  let aws: FakeAws;
  let client: S3Client;
  const put = (Body: unknown, more: Partial<PutObjectCommandInput> = {}) =>
    client.send(
      new PutObjectCommand({ ...object, ...more, Body: Body as NonNullable<PutObjectCommandInput['Body']> }),
    );
  const stored = () => aws.s3.bucket('bbb').get('k')?.text;
  const stream = () => Readable.from([Buffer.from('a'), Buffer.from('bc')]);
  const FLOWING = 'Unable to calculate hash for flowing readable stream';
  const UNKNOWN = 'Invalid value "undefined" for header "x-amz-decoded-content-length"';

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket('bbb');
    client = new S3Client({});
  });
  afterEach(() => aws.unplug());

  async function expectUnknownLength(call: Promise<unknown>): Promise<void> {
    const error = await rejection(call);
    expect(error).to.be.instanceOf(TypeError);
    expect(error.message).to.equal(UNKNOWN);
    expect(error).to.include({ code: 'ERR_HTTP_INVALID_HEADER_VALUE' });
    expect(error).to.not.have.property('$metadata');
  }

  it('is a Node stream whose length nobody knows', async () => {
    await expectUnknownLength(put(stream()));
    await expectUnknownLength(put(stream(), { ChecksumAlgorithm: 'SHA256' }));
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(object));
    await expectUnknownLength(
      client.send(new UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: stream() })),
    );
    expect(stored()).to.equal(undefined);
  });

  it('is the body of another object: the naive copy fails, one with the length and lib-storage do not', async () => {
    aws.s3.bucket('bbb').put('source', 'abc');
    const get = () => client.send(new GetObjectCommand({ ...object, Key: 'source' }));
    await expectUnknownLength(put((await get()).Body));
    const { Body, ContentLength } = await get();
    await put(Body, { ContentLength: ContentLength ?? 0 });
    expect(stored()).to.equal('abc');
    const params = { ...object, Key: 'uploaded', Body: (await get()).Body as Readable };
    await new Upload({ client, params }).done();
    expect(aws.s3.bucket('bbb').get('uploaded')?.text).to.equal('abc');
  });

  it('is not a stream of a file, or of a part of one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'body-'));
    try {
      const path = join(folder, 'file');
      writeFileSync(path, 'xabcx');
      await put(createReadStream(path));
      expect(stored()).to.equal('xabcx');
      await put(createReadStream(path, { start: 1, end: 3 }));
      expect(stored()).to.equal('abc');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  const rows: [string, () => unknown][] = [
    ['a web stream', () => new Blob(['abc']).stream()],
    ['a Blob', () => new Blob(['abc'])],
    ['a generator', () => stream()[Symbol.asyncIterator]()],
    ['a Node stream that was read from', () => stream().pause()],
  ];
  for (const [what, body] of rows) {
    it(`is ${what}, with a length too`, async () => {
      for (const more of [{}, { ContentLength: 3 }]) {
        const error = await rejection(put(body(), more));
        expect(error.constructor).to.equal(Error);
        expect(error.message).to.equal(FLOWING);
      }
      expect(stored()).to.equal(undefined);
    });
  }

  it('is none where the SDK digests nothing: with a checksum, or where the client does so only if it must', async () => {
    await put(stream(), { ChecksumCRC32: CRC32_OF_ABC });
    expect(stored()).to.equal('abc');
    client = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    for (const body of [stream(), new Blob(['def']), new Blob(['def']).stream()]) {
      await put(body);
      expect(stored()).to.equal(body instanceof Readable ? 'abc' : 'def');
    }
    await expectUnknownLength(put(stream(), { ChecksumAlgorithm: 'CRC32' }));
  });
});
