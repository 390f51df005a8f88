import {
  DeleteBucketWebsiteCommand,
  GetBucketWebsiteCommand,
  PutBucketWebsiteCommand,
  S3Client,
  type WebsiteConfiguration,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { answerOf, caught, expectRefusal } from '../caught';

const Bucket = 'photos';

describe('S3.PutBucketWebsite', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (WebsiteConfiguration: WebsiteConfiguration) =>
    client.send(new PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }));
  const get = async () => answerOf(await client.send(new GetBucketWebsiteCommand({ Bucket })));
  const index = { IndexDocument: { Suffix: 'index.html' } };
  const rule = { Redirect: { ReplaceKeyWith: 'other' } };

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('keeps the website until it is deleted', async () => {
    const none = {
      name: 'NoSuchWebsiteConfiguration',
      status: 404,
      message: 'The specified bucket does not have a website configuration',
      members: { BucketName: Bucket },
    };
    const website = {
      ...index,
      ErrorDocument: { Key: 'error.html' },
      RoutingRules: [{ Condition: { KeyPrefixEquals: 'a/' }, Redirect: { ReplaceKeyPrefixWith: 'b/' } }],
    };
    await expectRefusal(get(), none);
    await put(website);
    expect(await get()).to.deep.equal(website);
    await client.send(new DeleteBucketWebsiteCommand({ Bucket }));
    await expectRefusal(get(), none);
    await client.send(new DeleteBucketWebsiteCommand({ Bucket }));
  });

  it('may redirect everything, by either protocol', async () => {
    for (const Protocol of ['http', 'https'] as const) {
      const website = { RedirectAllRequestsTo: { HostName: 'example.com', Protocol } };
      await put(website);
      expect(await get()).to.deep.equal(website);
    }
  });

  it('takes up to 50 routing rules', async () => {
    await put({ ...index, RoutingRules: Array.from({ length: 50 }, () => rule) });
    await expectRefusal(put({ ...index, RoutingRules: Array.from({ length: 51 }, () => rule) }), {
      name: 'InvalidRequest',
      status: 400,
      message:
        '51 routing rules provided, the number of routing rules in a website configuration is limited to 50.',
    });
  });

  const argument = (message: string, name: string, value: string) => ({
    name: 'InvalidArgument',
    message,
    members: { ArgumentName: name, ArgumentValue: value },
  });
  const request = (message: string) => ({ name: 'InvalidRequest', message });
  const malformed = {
    name: 'MalformedXML',
    message: 'The XML you provided was not well-formed or did not validate against our published schema',
  };
  const protocol = request(
    'Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.',
  );
  const redirect = { RedirectAllRequestsTo: { HostName: 'example.com' } };
  const rows: [string, unknown, { name: string; message: string; members?: Record<string, string> }][] = [
    [
      'a redirect of everything with anything else',
      { ...redirect, ...index },
      argument(
        'RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.',
        'RedirectAllRequestsTo',
        'not null',
      ),
    ],
    ['a redirect to nowhere', { RedirectAllRequestsTo: { Protocol: 'http' } }, malformed],
    [
      'a redirect by another protocol',
      { RedirectAllRequestsTo: { HostName: 'h', Protocol: 'ftp' } },
      protocol,
    ],
    [
      'no index document',
      { ErrorDocument: { Key: 'e' } },
      argument(
        'A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty',
        'IndexDocument',
        'null',
      ),
    ],
    [
      'an index document without a suffix',
      { IndexDocument: { Suffix: '' } },
      argument('The IndexDocument Suffix is not well formed', 'IndexDocument', ''),
    ],
    [
      'an index document in a folder',
      { IndexDocument: { Suffix: '/index' } },
      argument('The IndexDocument Suffix is not well formed', 'IndexDocument', '/index'),
    ],
    ['an error document without a key', { ...index, ErrorDocument: {} }, malformed],
    ['an error document with an empty key', { ...index, ErrorDocument: { Key: '' } }, malformed],
    ['an empty list of rules', { ...index, RoutingRules: [] }, malformed],
    ['a rule without a redirect', { ...index, RoutingRules: [{}] }, malformed],
    [
      'a rule that replaces both',
      { ...index, RoutingRules: [{ Redirect: { ReplaceKeyWith: 'a', ReplaceKeyPrefixWith: 'b' } }] },
      request('You can only define ReplaceKeyPrefix or ReplaceKey but not both.'),
    ],
    [
      'a rule with an empty condition',
      { ...index, RoutingRules: [{ ...rule, Condition: {} }] },
      request(
        "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
      ),
    ],
    [
      'a rule with another protocol',
      { ...index, RoutingRules: [{ Redirect: { Protocol: 'ftp' } }] },
      protocol,
    ],
  ];
  for (const [name, website, refusal] of rows) {
    it(`refuses ${name}`, async () => {
      await expectRefusal(put(website as WebsiteConfiguration), { status: 400, ...refusal });
      expect((await caught(get())).name).to.equal('NoSuchWebsiteConfiguration');
    });
  }

  it('goes with its bucket', async () => {
    await put(index);
    const mark = aws.mark();
    const { DeleteBucketCommand, CreateBucketCommand } = await import('@aws-sdk/client-s3');
    await client.send(new DeleteBucketCommand({ Bucket }));
    await client.send(new CreateBucketCommand({ Bucket }));
    expect((await caught(get())).name).to.equal('NoSuchWebsiteConfiguration');
    aws.restore(mark);
    expect(await get()).to.deep.equal(index);
  });
});
