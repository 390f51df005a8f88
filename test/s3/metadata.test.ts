import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { caught, expectRefusal } from './caught';

const Bucket = 'photos';
const Key = 'k';

describe('S3 metadata', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (Metadata: Record<string, string>) =>
    client.send(new PutObjectCommand({ Bucket, Key, Metadata }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('comes back with names in lower case and values trimmed', async () => {
    await put({ Camera: 'x 100 ', 'UPPER-case': '', ['__proto__']: 'legal' });
    const { Metadata } = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(Object.entries(Metadata ?? {})).to.deep.equal([
      ['camera', 'x 100'],
      ['upper-case', ''],
      ['__proto__', 'legal'],
    ]);
  });

  it('may have 2,048 bytes of names and values, not one more', async () => {
    await put({ ab: 'v'.repeat(2046) });
    await expectRefusal(put({ ab: 'v'.repeat(2047) }), {
      name: 'MetadataTooLarge',
      status: 400,
      message: 'Your metadata headers exceed the maximum allowed metadata size',
      members: { Size: '2049', MaxSizeAllowed: '2048' },
    });
    expect(aws.s3.bucket(Bucket).get(Key)?.metadata['ab']).to.have.length(2046);
  });

  it('fails as Node does with what no header can carry', async () => {
    for (const metadata of [{ a: 'line\nbreak' }, { a: '日' }]) {
      const error = await caught(put(metadata));
      expect(error).to.include({ name: 'TypeError', code: 'ERR_INVALID_CHAR' });
      expect(error.message).to.equal('Invalid character in header content ["x-amz-meta-a"]');
      expect(error).to.not.have.property('$metadata');
    }
    expect(await caught(put({ 'a b': '1' }))).to.include({ code: 'ERR_INVALID_HTTP_TOKEN' });
    expect(aws.s3.bucket(Bucket).size).to.equal(0);
  });

  it('fails the signature with letters of Latin-1, in kept headers too', async () => {
    const refusal = {
      name: 'SignatureDoesNotMatch',
      status: 403,
      message:
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    };
    await expectRefusal(put({ a: 'é' }), refusal);
    await expectRefusal(
      client.send(new PutObjectCommand({ Bucket, Key, ContentDisposition: 'filename="é"' })),
      refusal,
    );
  });

  it('must be strings, as the types say', async () => {
    const error = await caught(put({ a: 1 as unknown as string }));
    expect(error.message).to.contain('Metadata.a must be a string');
    expect(() => aws.unplug()).to.throw('Metadata.a');
  });
});
