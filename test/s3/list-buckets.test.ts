import { ListBucketsCommand, paginateListBuckets, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf, expectRefusal } from './caught';

describe('S3.ListBuckets', () => {
  let aws: FakeAws;
  const client = new S3Client({});

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
  });
  afterEach(() => aws.unplug());

  it('lists the buckets of the account by name', async () => {
    aws.s3.createBucket('zoo');
    aws.s3.createBucket('ant', { region: 'eu-west-1' });
    const answer = answerOf(await client.send(new ListBucketsCommand({})));
    expect(answer.Owner?.ID).to.match(/^[0-9a-f]{64}$/);
    expect(answer.Buckets?.map((bucket) => answerOf(bucket, 'CreationDate'))).to.deep.equal([
      { Name: 'ant', BucketArn: 'arn:aws:s3:::ant' },
      { Name: 'zoo', BucketArn: 'arn:aws:s3:::zoo' },
    ]);
    expect(answer.Buckets?.[0]?.CreationDate?.getMilliseconds()).to.equal(0);
  });

  it('has pages, a prefix and a region when asked for, and then shows the regions', async () => {
    for (const name of ['a-1', 'a-2', 'a-3', 'b-1'])
      aws.s3.createBucket(name, { region: name === 'a-2' ? 'eu-west-1' : 'us-east-1' });
    const first = await client.send(new ListBucketsCommand({ Prefix: 'a-', MaxBuckets: 2 }));
    expect(first.Buckets?.map((bucket) => [bucket.Name, bucket.BucketRegion])).to.deep.equal([
      ['a-1', 'us-east-1'],
      ['a-2', 'eu-west-1'],
    ]);
    expect(first.Prefix).to.equal('a-');
    const names: (string | undefined)[] = [];
    for await (const page of paginateListBuckets({ client, pageSize: 1 }, { BucketRegion: 'us-east-1' })) {
      names.push(...(page.Buckets ?? []).map((bucket) => bucket.Name));
    }
    expect(names).to.deep.equal(['a-1', 'a-3', 'b-1']);
  });

  it('takes an empty token for none', async () => {
    for (const name of ['a-1', 'a-2']) aws.s3.createBucket(name);
    const page = await client.send(new ListBucketsCommand({ MaxBuckets: 1, ContinuationToken: '' }));
    expect(page.Buckets?.map(({ Name }) => Name)).to.deep.equal(['a-1']);
    expect(page.ContinuationToken).to.be.a('string');
  });

  const rows = [
    [
      { BucketRegion: 'eu-east-1' },
      'Argument value eu-east-1 is not a valid AWS Region',
      { ArgumentName: 'bucket-region' },
    ],
    [
      { ContinuationToken: 'x' },
      'The continuation token provided is incorrect',
      { ArgumentName: 'continuation-token' },
    ],
    [
      { MaxBuckets: 0 },
      'Argument max-buckets must be an integer between 1 and 10000',
      { ArgumentName: 'max-buckets', ArgumentValue: '0' },
    ],
    [
      { MaxBuckets: 10_001 },
      'Argument max-buckets must be an integer between 1 and 10000',
      { ArgumentName: 'max-buckets', ArgumentValue: '10001' },
    ],
  ] as const;
  for (const [input, message, members] of rows) {
    it(`refuses ${JSON.stringify(input)}`, async () => {
      await expectRefusal(client.send(new ListBucketsCommand(input)), {
        name: 'InvalidArgument',
        status: 400,
        message,
        members,
      });
    });
  }
});
