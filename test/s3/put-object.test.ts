import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { caught, expectRefusal, type Refusal } from './caught';

const Bucket = 'photos';
const Key = 'a/b.txt';

describe('S3.PutObject', () => {
  let aws: FakeAws;
  let client: S3Client;
  const put = (input: Partial<PutObjectCommandInput> = {}) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello', ...input }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
    client = new S3Client({});
  });
  afterEach(() => aws.unplug());

  it('answers the quoted MD5, the encryption and the checksum that the SDK sends by default', async () => {
    const { $metadata, ...answer } = await put();
    expect(answer).to.deep.equal({
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
      ServerSideEncryption: 'AES256',
      ChecksumCRC32: 'NhCmhg==',
      ChecksumType: 'FULL_OBJECT',
    });
    expect($metadata).to.include({ httpStatusCode: 200, attempts: 1 });
    expect($metadata.requestId).to.match(/^[0-9A-F]{16}$/);
    expect($metadata.extendedRequestId).to.be.a('string');
  });

  const bodies: [string, () => PutObjectCommandInput['Body'], string][] = [
    ['a string, as UTF-8', () => 'grüße', 'grüße'],
    ['bytes', () => new Uint8Array([104, 105]), 'hi'],
    ['a Buffer that is a window on a larger one', () => Buffer.from('xhix').subarray(1, 3), 'hi'],
    ['nothing', () => undefined, ''],
    ['an empty string', () => '', ''],
  ];
  for (const [what, body, stored] of bodies) {
    it(`stores ${what}`, async () => {
      await client.send(new PutObjectCommand({ Bucket, Key, Body: body() as Buffer }));
      expect(aws.s3.bucket(Bucket).get(Key)).to.include({ text: stored, size: Buffer.byteLength(stored) });
    });
  }

  it('stores a Readable of known length', async () => {
    await put({ Body: Readable.from([Buffer.from('h'), Buffer.from('i')]), ContentLength: 2 });
    expect(aws.s3.bucket(Bucket).get(Key)).to.include({ text: 'hi', size: 2 });
  });

  it('keeps every byte of a binary body', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    await put({ Body: bytes });
    expect(aws.s3.bucket(Bucket).get(Key)?.body).to.deep.equal(bytes);
  });

  it('keeps a copy: what the caller does to the bytes later is not stored', async () => {
    const bytes = Buffer.from('hello');
    await put({ Body: bytes });
    bytes.fill(0);
    expect(aws.s3.bucket(Bucket).get(Key)?.text).to.equal('hello');
  });

  it('replaces the object under the same key, its metadata included', async () => {
    await put({ Metadata: { a: '1' } });
    await put({ Body: 'again', Metadata: { b: '2' } });
    expect(aws.s3.bucket(Bucket).get(Key)).to.deep.include({ text: 'again', metadata: { b: '2' } });
    expect(aws.s3.bucket(Bucket).size).to.equal(1);
  });

  const conditional: [string, Partial<PutObjectCommandInput>, boolean, Refusal | 'stored'][] = [
    ['If-None-Match: * on a missing key', { IfNoneMatch: '*' }, false, 'stored'],
    ['If-None-Match: * on an object', { IfNoneMatch: '*' }, true, failed('If-None-Match')],
    ['If-None-Match with an entity tag', { IfNoneMatch: '"x"' }, true, notImplemented('If-None-Match')],
    [
      'If-None-Match with an entity tag on a missing key',
      { IfNoneMatch: '"x"' },
      false,
      notImplemented('If-None-Match'),
    ],
    ['If-Match with the quoted tag', { IfMatch: eTag('old') }, true, 'stored'],
    ['If-Match with the unquoted tag', { IfMatch: eTag('old').slice(1, -1) }, true, 'stored'],
    ['If-Match with another tag', { IfMatch: eTag('else') }, true, failed('If-Match')],
    [
      'If-Match on a missing key',
      { IfMatch: eTag('old') },
      false,
      { name: 'NoSuchKey', status: 404, message: 'The specified key does not exist.', members: { Key } },
    ],
    ['If-Match: *', { IfMatch: '*' }, true, notImplemented('If-Match')],
    [
      'both headers',
      { IfMatch: eTag('old'), IfNoneMatch: '*' },
      true,
      notImplemented('If-Match,If-None-Match', 'Multiple conditional request headers present in the request'),
    ],
  ];
  for (const [what, condition, exists, answer] of conditional) {
    it(`with ${what}: ${answer === 'stored' ? 'stores' : answer.name}`, async () => {
      if (exists) aws.s3.bucket(Bucket).put(Key, 'old');
      if (answer === 'stored') {
        await put(condition);
        expect(aws.s3.bucket(Bucket).get(Key)?.text).to.equal('hello');
      } else {
        await expectRefusal(put(condition), answer);
        expect(aws.s3.bucket(Bucket).get(Key)?.text).to.equal(exists ? 'old' : undefined);
      }
    });
  }

  it('loses an update when the handler reads and writes back, and tells one that uses If-Match', async () => {
    const increment = async (careful: boolean): Promise<void> => {
      const read = await client.send(new GetObjectCommand({ Bucket, Key }));
      const count = Number(await read.Body?.transformToString());
      const condition = careful ? { IfMatch: read.ETag } : {};
      await client.send(new PutObjectCommand({ Bucket, Key, Body: String(count + 1), ...condition }));
    };
    aws.s3.bucket(Bucket).put(Key, '0');
    await Promise.all([increment(false), increment(false)]);
    expect(aws.s3.bucket(Bucket).get(Key)?.text).to.equal('1');

    const outcomes = await Promise.allSettled([increment(true), increment(true)]);
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [String(outcome.reason.name)] : [],
    );
    expect(refused).to.deep.equal(['PreconditionFailed']);
    expect(aws.s3.bucket(Bucket).get(Key)?.text).to.equal('2');
  });

  it('answers 412 to its own success when the answer was lost and the SDK tried again', async () => {
    aws.faults.on(PutObjectCommand).answerLost();
    const error = await expectRefusal(put({ IfNoneMatch: '*' }), failed('If-None-Match'));
    expect(error['$metadata']).to.include({ attempts: 2 });
    expect(aws.s3.bucket(Bucket).get(Key)?.text).to.equal('hello');
  });

  it('takes If-None-Match: * again once the key was deleted', async () => {
    await put({ IfNoneMatch: '*' });
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    await put({ IfNoneMatch: '*' });
  });

  const md5Of = (text: string) => createHash('md5').update(text).digest('base64');
  const refusals: [string, Partial<PutObjectCommandInput>, Refusal][] = [
    [
      'a bucket that does not exist',
      { Bucket: 'nowhere' },
      {
        name: 'NoSuchBucket',
        status: 404,
        message: 'The specified bucket does not exist',
        members: { BucketName: 'nowhere' },
      },
    ],
    [
      'a key of 1,025 bytes',
      { Key: `${'k'.repeat(1023)}é` },
      {
        name: 'KeyTooLongError',
        status: 400,
        message: 'Your key is too long',
        members: { Size: '1025', MaxSizeAllowed: '1024' },
      },
    ],
    [
      'Content-MD5 that is no MD5',
      { ContentMD5: '!' },
      {
        name: 'InvalidDigest',
        status: 400,
        message: 'The Content-MD5 you specified was invalid.',
        members: { 'Content-MD5': '!' },
      },
    ],
    [
      'Content-MD5 of something else',
      { ContentMD5: md5Of('else') },
      {
        name: 'BadDigest',
        status: 400,
        message: 'The Content-MD5 you specified did not match what we received.',
        members: { ExpectedDigest: md5Of('else'), CalculatedDigest: md5Of('hello') },
      },
    ],
    [
      "another account as the bucket's owner",
      { ExpectedBucketOwner: '999999999999' },
      { name: 'AccessDenied', status: 403, message: 'Access Denied' },
    ],
    [
      'an owner that is no account id',
      { ExpectedBucketOwner: 'abcd' },
      {
        name: 'InvalidBucketOwnerAWSAccountID',
        status: 400,
        message: 'The value of the expected bucket owner parameter must be an AWS Account ID... [abcd]',
      },
    ],
  ];
  for (const [what, input, refusal] of refusals) {
    it(`refuses ${what}: ${refusal.name}`, async () => {
      await expectRefusal(put(input), refusal);
      expect(aws.s3.bucket(Bucket).size).to.equal(0);
    });
  }

  it('takes a key of 1,024 bytes, an MD5 that fits and the right owner', async () => {
    const key = `${'k'.repeat(1022)}é`;
    await put({
      Key: key,
      ContentMD5: md5Of('hello'),
      ContentLength: 5,
      ExpectedBucketOwner: '000000000000',
    });
    expect(aws.s3.bucket(Bucket).keys()).to.deep.equal([key]);
  });

  it('is a misuse with a ContentLength that is not that of the body', async () => {
    const error = await caught(put({ ContentLength: 6 }));
    expect(error.name).to.equal('FakeMisuse');
    expect(error.message).to.contain('ContentLength is 6 and the Body has 5 bytes');
    expect(() => aws.unplug()).to.throw('ContentLength is 6');
  });

  const beforeSending: [Partial<PutObjectCommandInput>, string][] = [
    [{ Bucket: undefined }, 'No value provided for input HTTP label: Bucket.'],
    [{ Bucket: '' }, 'No value provided for input HTTP label: Bucket.'],
    [{ Key: undefined }, 'No value provided for input HTTP label: Key.'],
    [{ Key: '' }, 'Empty value provided for input HTTP label: Key.'],
    [{ Key: '\ud800' }, 'URI malformed'],
    [{ Bucket: 'a/b' }, "Bucket name shouldn't contain '/', received 'a/b'"],
  ];
  for (const [input, message] of beforeSending) {
    it(`fails in the SDK with ${JSON.stringify(input)}: ${message}`, async () => {
      const error = await caught(put(input));
      expect(error.message).to.equal(message);
      expect(error).to.not.have.any.keys('$metadata', '$fault');
    });
  }

  it('refuses what is not modelled, by name', async () => {
    const error = await caught(put({ ObjectLockEventHold: 'ON' }));
    expect(error.name).to.equal('NotSupportedByFake');
    expect(error.message).to.contain('PutObject: the parameter ObjectLockEventHold is not modelled');
    expect(() => aws.unplug()).to.throw('ObjectLockEventHold');
  });

  function failed(condition: string): Refusal {
    return {
      name: 'PreconditionFailed',
      status: 412,
      message: 'At least one of the pre-conditions you specified did not hold',
      members: { Condition: condition },
    };
  }

  function notImplemented(
    header: string,
    why = `We don't accept the provided value of ${header} header for this API`,
  ): Refusal {
    return {
      name: 'NotImplemented',
      status: 501,
      message: 'A header you provided implies functionality that is not implemented',
      members: { Header: header, additionalMessage: why },
    };
  }

  function eTag(text: string): string {
    return `"${createHash('md5').update(text).digest('hex')}"`;
  }
});
