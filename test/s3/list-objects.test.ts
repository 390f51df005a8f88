import {
  ListObjectsV2Command,
  paginateListObjectsV2,
  S3Client,
  type ListObjectsV2CommandInput,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf, expectRefusal } from './caught';

const Bucket = 'photos';

describe('S3.ListObjectsV2', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const list = async (input: Partial<ListObjectsV2CommandInput> = {}) => {
    const answer = answerOf(await client.send(new ListObjectsV2Command({ Bucket, ...input })));
    return answer;
  };
  const keysOf = (answer: Awaited<ReturnType<typeof list>>) => answer.Contents?.map((object) => object.Key);
  const prefixesOf = (answer: Awaited<ReturnType<typeof list>>) =>
    answer.CommonPrefixes?.map((common) => common.Prefix);
  const given = (...keys: string[]) => keys.forEach((key) => aws.s3.bucket(Bucket).put(key, key));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('answers an empty bucket without Contents', async () => {
    expect(await list()).to.deep.equal({
      Name: Bucket,
      Prefix: '',
      MaxKeys: 1000,
      KeyCount: 0,
      IsTruncated: false,
    });
  });

  it('shows what is known of each object', async () => {
    given('k');
    const [object] = (await list()).Contents ?? [];
    expect(object).to.deep.equal({
      Key: 'k',
      LastModified: aws.s3.bucket(Bucket).get('k')?.lastModified,
      ETag: '"8ce4b16b22b58894aa86c421e8759df3"',
      ChecksumAlgorithm: ['CRC32'],
      ChecksumType: 'FULL_OBJECT',
      Size: 1,
      StorageClass: 'STANDARD',
    });
    const [owned] = (await list({ FetchOwner: true })).Contents ?? [];
    expect(owned?.Owner?.ID).to.match(/^[0-9a-f]{64}$/);
    expect(owned?.Owner).to.have.all.keys('ID');
  });

  it('sorts by UTF-8 bytes: astral characters come last', async () => {
    given('\uff5e', '\u{1f600}', 'z', 'é', 'Z');
    expect(keysOf(await list())).to.deep.equal(['Z', 'z', 'é', '\uff5e', '\u{1f600}']);
  });

  it('rolls keys up to common prefixes, which count as one item each', async () => {
    given('a/1', 'a/2', 'b', 'c/1', 'd');
    const answer = await list({ Delimiter: '/', MaxKeys: 3 });
    expect(answer).to.include({ Delimiter: '/', KeyCount: 3, MaxKeys: 3, IsTruncated: true });
    expect(keysOf(answer)).to.deep.equal(['b']);
    expect(prefixesOf(answer)).to.deep.equal(['a/', 'c/']);
    const rest = await list({ Delimiter: '/', MaxKeys: 3, ContinuationToken: answer.NextContinuationToken });
    expect(keysOf(rest)).to.deep.equal(['d']);
    expect(rest).to.include({
      KeyCount: 1,
      IsTruncated: false,
      ContinuationToken: answer.NextContinuationToken,
    });
    expect(rest).to.not.have.any.keys('CommonPrefixes', 'NextContinuationToken');
  });

  it('lists what begins with the prefix, and rolls up behind it', async () => {
    given('a/b/1', 'a/b/2', 'a/c', 'ab');
    const answer = await list({ Prefix: 'a/', Delimiter: '/' });
    expect(keysOf(answer)).to.deep.equal(['a/c']);
    expect(prefixesOf(answer)).to.deep.equal(['a/b/']);
    expect(answer.Prefix).to.equal('a/');
  });

  it('starts behind StartAfter; a token wins over it', async () => {
    given('a', 'b', 'c', 'd');
    const first = await list({ StartAfter: 'a', MaxKeys: 1 });
    expect(keysOf(first)).to.deep.equal(['b']);
    const second = await list({ StartAfter: 'a', ContinuationToken: first.NextContinuationToken });
    expect(keysOf(second)).to.deep.equal(['c', 'd']);
    expect(second.StartAfter).to.equal('a');
  });

  it('caps a page at 1,000 items, whatever is asked for', async () => {
    given(...Array.from({ length: 1001 }, (_, i) => String(i).padStart(4, '0')));
    const answer = await list({ MaxKeys: 5000 });
    expect(answer).to.include({ KeyCount: 1000, MaxKeys: 1000, IsTruncated: true });
    let seen = 0;
    for await (const page of paginateListObjectsV2({ client }, { Bucket })) seen += page.KeyCount ?? 0;
    expect(seen).to.equal(1001);
  });

  it('answers MaxKeys 0 with nothing and no more to come', async () => {
    given('a');
    expect(await list({ MaxKeys: 0 })).to.include({ KeyCount: 0, MaxKeys: 0, IsTruncated: false });
  });

  it('sees a write and a deletion at once, and what changes between two pages', async () => {
    given('a', 'c', 'd');
    const first = await list({ MaxKeys: 1 });
    given('b');
    expect(keysOf(await list({ ContinuationToken: first.NextContinuationToken }))).to.deep.equal([
      'b',
      'c',
      'd',
    ]);
  });

  it('encodes keys when asked to', async () => {
    given('a b/(3).png');
    const answer = await list({ EncodingType: 'url', Prefix: 'a b/', StartAfter: 'a ', Delimiter: '!' });
    expect(answer).to.include({ Prefix: 'a+b/', EncodingType: 'url', StartAfter: 'a+', Delimiter: '%21' });
    expect(keysOf(answer)).to.deep.equal(['a+b/%283%29.png']);
  });

  const invalid = (message: string, ArgumentName: string, ArgumentValue?: string) => ({
    name: 'InvalidArgument',
    status: 400,
    message,
    members: { ArgumentName, ...(ArgumentValue === undefined ? {} : { ArgumentValue }) },
  });
  const rows: [Partial<ListObjectsV2CommandInput>, Parameters<typeof expectRefusal>[1]][] = [
    [
      { ContinuationToken: '' },
      invalid('The continuation token provided is incorrect', 'continuation-token'),
    ],
    [
      { ContinuationToken: 'k' },
      invalid('The continuation token provided is incorrect', 'continuation-token'),
    ],
    [
      { EncodingType: 'xml' as 'url' },
      invalid('Invalid Encoding Method specified in Request', 'encoding-type', 'xml'),
    ],
    [
      { MaxKeys: -1 },
      invalid('Argument maxKeys must be an integer between 0 and 2147483647', 'maxKeys', '-1'),
    ],
    [
      { Bucket: 'none' },
      {
        name: 'NoSuchBucket',
        status: 404,
        message: 'The specified bucket does not exist',
        members: { BucketName: 'none' },
      },
    ],
  ];
  for (const [input, refusal] of rows) {
    it(`refuses ${JSON.stringify(input)}: ${refusal.name}`, async () => {
      await expectRefusal(list(input), refusal);
    });
  }
});
