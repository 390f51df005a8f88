import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  type GetObjectCommandInput,
  type StorageClass,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf, expectBodyless, expectRefusal, type Refusal } from './caught';

const Bucket = 'photos';
const Key = 'k';
const ETAG = '"2e9ec317e197819358fbc43afca7d837"';

describe('S3.GetObject', () => {
  let aws: FakeAws;
  let client: S3Client;
  const get = (input: Partial<GetObjectCommandInput> = {}) =>
    client.send(new GetObjectCommand({ Bucket, Key, ...input }));
  const head = (input: Partial<GetObjectCommandInput> = {}) =>
    client.send(new HeadObjectCommand({ Bucket, Key, ...input }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.bucket(Bucket).put(Key, '01234567');
    client = new S3Client({});
  });
  afterEach(() => aws.unplug());

  it('answers everything about the object', async () => {
    const expires = new Date('2030-01-02T03:04:05.678Z');
    await client.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: '01234567',
        CacheControl: 'no-cache',
        ContentDisposition: 'inline',
        ContentEncoding: 'identity',
        ContentLanguage: 'de',
        ContentType: 'text/plain',
        Expires: expires,
        Metadata: { Owner: 'me' },
        StorageClass: 'STANDARD_IA',
        Tagging: 'a=1&b=2',
        WebsiteRedirectLocation: '/else',
      }),
    );
    const { Body, $metadata, LastModified, ...answer } = await get();
    const known = {
      AcceptRanges: 'bytes',
      ContentLength: 8,
      ETag: ETAG,
      CacheControl: 'no-cache',
      ContentDisposition: 'inline',
      ContentEncoding: 'identity',
      ContentLanguage: 'de',
      ContentType: 'text/plain',
      Expires: new Date('2030-01-02T03:04:05.000Z'),
      ExpiresString: 'Wed, 02 Jan 2030 03:04:05 GMT',
      Metadata: { owner: 'me' },
      ServerSideEncryption: 'AES256',
      StorageClass: 'STANDARD_IA',
      TagCount: 2,
      WebsiteRedirectLocation: '/else',
    };
    expect(answer).to.deep.equal({ ...known, ChecksumCRC32: 'LYA69Q==', ChecksumType: 'FULL_OBJECT' });
    expect(await Body?.transformToString()).to.equal('01234567');
    expect(LastModified?.getMilliseconds()).to.equal(0);
    expect($metadata.httpStatusCode).to.equal(200);

    const headed = answerOf(await head(), 'LastModified');
    expect(headed).to.deep.equal(known);
    expect(await head({ ChecksumMode: 'ENABLED' })).to.include({
      ChecksumCRC32: 'LYA69Q==',
      ChecksumType: 'FULL_OBJECT',
    });
  });

  it('answers an object put without any of it with the defaults, and no storage class', async () => {
    const answer = answerOf(await get(), 'Body', 'LastModified');
    expect(answer).to.deep.equal({
      AcceptRanges: 'bytes',
      ContentLength: 8,
      ETag: ETAG,
      ContentType: 'application/octet-stream',
      Metadata: {},
      ServerSideEncryption: 'AES256',
      ChecksumCRC32: 'LYA69Q==',
      ChecksumType: 'FULL_OBJECT',
    });
  });

  it('hands out a stream with all the ways to read it', async () => {
    expect(Buffer.from((await (await get()).Body?.transformToByteArray()) ?? []).toString()).to.equal(
      '01234567',
    );
    expect(await (await get()).Body?.transformToString('base64')).to.equal(
      Buffer.from('01234567').toString('base64'),
    );
  });

  it('shows other headers when asked to', async () => {
    const answer = await get({
      ResponseCacheControl: 'max-age=1',
      ResponseContentDisposition: 'attachment',
      ResponseContentEncoding: 'gzip',
      ResponseContentLanguage: 'en',
      ResponseContentType: 'text/html',
      ResponseExpires: new Date(1_000_999),
    });
    expect(answer).to.deep.include({
      CacheControl: 'max-age=1',
      ContentDisposition: 'attachment',
      ContentEncoding: 'gzip',
      ContentLanguage: 'en',
      ContentType: 'text/html',
      Expires: new Date(1_000_000),
    });
  });

  const refusals: [string, Partial<GetObjectCommandInput>, Refusal][] = [
    [
      'a missing key',
      { Key: 'none' },
      {
        name: 'NoSuchKey',
        status: 404,
        message: 'The specified key does not exist.',
        members: { Key: 'none' },
      },
    ],
    [
      'a missing bucket',
      { Bucket: 'none' },
      {
        name: 'NoSuchBucket',
        status: 404,
        message: 'The specified bucket does not exist',
        members: { BucketName: 'none' },
      },
    ],
    [
      'If-Match that does not hold',
      { IfMatch: '"x"' },
      {
        name: 'PreconditionFailed',
        status: 412,
        message: 'At least one of the pre-conditions you specified did not hold',
        members: { Condition: 'If-Match' },
      },
    ],
    [
      'a range behind the end',
      { Range: 'bytes=8-' },
      {
        name: 'InvalidRange',
        status: 416,
        message: 'The requested range is not satisfiable',
        members: { RangeRequested: 'bytes=8-', ActualObjectSize: '8' },
      },
    ],
    [
      'a range and a part number',
      { Range: 'bytes=0-1', PartNumber: 1 },
      {
        name: 'InvalidRequest',
        status: 400,
        message: 'Cannot specify both Range header and partNumber query parameter',
      },
    ],
    [
      'a part that there is not',
      { PartNumber: 2 },
      {
        name: 'InvalidPartNumber',
        status: 416,
        message: 'The requested partnumber is not satisfiable',
        members: { ActualPartCount: '1', PartNumberRequested: '2' },
      },
    ],
    [
      'a part number below 1',
      { PartNumber: 0 },
      {
        name: 'InvalidArgument',
        status: 400,
        message: 'Part number must be an integer between 1 and 10000, inclusive',
        members: { ArgumentName: 'partNumber', ArgumentValue: '0' },
      },
    ],
    [
      'a version id without versioning',
      { VersionId: 'abc' },
      {
        name: 'InvalidArgument',
        status: 400,
        message: 'Invalid version id specified',
        members: { ArgumentName: 'versionId', ArgumentValue: 'abc' },
      },
    ],
  ];
  for (const [what, input, refusal] of refusals) {
    it(`refuses ${what}: ${refusal.name}, and HeadObject gives the status alone`, async () => {
      await expectRefusal(get(input), refusal);
      await expectBodyless(head(input), refusal.status);
    });
  }

  it("reads the null version by 'null'", async () => {
    expect(await (await get({ VersionId: 'null' })).Body?.transformToString()).to.equal('01234567');
  });

  it('needs a restore for archived objects, whose headers it shows all the same', async () => {
    for (const StorageClass of ['GLACIER', 'DEEP_ARCHIVE'] satisfies StorageClass[]) {
      aws.s3.bucket(Bucket).put(Key, 'cold', { StorageClass });
      await expectRefusal(get(), {
        name: 'InvalidObjectState',
        status: 403,
        message: "The operation is not valid for the object's storage class",
        members: { StorageClass },
      });
      expect(await head()).to.include({ StorageClass, ContentLength: 4 });
    }
  });

  it('answers part 1 of an object in one piece with 206 and all of it', async () => {
    const answer = await get({ PartNumber: 1 });
    expect(answer).to.include({ ContentRange: 'bytes 0-7/8', ContentLength: 8, ChecksumCRC32: 'LYA69Q==' });
    expect(answer).to.not.have.property('PartsCount');
    expect(answer.$metadata.httpStatusCode).to.equal(206);
    aws.s3.bucket(Bucket).put(Key, '');
    expect((await get({ PartNumber: 1 })).$metadata.httpStatusCode).to.equal(200);
  });
});
