import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { byteRange } from '../../fakes/s3/range';
import { expectRefusal } from './caught';

describe('S3 ranges', () => {
  let aws: FakeAws;
  const client = new S3Client({});

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.bucket('b01').put('k', '01234567');
  });
  afterEach(() => aws.unplug());

  const rows: [range: string, text: string, contentRange: string | undefined][] = [
    ['bytes=0-0', '0', 'bytes 0-0/8'],
    ['bytes=2-4', '234', 'bytes 2-4/8'],
    ['bytes=2-', '234567', 'bytes 2-7/8'],
    ['bytes=7-7', '7', 'bytes 7-7/8'],
    ['bytes=7-99', '7', 'bytes 7-7/8'],
    ['bytes=0-7', '01234567', 'bytes 0-7/8'],
    ['bytes=0-', '01234567', 'bytes 0-7/8'],
    ['bytes=-1', '7', 'bytes 7-7/8'],
    ['bytes=-8', '01234567', 'bytes 0-7/8'],
    ['bytes=-9', '01234567', 'bytes 0-7/8'],
    ['bytes=1-0', '01234567', undefined],
    ['bytes=-1-', '01234567', undefined],
    ['bytes=0--1', '01234567', undefined],
    ['bytes=-', '01234567', undefined],
    ['0-1', '01234567', undefined],
    ['bytes=0-1,3-4', '01234567', undefined],
    ['lines=0-1', '01234567', undefined],
  ];
  for (const [Range, text, contentRange] of rows) {
    it(`${Range} gives ${text} with ${contentRange === undefined ? 200 : 206}`, async () => {
      const answer = await client.send(new GetObjectCommand({ Bucket: 'b01', Key: 'k', Range }));
      expect(await answer.Body?.transformToString()).to.equal(text);
      expect(answer.ContentRange).to.equal(contentRange);
      expect(answer.ContentLength).to.equal(text.length);
      expect(answer.$metadata.httpStatusCode).to.equal(contentRange === undefined ? 200 : 206);
      // The checksum is that of the whole object, so a real part of it comes without.
      expect(answer.ChecksumCRC32 === undefined).to.equal(text.length < 8);
      const head = await client.send(new HeadObjectCommand({ Bucket: 'b01', Key: 'k', Range }));
      expect(head.ContentRange).to.equal(contentRange);
      expect(head.$metadata.httpStatusCode).to.equal(answer.$metadata.httpStatusCode);
    });
  }

  for (const [Range, key, size] of [
    ['bytes=8-', 'k', '8'],
    ['bytes=8-9', 'k', '8'],
    ['bytes=-0', 'k', '8'],
    ['bytes=0-', 'empty', '0'],
    ['bytes=-1', 'empty', '0'],
  ] as const) {
    it(`${Range} of ${size} bytes is not satisfiable`, async () => {
      aws.s3.bucket('b01').put('empty', '');
      await expectRefusal(client.send(new GetObjectCommand({ Bucket: 'b01', Key: key, Range })), {
        name: 'InvalidRange',
        status: 416,
        message: 'The requested range is not satisfiable',
        members: { RangeRequested: Range, ActualObjectSize: size },
      });
    });
  }

  it('is a pure function', () => {
    expect(byteRange('bytes=1-2', 10)).to.deep.equal({ start: 1, end: 2 });
  });
});
