import { createHash } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  S3Client,
  UploadPartCommand,
  type ChecksumAlgorithm,
  type CompletedPart,
  type CompleteMultipartUploadCommandInput,
  type CreateMultipartUploadCommandInput,
  type UploadPartCommandOutput,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { compositeChecksum, computeChecksum } from '../../fakes/s3/checksum';
import { answerOf, caught, expectRefusal, type Refusal } from './caught';

const Bucket = 'photos';
const Key = 'a b/big';
const FIVE = Buffer.alloc(5 * 1024 * 1024, 'x');
const TAIL = Buffer.from('tail');
const WHOLE = Buffer.concat([FIVE, TAIL]);
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes);

describe('S3.CompleteMultipartUpload', () => {
  let aws: FakeAws;
  let UploadId = '';
  const client = new S3Client({});

  async function create(input: Partial<CreateMultipartUploadCommandInput> = {}): Promise<void> {
    UploadId =
      (await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...input }))).UploadId ?? '';
  }
  async function upload(
    PartNumber: number,
    Body: Uint8Array,
    algorithm?: ChecksumAlgorithm,
  ): Promise<CompletedPart> {
    const answer = await client.send(
      new UploadPartCommand({
        Bucket,
        Key,
        UploadId,
        PartNumber,
        Body,
        ...(algorithm && { ChecksumAlgorithm: algorithm }),
      }),
    );
    return { PartNumber, ...checksumsOf(answer) };
  }
  function checksumsOf(answer: UploadPartCommandOutput): CompletedPart {
    return Object.fromEntries(
      Object.entries(answer).filter(([name]) => name === 'ETag' || name.startsWith('Checksum')),
    );
  }
  const complete = (Parts: CompletedPart[], input: Partial<CompleteMultipartUploadCommandInput> = {}) =>
    client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...input }),
    );

  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('makes one object of the parts, with the CRC64NVME of all of it', async () => {
    await create({ ContentType: 'text/plain', Metadata: { A: '1' }, Tagging: 't=1' });
    const parts = [await upload(1, FIVE), await upload(7, TAIL)];
    const digests = Buffer.concat([md5(FIVE).digest(), md5(TAIL).digest()]);
    const { Location, ...answer } = answerOf(await complete(parts));
    expect(answer).to.deep.equal({
      Bucket,
      Key,
      ETag: `"${md5(digests).digest('hex')}-2"`,
      ChecksumCRC64NVME: computeChecksum('CRC64NVME', [WHOLE]),
      ChecksumType: 'FULL_OBJECT',
      ServerSideEncryption: 'AES256',
    });
    expect(Location).to.equal('https://photos.s3.us-east-1.amazonaws.com/a%20b%2Fbig');
    const object = aws.s3.bucket(Bucket).get(Key);
    expect(object).to.deep.include({
      contentType: 'text/plain',
      metadata: { a: '1' },
      tags: [{ Key: 't', Value: '1' }],
    });
    expect(Buffer.compare(object?.body ?? TAIL, WHOLE)).to.equal(0);
    expect(aws.s3.bucket(Bucket).uploads()).to.deep.equal([]);
    expect((await caught(complete(parts))).name).to.equal('NoSuchUpload');
  });

  it('has S3’s own content type when none was given', async () => {
    await create();
    await complete([await upload(1, TAIL)]);
    expect(aws.s3.bucket(Bucket).get(Key)?.contentType).to.equal('binary/octet-stream');
  });

  it('is read by ranges across parts and part by part', async () => {
    await create({ ChecksumAlgorithm: 'CRC32' });
    await complete([await upload(3, FIVE), await upload(9, TAIL)]);
    const range = await client.send(
      new GetObjectCommand({ Bucket, Key, Range: `bytes=${FIVE.length - 2}-${FIVE.length + 1}` }),
    );
    expect(await range.Body?.transformToString()).to.equal('xxta');
    const second = await client.send(new GetObjectCommand({ Bucket, Key, PartNumber: 2 }));
    expect(await second.Body?.transformToString()).to.equal('tail');
    expect(second).to.include({
      PartsCount: 2,
      ContentLength: 4,
      ContentRange: `bytes ${FIVE.length}-${FIVE.length + 3}/${WHOLE.length}`,
      ChecksumCRC32: computeChecksum('CRC32', [TAIL]),
    });
    const third = client.send(new GetObjectCommand({ Bucket, Key, PartNumber: 3 }));
    expect(await caught(third)).to.include({ name: 'InvalidPartNumber', ActualPartCount: '2' });
  });

  for (const algorithm of ['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const) {
    it(`composes ${algorithm} of the checksums of the parts`, async () => {
      await create({ ChecksumAlgorithm: algorithm });
      const parts = [await upload(1, FIVE, algorithm), await upload(2, TAIL, algorithm)];
      const values = [FIVE, TAIL].map((part) => computeChecksum(algorithm, [part]));
      const value = compositeChecksum(algorithm, values);
      const member = { [`Checksum${algorithm}`]: value };
      expect(await complete(parts, { ChecksumType: 'COMPOSITE', ...member })).to.include({
        ...member,
        ChecksumType: 'COMPOSITE',
      });
      expect(await client.send(new GetObjectCommand({ Bucket, Key }))).to.include({
        ...member,
        ChecksumType: 'COMPOSITE',
      });
    });
  }

  it('keeps the checksum of the full object where the upload asks for it', async () => {
    await create({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    const parts = [await upload(1, FIVE), await upload(2, TAIL)].map(({ PartNumber, ETag }) => ({
      PartNumber,
      ETag,
    }));
    const expected = { ChecksumCRC32: computeChecksum('CRC32', [WHOLE]), ChecksumType: 'FULL_OBJECT' };
    expect(await complete(parts)).to.include(expected);
  });

  const invalidRequest = (message: string): Refusal => ({ name: 'InvalidRequest', status: 400, message });
  type Rows = [
    string,
    (parts: CompletedPart[]) => [CompletedPart[], Partial<CompleteMultipartUploadCommandInput>?],
    () => Refusal,
  ][];
  const nullMode: Rows = [
    ['no parts', () => [[]], () => invalidRequest('You must specify at least one part')],
    [
      'parts out of order',
      (parts) => [parts.toReversed()],
      () => ({
        name: 'InvalidPartOrder',
        status: 400,
        message: 'The list of parts was not in ascending order. Parts must be ordered by part number.',
        members: { UploadId },
      }),
    ],
    [
      'a part named twice',
      ([part = {}]) => [[part, part]],
      () => ({
        name: 'InvalidPartOrder',
        status: 400,
        message: 'The list of parts was not in ascending order. Parts must be ordered by part number.',
        members: { UploadId },
      }),
    ],
    [
      'a part that was never uploaded',
      () => [[{ PartNumber: 5, ETag: '"abc"' }]],
      () => invalidPart('5', 'abc'),
    ],
    ['another tag', () => [[{ PartNumber: 1, ETag: 'abc' }]], () => invalidPart('1', 'abc')],
    [
      'a part without a tag',
      () => [[{ PartNumber: 1 }]],
      () => ({
        name: 'MalformedXML',
        status: 400,
        message: 'The XML you provided was not well-formed or did not validate against our published schema',
      }),
    ],
    [
      'a small part that is not the last',
      (parts) => [parts],
      () => ({
        name: 'EntityTooSmall',
        status: 400,
        message: 'Your proposed upload is smaller than the minimum allowed size',
        members: {
          ETag: md5(TAIL).digest('hex'),
          MinSizeAllowed: '5242880',
          PartNumber: '1',
          ProposedSize: '4',
        },
      }),
    ],
    [
      'another size than what was uploaded',
      ([part = {}]) => [[part], { MpuObjectSize: 5 }],
      () =>
        invalidRequest(
          "The provided 'x-amz-mp-object-size' header value 5 does not match what was computed: 4",
        ),
    ],
    [
      'a checksum type',
      ([part = {}]) => [[part], { ChecksumType: 'FULL_OBJECT' }],
      () =>
        invalidRequest(
          'The upload was created using the null checksum mode. The complete request must use the same checksum mode.',
        ),
    ],
    [
      'the checksum of something else',
      ([part = {}]) => [[part], { ChecksumCRC64NVME: computeChecksum('CRC64NVME', [FIVE]) }],
      () => ({
        name: 'BadDigest',
        status: 400,
        message: 'The crc64nvme you specified did not match the calculated checksum.',
      }),
    ],
  ];
  for (const [what, input, refusal] of nullMode) {
    it(`refuses ${what}: ${refusal().name}`, async () => {
      await create();
      const parts = [await upload(1, TAIL), await upload(2, TAIL)];
      await expectRefusal(complete(...input(parts)), refusal());
      expect(aws.s3.bucket(Bucket).size).to.equal(0);
      expect(aws.s3.bucket(Bucket).uploads()[0]?.partNumbers).to.deep.equal([1, 2]);
    });
  }

  it('needs the checksum of every part for a composite one', async () => {
    await create({ ChecksumAlgorithm: 'CRC32' });
    const part = await upload(1, TAIL);
    await expectRefusal(
      complete([{ PartNumber: 1, ETag: part.ETag }]),
      invalidRequest(
        'The upload was created using a crc32 checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request.',
      ),
    );
    await expectRefusal(complete([{ ...part, ChecksumCRC32: 'AAAAAA==' }]), {
      name: 'BadDigest',
      status: 400,
      message: 'The crc32 you specified for part 1 did not match what we received.',
    });
    await expectRefusal(
      complete([part], { ChecksumType: 'FULL_OBJECT' }),
      invalidRequest(
        'The upload was created using the COMPOSITE checksum mode. The complete request must use the same checksum mode.',
      ),
    );
  });

  describe('with a condition', () => {
    const conflict = (Condition: string): Refusal => ({
      name: 'ConditionalRequestConflict',
      status: 409,
      message: 'The conditional request cannot succeed due to a conflicting operation against this resource.',
      members: { Condition, Key },
    });
    const failed = (Condition: string): Refusal => ({
      name: 'PreconditionFailed',
      status: 412,
      message: 'At least one of the pre-conditions you specified did not hold',
      members: { Condition },
    });
    const eTagOf = (text: string) => `"${md5(Buffer.from(text)).digest('hex')}"`;
    const write = (text: string) => void aws.s3.bucket(Bucket).put(Key, text);
    const remove = () => client.send(new DeleteObjectCommand({ Bucket, Key }));

    const rows: [
      string,
      () => unknown,
      () => unknown,
      Partial<CompleteMultipartUploadCommandInput>,
      Refusal | 'stored',
    ][] = [
      ['If-None-Match: * and no object', () => {}, () => {}, { IfNoneMatch: '*' }, 'stored'],
      [
        'If-None-Match: * and an object',
        () => write('old'),
        () => {},
        { IfNoneMatch: '*' },
        failed('If-None-Match'),
      ],
      [
        'If-None-Match: * and an object written meanwhile',
        () => {},
        () => write('new'),
        { IfNoneMatch: '*' },
        failed('If-None-Match'),
      ],
      [
        'If-None-Match: * and an object deleted meanwhile',
        () => write('old'),
        remove,
        { IfNoneMatch: '*' },
        conflict('If-None-Match'),
      ],
      ['If-Match and the object', () => write('old'), () => {}, { IfMatch: eTagOf('old') }, 'stored'],
      [
        'If-Match and another object',
        () => write('old'),
        () => write('new'),
        { IfMatch: eTagOf('old') },
        failed('If-Match'),
      ],
      [
        'If-Match and no object',
        () => {},
        () => {},
        { IfMatch: eTagOf('old') },
        { name: 'NoSuchKey', status: 404, message: 'The specified key does not exist.', members: { Key } },
      ],
      [
        'If-Match and the same bytes written again meanwhile',
        () => write('old'),
        () => write('old'),
        { IfMatch: eTagOf('old') },
        conflict('If-Match'),
      ],
    ];
    for (const [what, before, meanwhile, input, answer] of rows) {
      it(`${what}: ${answer === 'stored' ? 'stores' : answer.name}`, async () => {
        await before();
        await create();
        const part = await upload(1, TAIL);
        await meanwhile();
        if (answer === 'stored') await complete([part], input);
        else await expectRefusal(complete([part], input), answer);
        expect(aws.s3.bucket(Bucket).get(Key)?.text === 'tail').to.equal(answer === 'stored');
      });
    }
  });

  it('does not know its own success when the answer was lost and the SDK tried again', async () => {
    await create();
    const part = await upload(1, TAIL);
    aws.faults.on(CompleteMultipartUploadCommand).answerLost();
    expect(await caught(complete([part]))).to.include({ name: 'NoSuchUpload' });
    expect(aws.s3.bucket(Bucket).get(Key)?.text).to.equal('tail');
  });

  it('drops the parts that are not named', async () => {
    await create();
    await upload(1, TAIL);
    await complete([await upload(2, TAIL)]);
    expect(aws.s3.bucket(Bucket).get(Key)?.text).to.equal('tail');
  });

  it('makes a version of its own in a versioned bucket, which CreateMultipartUpload does not know yet', async () => {
    aws.s3.createBucket('versioned', { versioning: 'Enabled' });
    const at = { Bucket: 'versioned', Key };
    const created = await client.send(new CreateMultipartUploadCommand(at));
    expect(created).to.not.have.property('VersionId');
    const part = { ...at, UploadId: created.UploadId, PartNumber: 1 };
    const { ETag } = await client.send(new UploadPartCommand({ ...part, Body: TAIL }));
    const done = { ...at, UploadId: created.UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } };
    const { VersionId } = await client.send(new CompleteMultipartUploadCommand(done));
    expect(aws.s3.bucket('versioned').get(Key)?.versionId).to.equal(VersionId);
  });

  for (const algorithm of ['SHA512', 'MD5', 'XXHASH64', 'XXHASH3', 'XXHASH128'] as const) {
    it(`composes ${algorithm} of parts whose checksums the caller brings`, async () => {
      const at = { Bucket, Key: 'newer' };
      const created = await client.send(
        new CreateMultipartUploadCommand({ ...at, ChecksumAlgorithm: algorithm }),
      );
      expect(created.ChecksumType).to.equal('COMPOSITE');
      const began = { ...at, UploadId: created.UploadId };
      const value = computeChecksum(algorithm, [Buffer.from('x')]);
      const member = { [`Checksum${algorithm}`]: value };
      const part = { ...began, PartNumber: 1, Body: 'x' };
      const bare = await caught(client.send(new UploadPartCommand(part)));
      expect(bare.message).to.equal(
        `Checksum Type mismatch occurred, expected checksum Type: ${algorithm.toLowerCase()}, actual checksum Type: crc32`,
      );
      const { ETag } = await client.send(new UploadPartCommand({ ...part, ...member }));
      const Parts = [{ PartNumber: 1, ETag, ...member }];
      const done = await client.send(
        new CompleteMultipartUploadCommand({ ...began, MultipartUpload: { Parts } }),
      );
      const composite = compositeChecksum(algorithm, [value]);
      expect(done).to.include({ [`Checksum${algorithm}`]: composite, ChecksumType: 'COMPOSITE' });
      const { Body } = await client.send(new GetObjectCommand(at));
      expect(await Body?.transformToString()).to.equal('x');
    });
  }

  function invalidPart(PartNumber: string, ETag: string): Refusal {
    return {
      name: 'InvalidPart',
      status: 400,
      message:
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      members: { UploadId, PartNumber, ETag },
    };
  }
});
