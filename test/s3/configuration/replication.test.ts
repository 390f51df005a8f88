import {
  DeleteBucketReplicationCommand,
  GetBucketReplicationCommand,
  PutBucketReplicationCommand,
  S3Client,
  type ReplicationRule,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { answerOf, caught, expectRefusal } from '../caught';

const Bucket = 'photos';
const Role = 'arn:aws:iam::000000000000:role/replication';

describe('S3.PutBucketReplication', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (Rules: ReplicationRule[], name = Bucket, Token?: string) =>
    client.send(
      new PutBucketReplicationCommand({
        Bucket: name,
        ReplicationConfiguration: { Role, Rules },
        ...(Token === undefined ? {} : { Token }),
      }),
    );
  const get = async () => answerOf(await client.send(new GetBucketReplicationCommand({ Bucket })));
  const rule: ReplicationRule = {
    ID: 'all',
    Priority: 1,
    Filter: {},
    Status: 'Enabled',
    DeleteMarkerReplication: { Status: 'Disabled' },
    Destination: { Bucket: 'arn:aws:s3:::copies' },
  };
  const { Filter: _filter, Priority: _priority, ...older } = rule;
  const malformed =
    'The XML you provided was not well-formed or did not validate against our published schema';

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket, { versioning: 'Enabled' });
    aws.s3.createBucket('copies', { versioning: 'Enabled' });
    aws.s3.createBucket('plain');
    aws.s3.createBucket('suspended', { versioning: 'Suspended' });
  });
  afterEach(() => aws.unplug());

  it('keeps the rules until they are deleted', async () => {
    const none = {
      name: 'ReplicationConfigurationNotFoundError',
      status: 404,
      message: 'The replication configuration was not found',
      members: { BucketName: Bucket },
    };
    await expectRefusal(get(), none);
    await put([rule]);
    expect(await get()).to.deep.equal({ ReplicationConfiguration: { Role, Rules: [rule] } });
    await client.send(new DeleteBucketReplicationCommand({ Bucket }));
    await expectRefusal(get(), none);
  });

  it('names a rule that has no id', async () => {
    const { ID: _, ...unnamed } = rule;
    await put([unnamed, { ...unnamed, Priority: 2 }]);
    const ids = (await get()).ReplicationConfiguration?.Rules?.map(({ ID }) => ID) ?? [];
    expect(new Set(ids).size).to.equal(2);
    for (const id of ids) expect(id).to.match(/^[A-Za-z0-9]{48}$/);
  });

  it('takes the first version of the schema', async () => {
    await put([{ ...older, Prefix: '' }]);
  });

  it('does not know tokens', async () => {
    await caught(put([rule], Bucket, 'token'));
    expect(() => aws.unplug()).to.throw('PutBucketReplication: Token is not modelled');
  });

  const rows: [string, readonly object[], string, string, Record<string, string>?][] = [
    ['no rule', [], 'MalformedXML', malformed],
    [
      '1,001 rules',
      Array.from({ length: 1001 }, (_, i) => ({ ...rule, ID: `${i}` })),
      'MalformedXML',
      malformed,
    ],
    ['a rule without status', [{ ...rule, Status: undefined }], 'MalformedXML', malformed],
    ['another status', [{ ...rule, Status: 'enabled' }], 'MalformedXML', malformed],
    ['a rule without destination', [{ ...rule, Destination: undefined }], 'MalformedXML', malformed],
    ['a destination without bucket', [{ ...rule, Destination: {} }], 'MalformedXML', malformed],
    [
      'another storage class',
      [{ ...rule, Destination: { ...rule.Destination, StorageClass: 'COLD' } }],
      'MalformedXML',
      malformed,
    ],
    [
      'another status for markers',
      [{ ...rule, DeleteMarkerReplication: { Status: 'No' } }],
      'MalformedXML',
      malformed,
    ],
    ['neither filter nor prefix', [older], 'MalformedXML', malformed],
    ['a prefix with a priority', [{ ...older, Prefix: '', Priority: 1 }], 'MalformedXML', malformed],
    ['both filter and prefix', [{ ...rule, Prefix: '' }], 'MalformedXML', malformed],
    [
      'a filter of two',
      [{ ...rule, Filter: { Prefix: 'a', Tag: { Key: 'b', Value: 'c' } } }],
      'MalformedXML',
      malformed,
    ],
    [
      'a filter without priority',
      [{ ...rule, Priority: undefined }],
      'InvalidRequest',
      'Priority must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.',
    ],
    [
      'a filter without a word on markers',
      [{ ...rule, DeleteMarkerReplication: undefined }],
      'InvalidRequest',
      'DeleteMarkerReplication must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.',
    ],
    [
      'two rules of one id',
      [rule, rule],
      'InvalidArgument',
      'Rule ID must be unique. Found same ID for more than one rule',
      { ArgumentName: 'ID', ArgumentValue: 'all' },
    ],
    [
      'a destination that is no ARN',
      [{ ...rule, Destination: { Bucket: 'copies' } }],
      'InvalidArgument',
      'Invalid ARN',
      { ArgumentName: 'Bucket', ArgumentValue: 'copies' },
    ],
    [
      'the bucket itself',
      [{ ...rule, Destination: { Bucket: `arn:aws:s3:::${Bucket}` } }],
      'InvalidRequest',
      'Destination bucket cannot be the same as the source bucket.',
    ],
    ...['none', 'plain', 'suspended'].map((name): [string, readonly object[], string, string] => [
      `the destination ${name}`,
      [{ ...rule, Destination: { Bucket: `arn:aws:s3:::${name}` } }],
      'InvalidRequest',
      'Destination bucket must have versioning enabled.',
    ]),
  ];
  for (const [name, rules, code, message, members] of rows) {
    it(`refuses ${name}`, async () => {
      await expectRefusal(put(rules as ReplicationRule[]), {
        name: code,
        status: 400,
        message,
        ...(members === undefined ? {} : { members }),
      });
    });
  }

  it('needs versioning here', async () => {
    for (const name of ['plain', 'suspended']) {
      await expectRefusal(put([rule], name), {
        name: 'InvalidRequest',
        status: 400,
        message: "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
      });
    }
  });
});
