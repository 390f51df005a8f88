import { PutBucketNotificationConfigurationCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, FakeMisuse, type FakeAws, type IdentityApi } from '../../../fakes';
import { signatureOf } from '../../../fakes/s3/presigned/signature';

const Bucket = 'photos';
const URL_OF_BUCKET = `https://${Bucket}.s3.us-east-1.amazonaws.com/`;
const EXPIRATION = '2026-01-01T00:01:00Z';

describe('S3 uploads by forms', () => {
  let aws: FakeAws;
  let user: IdentityApi;

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: Date.UTC(2026, 0, 1) });
    aws.s3.createBucket(Bucket);
    user = aws.iam.user('web');
    user.allow('s3:PutObject');
  });
  afterEach(() => aws.unplug());

  /** What createPresignedPost signs, with conditions for every field of its own. */
  function signed(
    fields: Record<string, string>,
    conditions: unknown[] = [],
    policy?: string,
  ): Record<string, string> {
    const { accessKeyId, secretAccessKey } = user.credentials;
    const signing = {
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `${accessKeyId}/20260101/us-east-1/s3/aws4_request`,
      'X-Amz-Date': '20260101T000000Z',
    };
    const own = Object.entries(signing).map(([name, value]) => ({ [name]: value }));
    const document = { expiration: EXPIRATION, conditions: [...conditions, { bucket: Bucket }, ...own] };
    const text = Buffer.from(policy ?? JSON.stringify(document)).toString('base64');
    const scope = { date: '20260101', region: 'us-east-1', service: 's3' };
    return {
      ...fields,
      ...signing,
      Policy: text,
      'X-Amz-Signature': signatureOf(secretAccessKey, scope, text),
    };
  }

  function post(
    fields: Record<string, string>,
    file: string | Blob | undefined = 'hello',
    url = URL_OF_BUCKET,
  ): Promise<Response> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    if (typeof file === 'string') body.append('file', new Blob([file]), 'me.txt');
    else if (file !== undefined) body.append('file', file);
    return aws.s3.fetch(url, { method: 'POST', body });
  }
  const answer = async (response: Response) => {
    const text = await response.text();
    const [, code] = /<Code>(.*?)<\/Code>/.exec(text) ?? [];
    const [, message] = /<Message>(.*?)<\/Message>/.exec(text) ?? [];
    return [response.status, code, message?.replaceAll('&quot;', '"')];
  };

  it('are reported as what they are', async () => {
    await new S3Client({}).send(
      new PutBucketNotificationConfigurationCommand({
        SkipDestinationValidation: true,
        Bucket,
        NotificationConfiguration: {
          LambdaFunctionConfigurations: (['s3:ObjectCreated:Post', 's3:ObjectCreated:Put'] as const).map(
            (event) => ({
              Id: event,
              LambdaFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
              Events: [event],
            }),
          ),
        },
      }),
    );
    await post(signed({ key: 'k' }, [['eq', '$key', 'k']]));
    const told = aws.s3
      .bucket(Bucket)
      .notifications()
      .flatMap(({ message }) => ('Records' in message ? (message.Records as object[]) : []));
    expect(told).to.have.length(1);
    expect(told[0]).to.deep.nested.include({
      eventName: 'ObjectCreated:Post',
      's3.configurationId': 's3:ObjectCreated:Post',
      's3.object.size': 5,
    });
  });

  it('store what the policy allows', async () => {
    const fields = signed(
      { key: 'in/${filename}', 'Content-Type': 'text/css', 'x-amz-meta-a': 'b', 'x-ignore-me': 'x' },
      [
        ['starts-with', '$key', 'in/'],
        ['eq', '$Content-Type', 'text/css'],
        { 'x-amz-meta-a': 'b' },
        ['content-length-range', 5, 5],
      ],
    );
    const response = await post(fields);
    expect([response.status, await response.text()]).to.deep.equal([204, '']);
    expect(response.headers.get('etag')).to.equal('"5d41402abc4b2a76b9719d911017c592"');
    expect(aws.s3.bucket(Bucket).get('in/me.txt')).to.deep.include({
      text: 'hello',
      contentType: 'text/css',
      metadata: { a: 'b' },
    });
    expect(aws.calls.counts()).to.deep.equal({ 'S3.PutObject': 1 });
  });

  it('answer with the status, or the redirect, that the form asks for', async () => {
    const form = (name: string, value: string) =>
      signed({ key: 'a', [name]: value }, [{ key: 'a' }, { [name]: value }]);
    expect((await post(form('success_action_status', '200'))).status).to.equal(200);
    expect((await post(form('success_action_status', '404'))).status).to.equal(204);
    const created = await post(form('success_action_status', '201'));
    expect([created.status, created.headers.get('content-type')]).to.deep.equal([201, 'application/xml']);
    expect(await created.text()).to.contain(
      '<PostResponse><Location>https://photos.s3.amazonaws.com/a</Location><Bucket>photos</Bucket><Key>a</Key><ETag>&quot;',
    );
    const redirected = await post(form('success_action_redirect', 'https://x.test/done?a=b'));
    expect(redirected.status).to.equal(303);
    expect(redirected.headers.get('location')).to.match(
      /^https:\/\/x\.test\/done\?a=b&bucket=photos&key=a&etag=%225d41/,
    );
    expect((await post(form('success_action_redirect', 'nowhere'))).status).to.equal(204);
  });

  const failed = (condition: string) => [
    403,
    'AccessDenied',
    `Invalid according to Policy: Policy Condition failed: [${condition}]`,
  ];
  for (const [what, condition, expected] of [
    ['another value', ['eq', '$key', 'b'], failed('"eq", "$key", "b"')],
    ['another beginning', ['starts-with', '$key', 'b'], failed('"starts-with", "$key", "b"')],
    ['a simple condition', { key: 'b' }, failed('"eq", "$key", "b"')],
    ['a field that is not there', ['starts-with', '$tag', ''], failed('"starts-with", "$tag", ""')],
    ['a field without its sign', ['eq', 'key', 'a'], failed('"eq", "key", "a"')],
    [
      'too little',
      ['content-length-range', 6, 9],
      [400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size'],
    ],
    [
      'too much',
      ['content-length-range', 0, 4],
      [400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size'],
    ],
    [
      'a range that is none',
      ['content-length-range', 'test', '10'],
      failed('"content-length-range", "test", "10"'),
    ],
    [
      'two properties',
      { key: 'a', acl: 'b' },
      [
        400,
        'InvalidPolicyDocument',
        'Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.',
      ],
    ],
    [
      'an operator that is none',
      ['like', '$key', 'a'],
      [400, 'InvalidPolicyDocument', 'Invalid Policy: Invalid Condition: ["like","$key","a"]'],
    ],
    [
      'half a condition',
      ['eq', '$key'],
      [400, 'InvalidPolicyDocument', 'Invalid Policy: Invalid Condition: ["eq","$key"]'],
    ],
  ] as const) {
    it(`refuse ${what}`, async () => {
      expect(
        await answer(await post(signed({ key: 'a' }, [['starts-with', '$key', ''], condition]))),
      ).to.deep.equal(expected);
      expect(aws.s3.bucket(Bucket).size).to.equal(0);
    });
  }

  it('refuse fields that nobody signed, and policies that are none or over', async () => {
    const extra = await answer(await post(signed({ key: 'a', acl: 'private', tag: 'x' }, [{ key: 'a' }])));
    expect(extra).to.deep.equal([
      403,
      'AccessDenied',
      'Invalid according to Policy: Extra input fields: acl, tag',
    ]);
    expect(await answer(await post(signed({ key: 'a' }, [], 'x')))).to.deep.equal([
      400,
      'InvalidPolicyDocument',
      'Invalid Policy: Invalid JSON.',
    ]);
    for (const policy of [
      '{"conditions":[]}',
      '{"expiration":"x","conditions":[]}',
      `{"expiration":"${EXPIRATION}"}`,
    ]) {
      expect((await answer(await post(signed({ key: 'a' }, [], policy))))[1], policy).to.equal(
        'InvalidPolicyDocument',
      );
    }
    const fields = signed({ key: 'a' }, [{ key: 'a' }]);
    await aws.clock.advance('59999ms');
    expect((await post(fields)).status).to.equal(204);
    await aws.clock.advance('1ms');
    expect(await answer(await post(fields))).to.deep.equal([
      403,
      'AccessDenied',
      'Invalid according to Policy: Policy expired.',
    ]);
  });

  it('refuse forms that lack something', async () => {
    const lacking = (name: string) => [
      400,
      'InvalidArgument',
      `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    ];
    const complete = signed({ key: 'a' }, [{ key: 'a' }]);
    for (const name of ['key', 'X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Signature']) {
      const { [name]: _, ...fields } = complete;
      expect(await answer(await post(fields))).to.deep.equal(lacking(name));
    }
    const body = new FormData();
    body.append('key', 'a');
    const none = await aws.s3.fetch(URL_OF_BUCKET, { method: 'POST', body });
    expect(await answer(none)).to.deep.equal([
      400,
      'InvalidArgument',
      'POST requires exactly one file upload per request.',
    ]);
  });

  it('refuse other signatures, and forget what comes after the file', async () => {
    const fields = signed({ key: 'a' }, [{ key: 'a' }]);
    const mismatch = await answer(await post({ ...fields, 'X-Amz-Signature': 'f'.repeat(64) }));
    expect(mismatch.slice(0, 2)).to.deep.equal([403, 'SignatureDoesNotMatch']);
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append('file', 'as text');
    body.append('acl', 'public-read');
    expect((await aws.s3.fetch(URL_OF_BUCKET, { method: 'POST', body })).status).to.equal(204);
    expect(aws.s3.bucket(Bucket).get('a')?.text).to.equal('as text');
    const unknown = { ...fields, 'X-Amz-Credential': 'AKIAX/20260101/us-east-1/s3/aws4_request' };
    expect(await post(unknown).catch((error: unknown) => error)).to.be.instanceOf(FakeMisuse);
    expect(() => aws.unplug()).to.throw('AKIAX');
  });

  it('are as good as the permissions of who signed them, and nobody’s without a signature', async () => {
    user.deny('s3:PutObject', 'arn:aws:s3:::photos/secret');
    const fields = signed({ key: 'secret' }, [{ key: 'secret' }]);
    expect((await answer(await post(fields))).slice(0, 2)).to.deep.equal([403, 'AccessDenied']);
    expect(await answer(await post({ key: 'a' }))).to.deep.equal([403, 'AccessDenied', 'Access Denied']);
    aws.faults.on(PutObjectCommand).connectionReset();
    const lost = await post(signed({ key: 'a' }, [{ key: 'a' }])).catch((error: unknown) => error);
    expect(lost).to.be.instanceOf(TypeError).with.property('message', 'fetch failed');
  });
});
