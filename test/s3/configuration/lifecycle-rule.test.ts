import {
  GetBucketLifecycleConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { fakeAws, type FakeAws } from '../../../fakes';
import { expectRefusal } from '../caught';

const Bucket = 'photos';
const expiring = { Status: 'Enabled', Filter: {}, Expiration: { Days: 1 } };
const tag = { Key: 'a', Value: '1' };

describe('S3.PutBucketLifecycleConfiguration: its rules', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (rule: object) =>
    client.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: { Rules: [{ ID: 'rule', ...rule }] } as never,
      }),
    );

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  const valid: Record<string, object> = {
    'a filter of nothing': expiring,
    'a prefix of old': { Status: 'Disabled', Prefix: '', Expiration: { Days: 1 } },
    'a date at midnight': { ...expiring, Expiration: { Date: new Date('2026-02-01T00:00:00Z') } },
    'markers that outlived their versions': { ...expiring, Expiration: { ExpiredObjectDeleteMarker: true } },
    'two predicates': { ...expiring, Filter: { And: { Prefix: 'a', Tags: [tag] } } },
    'two sizes': { ...expiring, Filter: { And: { ObjectSizeGreaterThan: 1, ObjectSizeLessThan: 2 } } },
    'a transition at once': {
      Status: 'Enabled',
      Filter: {},
      Transitions: [{ Days: 0, StorageClass: 'GLACIER' }],
    },
    'a transition after 30 days': {
      ...expiring,
      Expiration: { Days: 31 },
      Transitions: [{ Days: 30, StorageClass: 'STANDARD_IA' }],
    },
    'a transition at a date': {
      Status: 'Enabled',
      Filter: {},
      Transitions: [{ Date: new Date('2026-02-01T00:00:00Z'), StorageClass: 'GLACIER_IR' }],
    },
    'noncurrent versions that go by number': {
      Status: 'Enabled',
      Filter: {},
      NoncurrentVersionExpiration: { NewerNoncurrentVersions: 100 },
    },
    'noncurrent versions that move': {
      Status: 'Enabled',
      Filter: {},
      NoncurrentVersionTransitions: [
        { NoncurrentDays: 30, StorageClass: 'ONEZONE_IA', NewerNoncurrentVersions: 1 },
      ],
    },
    'uploads that are given up': {
      Status: 'Enabled',
      Filter: { Prefix: 'a' },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    },
  };
  for (const [name, rule] of Object.entries(valid)) {
    it(`takes ${name}`, async () => {
      await put(rule);
      const { Rules } = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      if (Rules?.length !== 1) throw new Error('the rule was not kept');
    });
  }

  const malformed: Record<string, object> = {
    'no status': { ...expiring, Status: undefined },
    'another status': { ...expiring, Status: 'On' },
    'neither filter nor prefix': { ...expiring, Filter: undefined },
    'both filter and prefix': { ...expiring, Prefix: 'a' },
    'a filter of two': { ...expiring, Filter: { Prefix: 'a', Tag: tag } },
    'a conjunction of one prefix': { ...expiring, Filter: { And: { Prefix: 'a' } } },
    'a conjunction of one tag': { ...expiring, Filter: { And: { Tags: [tag] } } },
    'a tag without value': { ...expiring, Filter: { Tag: { Key: 'a' } } },
    'an empty expiration': { ...expiring, Expiration: {} },
    'days and a date': { ...expiring, Expiration: { Days: 1, Date: new Date('2026-02-01T00:00:00Z') } },
    'days and markers': { ...expiring, Expiration: { Days: 1, ExpiredObjectDeleteMarker: true } },
    'a transition without a time': { ...expiring, Transitions: [{ StorageClass: 'GLACIER' }] },
    'a transition of two times': {
      ...expiring,
      Transitions: [{ Days: 1, Date: new Date('2026-02-01T00:00:00Z'), StorageClass: 'GLACIER' }],
    },
    'a transition to nowhere': { ...expiring, Transitions: [{ Days: 1 }] },
    'a transition to STANDARD': { ...expiring, Transitions: [{ Days: 1, StorageClass: 'STANDARD' }] },
    'a noncurrent transition to nowhere': {
      ...expiring,
      NoncurrentVersionTransitions: [{ NoncurrentDays: 1 }],
    },
    'a noncurrent transition without days': {
      ...expiring,
      NoncurrentVersionTransitions: [{ StorageClass: 'GLACIER' }],
    },
    'a noncurrent transition to STANDARD': {
      ...expiring,
      NoncurrentVersionTransitions: [{ NoncurrentDays: 1, StorageClass: 'STANDARD' }],
    },
    'an empty noncurrent expiration': { ...expiring, NoncurrentVersionExpiration: {} },
    'an abort without days': { ...expiring, AbortIncompleteMultipartUpload: {} },
  };
  for (const [name, rule] of Object.entries(malformed)) {
    it(`refuses ${name}`, async () => {
      await expectRefusal(put(rule), {
        name: 'MalformedXML',
        status: 400,
        message: 'The XML you provided was not well-formed or did not validate against our published schema',
      });
    });
  }

  const requests: [string, object, string][] = [
    [
      'a rule that does nothing',
      { Status: 'Enabled', Filter: {} },
      'At least one action needs to be specified in a rule.',
    ],
    [
      'a tag twice',
      { ...expiring, Filter: { And: { Tags: [tag, { Key: 'a', Value: '2' }] } } },
      'Duplicate Tag Keys are not allowed.',
    ],
    [
      'sizes between which there is nothing',
      { ...expiring, Filter: { And: { ObjectSizeGreaterThan: 2, ObjectSizeLessThan: 2 } } },
      "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.",
    ],
    ...(['Tag', 'And'] as const).map((name): [string, object, string] => [
      `markers by ${name}`,
      {
        ...expiring,
        Filter: name === 'Tag' ? { Tag: tag } : { And: { Prefix: '', Tags: [tag] } },
        Expiration: { ExpiredObjectDeleteMarker: true },
      },
      'ExpiredObjectDeleteMarker cannot be specified with Tags.',
    ]),
    [
      'uploads by tag',
      { ...expiring, Filter: { Tag: tag }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
      'AbortIncompleteMultipartUpload cannot be specified with Tags.',
    ],
    ...[
      { ObjectSizeGreaterThan: 1 },
      { ObjectSizeLessThan: 1 },
      { And: { Prefix: 'a', ObjectSizeLessThan: 1 } },
    ].map((Filter): [string, object, string] => [
      `uploads by size, ${JSON.stringify(Filter)}`,
      { ...expiring, Filter, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
      'AbortIncompleteMultipartUpload cannot be specified with Object Size.',
    ]),
  ];
  for (const [name, rule, message] of requests) {
    it(`refuses ${name}`, async () => {
      await expectRefusal(put(rule), { name: 'InvalidRequest', status: 400, message });
    });
  }

  const noon = new Date('2026-02-01T12:00:00Z');
  const positive = (member: string, action: string) =>
    `'${member}' for ${action} action must be a positive integer`;
  const least = (member: string, action: string, storageClass: string) =>
    `'${member}' in ${action} action must be greater than or equal to 30 for storageClass '${storageClass}'`;
  const transition = (members: object) => ({ Status: 'Enabled', Filter: {}, Transitions: [members] });
  const moving = (members: object) => ({
    Status: 'Enabled',
    Filter: {},
    NoncurrentVersionTransitions: [members],
  });
  const newer = "'NewerNoncurrentVersions' must be a positive integer of at most 100";
  const args: [string, object, string, string, string][] = [
    ['no days', { ...expiring, Expiration: { Days: 0 } }, positive('Days', 'Expiration'), 'Days', '0'],
    ['half days', { ...expiring, Expiration: { Days: 1.5 } }, positive('Days', 'Expiration'), 'Days', '1.5'],
    [
      'a date at noon',
      { ...expiring, Expiration: { Date: noon } },
      "'Date' must be at midnight GMT",
      'Date',
      noon.toISOString(),
    ],
    [
      'a transition at noon',
      transition({ Date: noon, StorageClass: 'GLACIER' }),
      "'Date' must be at midnight GMT",
      'Date',
      noon.toISOString(),
    ],
    [
      'a transition before the object',
      transition({ Days: -1, StorageClass: 'GLACIER' }),
      "'Days' in Transition action must be nonnegative",
      'Days',
      '-1',
    ],
    ...['STANDARD_IA', 'ONEZONE_IA'].map((StorageClass): [string, object, string, string, string] => [
      `${StorageClass} after 29 days`,
      transition({ Days: 29, StorageClass }),
      least('Days', 'Transition', StorageClass),
      'Days',
      '29',
    ]),
    [
      'noncurrent versions in STANDARD_IA after 29 days',
      moving({ NoncurrentDays: 29, StorageClass: 'STANDARD_IA' }),
      least('NoncurrentDays', 'NoncurrentVersionTransition', 'STANDARD_IA'),
      'NoncurrentDays',
      '29',
    ],
    [
      'an expiration on the day of a transition',
      {
        ...transition({ Days: 5, StorageClass: 'GLACIER' }),
        Filter: { Prefix: 'a/' },
        Expiration: { Days: 5 },
      },
      "'Days' in the Expiration action for filter '(prefix=a/)' must be greater than 'Days' in the Transition action",
      'Days',
      '5',
    ],
    [
      'noncurrent versions that expire at once',
      { ...expiring, NoncurrentVersionExpiration: { NoncurrentDays: 0 } },
      positive('NoncurrentDays', 'NoncurrentVersionExpiration'),
      'NoncurrentDays',
      '0',
    ],
    ...[0, 101].map((count): [string, object, string, string, string] => [
      `${count} newer versions`,
      { ...expiring, NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: count } },
      newer,
      'NewerNoncurrentVersions',
      String(count),
    ]),
    [
      '0 newer versions that stay',
      moving({ NoncurrentDays: 1, StorageClass: 'GLACIER', NewerNoncurrentVersions: 0 }),
      newer,
      'NewerNoncurrentVersions',
      '0',
    ],
    [
      'uploads that are given up at once',
      { ...expiring, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 0 } },
      positive('DaysAfterInitiation', 'AbortIncompleteMultipartUpload'),
      'DaysAfterInitiation',
      '0',
    ],
  ];
  for (const [name, rule, message, argument, value] of args) {
    it(`refuses ${name}`, async () => {
      await expectRefusal(put(rule), {
        name: 'InvalidArgument',
        status: 400,
        message,
        members: { ArgumentName: argument, ArgumentValue: value },
      });
    });
  }
});
