import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { keyBytes } from '../../../fakes/s3/encryption/customer-key';
import { answerOf, expectBodyless, expectRefusal } from '../caught';

const Bucket = 'photos';
const Key = 'secret';
const MINE = 'k'.repeat(32);
const OTHER = 'o'.repeat(32);
const HEADER = 'x-amz-server-side-encryption';

describe("S3 with customers' keys (SSE-C)", () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const object = { Bucket, Key };
  const md5 = (key: string): string => createHash('md5').update(key).digest('base64');
  const shown = { SSECustomerAlgorithm: 'AES256', SSECustomerKeyMD5: md5(MINE) };
  const by = (key: string) => ({ SSECustomerAlgorithm: 'AES256', SSECustomerKey: key });
  const put = (more: object = by(MINE)) =>
    client.send(new PutObjectCommand({ ...object, Body: 'x', ...more }));
  const get = (more: object = by(MINE)) => client.send(new GetObjectCommand({ ...object, ...more }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
    aws.s3.bucket(Bucket).put('plain', 'x');
  });
  afterEach(() => aws.unplug());

  const invalid = (message: string, members: object = {}) => ({
    name: 'InvalidArgument',
    status: 400,
    message,
    members: { ArgumentName: HEADER, ...members },
  });
  const NO_KEY = {
    name: 'InvalidRequest',
    status: 400,
    message:
      'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
  };
  const WRONG_KEY = {
    name: 'AccessDenied',
    status: 403,
    message:
      'Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.',
  };
  const NEEDLESS = {
    name: 'InvalidRequest',
    status: 400,
    message: 'The encryption parameters are not applicable to this object.',
  };
  const NOT_BEGUN_SO = {
    name: 'InvalidRequest',
    status: 400,
    message:
      'The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.',
  };
  const ANOTHER = {
    name: 'InvalidRequest',
    status: 400,
    message: 'The provided encryption parameters did not match the ones used originally.',
  };

  it('answers with the MD5 of the key, and with a tag that is not the MD5 of the data', async () => {
    const first = answerOf(await put());
    expect(first).to.deep.include(shown).and.not.to.have.property('ServerSideEncryption');
    const second = await put();
    expect(first.ETag).to.match(/^"[0-9a-f]{32}"$/);
    expect(
      new Set([first.ETag, second.ETag, `"${createHash('md5').update('x').digest('hex')}"`]).size,
    ).to.equal(3);
    const read = await get();
    expect(await read.Body?.transformToString()).to.equal('x');
    expect(read).to.deep.include({ ...shown, ETag: second.ETag });
    expect(read).not.to.have.property('ServerSideEncryption');
    expect(await client.send(new HeadObjectCommand({ ...object, ...by(MINE) }))).to.deep.include(shown);
  });

  it('takes the key as text and in base64, as the SDK does, and computes its MD5 itself', async () => {
    await put({ ...by(Buffer.from(MINE).toString('base64')), SSECustomerKeyMD5: 'whatever' });
    await get();
    expect(keyBytes(MINE).toString()).to.equal(MINE);
    expect(keyBytes(Buffer.from(MINE).toString('base64')).toString()).to.equal(MINE);
    expect(keyBytes(Buffer.from('short').toString('base64'))).to.have.length(8);
  });

  for (const [what, more, refusal] of [
    [
      'no algorithm',
      { SSECustomerKey: MINE },
      invalid(
        'Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.',
      ),
    ],
    [
      'no key',
      { SSECustomerAlgorithm: 'AES256' },
      invalid(
        'Requests specifying Server Side Encryption with Customer provided keys must provide an appropriate secret key.',
      ),
    ],
    [
      'another algorithm',
      { ...by(MINE), SSECustomerAlgorithm: 'AES512' },
      {
        name: 'InvalidEncryptionAlgorithmError',
        status: 400,
        message: 'The Encryption request you specified is not valid. Supported value: AES256.',
        members: { ArgumentName: HEADER, ArgumentValue: 'AES512' },
      },
    ],
    [
      'a key of 31 bytes',
      by('k'.repeat(31)),
      invalid('The secret key was invalid for the specified algorithm.'),
    ],
    [
      'a key of 33 bytes',
      by('k'.repeat(33)),
      invalid('The secret key was invalid for the specified algorithm.'),
    ],
    [
      'another encryption as well',
      { ...by(MINE), ServerSideEncryption: 'AES256' },
      invalid(
        'Server Side Encryption with Customer provided key is incompatible with the encryption method specified',
        { ArgumentValue: 'AES256' },
      ),
    ],
  ] as const) {
    it(`refuses a new object with ${what}`, async () => {
      await expectRefusal(put(more), refusal);
      await expectRefusal(client.send(new CreateMultipartUploadCommand({ ...object, ...more })), refusal);
      await expectRefusal(
        client.send(new CopyObjectCommand({ ...object, CopySource: 'photos/plain', ...more })),
        refusal,
      );
      expect(aws.s3.bucket(Bucket).keys()).to.deep.equal(['plain']);
    });
  }

  it('is read only with its key, and nothing else with any', async () => {
    await put();
    await expectRefusal(get({}), NO_KEY);
    await expectRefusal(get(by(OTHER)), WRONG_KEY);
    await expectRefusal(get(by('short')), invalid('The secret key was invalid for the specified algorithm.'));
    await expectRefusal(get({ Key: 'plain', ...by(MINE) }), NEEDLESS);
    await expectBodyless(client.send(new HeadObjectCommand(object)), 400);
    await expectBodyless(client.send(new HeadObjectCommand({ ...object, ...by(OTHER) })), 403);
    const attributes = (more: object) =>
      client.send(new GetObjectAttributesCommand({ ...object, ObjectAttributes: ['ObjectSize'], ...more }));
    await expectRefusal(attributes({}), NO_KEY);
    expect(await attributes(by(MINE))).to.deep.include({ ObjectSize: 1 });
  });

  it('is copied with the key of its source, to whatever the target asks for', async () => {
    await put();
    const copy = (more: object) =>
      client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: 'photos/secret', ...more }));
    const source = (key: string) => ({
      CopySourceSSECustomerAlgorithm: 'AES256',
      CopySourceSSECustomerKey: key,
    });
    await expectRefusal(copy({}), NO_KEY);
    await expectRefusal(copy(source(OTHER)), WRONG_KEY);
    const open = await copy(source(MINE));
    expect(open).to.deep.include({ ServerSideEncryption: 'AES256' });
    expect(open.CopyObjectResult?.ETag).to.equal(`"${createHash('md5').update('x').digest('hex')}"`);
    expect(aws.s3.bucket(Bucket).get('copy')?.text).to.equal('x');
    const closed = await copy({ ...source(MINE), ...by(OTHER) });
    expect(closed).to.deep.include({ SSECustomerKeyMD5: md5(OTHER) });
    await get({ Key: 'copy', ...by(OTHER) });
    // Captured: encrypting an object anew is a change, so it may be copied onto itself.
    await client.send(
      new CopyObjectCommand({ Bucket, Key: 'plain', CopySource: 'photos/plain', ...by(MINE) }),
    );
    await get({ Key: 'plain', ...by(MINE) });
  });

  it('is a matter of the whole upload', async () => {
    const begin = async (more: object): Promise<object> => {
      const { UploadId, ...answer } = await client.send(
        new CreateMultipartUploadCommand({ ...object, ...more }),
      );
      if ('SSECustomerKey' in more) expect(answer).to.deep.include(shown);
      return { ...object, UploadId };
    };
    const upload = await begin(by(MINE));
    const part = (more: object, of: object = upload) =>
      client.send(
        new UploadPartCommand({ ...object, UploadId: '', ...of, PartNumber: 1, Body: 'x', ...more }),
      );
    await expectRefusal(part({}), NOT_BEGUN_SO);
    await expectRefusal(part(by(OTHER)), ANOTHER);
    await expectRefusal(part(by(MINE), await begin({})), NOT_BEGUN_SO);
    const { ETag, ...answer } = await part(by(MINE));
    expect(answer).to.deep.include(shown);
    const copied = { ...object, UploadId: '', ...upload, PartNumber: 2, CopySource: 'photos/plain' };
    await expectRefusal(client.send(new UploadPartCopyCommand(copied)), NOT_BEGUN_SO);
    expect(await client.send(new UploadPartCopyCommand({ ...copied, ...by(MINE) }))).to.deep.include(shown);
    const list = (more: object) =>
      client.send(new ListPartsCommand({ ...object, UploadId: '', ...upload, ...more }));
    await expectRefusal(list(by(OTHER)), ANOTHER);
    expect((await list({})).Parts).to.have.length(2);
    expect((await list(by(MINE))).Parts).to.have.length(2);
    const complete = (more: object) =>
      client.send(
        new CompleteMultipartUploadCommand({
          ...object,
          UploadId: '',
          ...upload,
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
          ...more,
        }),
      );
    await expectRefusal(complete(by(OTHER)), ANOTHER);
    const done = await complete({});
    expect(Object.keys(done)).to.not.include.members(['ServerSideEncryption', 'SSECustomerKeyMD5']);
    expect(done.ETag).to.match(/^"[0-9a-f]{32}-1"$/);
    expect(await (await get()).Body?.transformToString()).to.equal('x');
    await expectRefusal(get({}), NO_KEY);
  });
});
