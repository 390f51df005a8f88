import * as sdk from '@aws-sdk/client-s3';
import { S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { expectBodyless, expectRefusal, type Refusal } from './caught';

/** Algorithms as AWS spells them, with a checksum of the right length that nothing here has. */
const WRONG: Record<string, string> = {
  CRC32: 'AAAAAA==',
  CRC32C: 'AAAAAA==',
  CRC64NVME: 'AAAAAAAAAAA=',
  SHA1: `${'A'.repeat(27)}=`,
  SHA256: `${'A'.repeat(43)}=`,
};
const COMPOSITE = ['CRC32', 'CRC32C', 'SHA1', 'SHA256'];
const Bucket = 'plain';
const object = { Bucket, Key: 'k' };
const invalidRequest = (message: string): Refusal => ({ name: 'InvalidRequest', status: 400, message });
const badDigest = (message: string): Refusal => ({ name: 'BadDigest', status: 400, message });

describe('S3: what AWS itself answered, value by value', () => {
  let aws: FakeAws;
  let client: S3Client;
  const send = async (operation: string, input: object): Promise<Record<string, string | undefined>> => {
    const Command = Reflect.get(sdk, `${operation}Command`) as new (given: object) => never;
    return Object.fromEntries(Object.entries(await client.send(new Command(input))));
  };
  /** An upload of one part, with what completing it needs. */
  async function begun(ChecksumAlgorithm: string, more: object = {}) {
    const { UploadId } = await send('CreateMultipartUpload', { ...object, ChecksumAlgorithm, ...more });
    const upload = { ...object, UploadId };
    const part = { ...upload, PartNumber: 1, Body: 'part', ChecksumAlgorithm };
    const { ETag, [`Checksum${ChecksumAlgorithm}`]: checksum } = await send('UploadPart', part);
    return { upload, part: { PartNumber: 1, ETag }, checksum };
  }

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: Date.UTC(2026, 0, 1) });
    client = new S3Client({});
    aws.s3.createBucket(Bucket).put('k', '0123456789');
  });
  afterEach(() => aws.unplug());

  for (const [algorithm, wrong] of Object.entries(WRONG)) {
    const header = `x-amz-checksum-${algorithm.toLowerCase()}`;
    it(`PutObject and UploadPart: a ${algorithm} of something else, and one that is none`, async () => {
      const { UploadId } = await send('CreateMultipartUpload', { ...object, ChecksumAlgorithm: algorithm });
      for (const put of [
        (checksum: string) => send('PutObject', { ...object, Body: 'x', [`Checksum${algorithm}`]: checksum }),
        (checksum: string) =>
          send('UploadPart', {
            ...object,
            UploadId,
            PartNumber: 1,
            Body: 'x',
            [`Checksum${algorithm}`]: checksum,
          }),
      ]) {
        await expectRefusal(
          put(wrong),
          badDigest(`The ${algorithm} you specified did not match the calculated checksum.`),
        );
        await expectRefusal(put('bad'), invalidRequest(`Value for ${header} header is invalid.`));
      }
      expect(aws.s3.bucket(Bucket).get('k')?.text).to.equal('0123456789');
    });
  }

  for (const algorithm of COMPOSITE) {
    const name = algorithm.toLowerCase();
    it(`CompleteMultipartUpload: a part without its ${algorithm}, and with that of another`, async () => {
      const { upload, part, checksum } = await begun(algorithm);
      const complete = (more: object, whole: object = {}) =>
        send('CompleteMultipartUpload', {
          ...upload,
          ...whole,
          MultipartUpload: { Parts: [{ ...part, ...more }] },
        });
      await expectRefusal(
        complete({}),
        invalidRequest(
          `The upload was created using a ${name} checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request.`,
        ),
      );
      await expectRefusal(
        complete({ [`Checksum${algorithm}`]: WRONG[algorithm] }),
        badDigest(`The ${name} you specified for part 1 did not match what we received.`),
      );
      await expectRefusal(
        complete({ [`Checksum${algorithm}`]: checksum }, { [`Checksum${algorithm}`]: WRONG[algorithm] }),
        badDigest(`The ${name} you specified did not match the calculated checksum.`),
      );
      await complete({ [`Checksum${algorithm}`]: checksum });
    });
  }

  for (const algorithm of ['CRC32C', 'SHA256']) {
    it(`UploadPart: a CRC32 in an upload that was begun with ${algorithm}`, async () => {
      const { upload } = await begun(algorithm);
      await expectRefusal(
        send('UploadPart', { ...upload, PartNumber: 1, Body: 'x', ChecksumAlgorithm: 'CRC32' }),
        invalidRequest(
          `Checksum Type mismatch occurred, expected checksum Type: ${algorithm.toLowerCase()}, actual checksum Type: crc32`,
        ),
      );
    });
  }

  for (const [algorithm, ChecksumType] of [
    ['CRC64NVME', 'COMPOSITE'],
    ['SHA1', 'FULL_OBJECT'],
    ['SHA256', 'FULL_OBJECT'],
  ] as const) {
    it(`CreateMultipartUpload: ${ChecksumType} with ${algorithm}`, async () => {
      await expectRefusal(
        send('CreateMultipartUpload', { ...object, ChecksumAlgorithm: algorithm, ChecksumType }),
        invalidRequest(
          `The ${ChecksumType} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
        ),
      );
    });
  }

  for (const [region, LocationConstraint, word] of [
    ['us-east-2', undefined, 'unspecified'],
    ['us-east-2', 'us-west-1', 'us-west-1'],
    ['us-west-1', 'us-east-1', 'us-east-1'],
    ['us-east-2', 'EU', 'EU'],
    ['us-west-2', 'aws-global', 'aws-global'],
    ['eu-west-1', 'bar', 'bar'],
  ] as const) {
    it(`CreateBucket in ${region}: the ${word} location constraint`, async () => {
      client = new S3Client({ region });
      await expectRefusal(
        send('CreateBucket', { Bucket: 'new', CreateBucketConfiguration: { LocationConstraint } }),
        {
          name: 'IllegalLocationConstraintException',
          status: 400,
          message: `The ${word} location constraint is incompatible for the region specific endpoint this request was sent to.`,
        },
      );
    });
  }

  for (const LocationConstraint of ['aws-global', 'foo', 'us-east-1']) {
    it(`CreateBucket in us-east-1: the location constraint ${LocationConstraint}`, async () => {
      await expectRefusal(
        send('CreateBucket', { Bucket: 'new', CreateBucketConfiguration: { LocationConstraint } }),
        {
          name: 'InvalidLocationConstraint',
          status: 400,
          message: 'The specified location-constraint is not valid',
          members: { LocationConstraint },
        },
      );
    });
  }

  for (const ObjectOwnership of ['', 'RandomValue']) {
    it(`CreateBucket: the object ownership "${ObjectOwnership}"`, async () => {
      await expectRefusal(send('CreateBucket', { Bucket: 'new', ObjectOwnership }), {
        name: 'InvalidArgument',
        status: 400,
        message: `Invalid x-amz-object-ownership header: ${ObjectOwnership}`,
        members: { ArgumentName: 'x-amz-object-ownership' },
      });
    });
  }

  for (const ExpectedBucketOwner of ['0000000000020', '0000', 'aa000000000$', 'abcd', 'invalid']) {
    it(`a bucket policy of the expected owner ${ExpectedBucketOwner}`, async () => {
      const refusal = {
        name: 'InvalidBucketOwnerAWSAccountID',
        status: 400,
        message: `The value of the expected bucket owner parameter must be an AWS Account ID... [${ExpectedBucketOwner}]`,
      };
      const bucket = { Bucket, ExpectedBucketOwner };
      await expectRefusal(send('GetBucketPolicy', bucket), refusal);
      await expectRefusal(send('PutBucketPolicy', { ...bucket, Policy: '{}' }), refusal);
      await expectRefusal(send('DeleteBucketPolicy', bucket), refusal);
    });
  }

  it('a bucket policy of another expected owner', async () => {
    const bucket = { Bucket, ExpectedBucketOwner: '111122223333' };
    const denied = { name: 'AccessDenied', status: 403, message: 'Access Denied' };
    await expectRefusal(send('GetBucketPolicy', bucket), denied);
    await expectRefusal(send('PutBucketPolicy', { ...bucket, Policy: '{}' }), denied);
    await expectRefusal(send('DeleteBucketPolicy', bucket), denied);
  });

  describe('without a body', () => {
    const customer = (key: string) => ({ SSECustomerAlgorithm: 'AES256', SSECustomerKey: key });
    const rows: readonly (readonly [status: number, what: string, operation: string, input: object])[] = [
      [304, 'what has not changed', 'GetObject', { ...object, IfNoneMatch: 'ETAG' }],
      [304, 'what has not changed', 'HeadObject', { ...object, IfNoneMatch: 'ETAG' }],
      [
        304,
        'what was not written since',
        'HeadObject',
        { ...object, IfModifiedSince: new Date(Date.UTC(2026, 0, 1)) },
      ],
      [
        400,
        "another algorithm of a customer's key",
        'HeadObject',
        { Bucket, Key: 'secret', ...customer('k'.repeat(32)), SSECustomerAlgorithm: 'AES512' },
      ],
      [400, "no customer's key", 'HeadObject', { Bucket, Key: 'secret' }],
      [403, "another customer's key", 'HeadObject', { Bucket, Key: 'secret', ...customer('o'.repeat(32)) }],
      [403, 'another expected owner', 'HeadBucket', { Bucket, ExpectedBucketOwner: '111122223333' }],
      [404, 'no such key', 'HeadObject', { Bucket, Key: 'none' }],
      [404, 'no such bucket', 'HeadObject', { Bucket: 'none', Key: 'k' }],
      [404, 'no such bucket', 'HeadBucket', { Bucket: 'none' }],
      [
        405,
        'a delete marker by its id',
        'HeadObject',
        { Bucket: 'versioned', Key: 'k', VersionId: 'MARKER' },
      ],
      [412, 'another tag', 'HeadObject', { ...object, IfMatch: 'x' }],
      [
        412,
        'what was written since',
        'HeadObject',
        { ...object, IfUnmodifiedSince: new Date(Date.UTC(2020, 0, 1)) },
      ],
      [416, 'a range behind the end', 'HeadObject', { ...object, Range: 'bytes=100-200' }],
    ];
    for (const [status, what, operation, input] of rows) {
      it(`${operation}: ${status}, ${what}`, async () => {
        await send('PutObject', { ...object, Body: '0123456789' });
        await send('PutObject', { Bucket, Key: 'secret', Body: 'x', ...customer('k'.repeat(32)) });
        aws.s3.createBucket('versioned', { versioning: 'Enabled' });
        const names: Record<string, string | undefined> = {
          MARKER: (await send('DeleteObject', { Bucket: 'versioned', Key: 'k' }))['VersionId'],
          ETAG: (await send('HeadObject', object))['ETag'],
        };
        const named = Object.entries(input).map(([member, value]) => [
          member,
          names[value as string] ?? value,
        ]);
        const error = await expectBodyless(send(operation, Object.fromEntries(named)), status);
        expect(error).to.be.instanceOf(status === 404 ? sdk.NotFound : S3ServiceException);
        expect(error['$fault']).to.equal('client');
      });
    }
  });
});
