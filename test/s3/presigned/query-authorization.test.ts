import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { isoSeconds } from '../../../fakes/s3/presigned/query-authorization';

const Bucket = 'photos';
const object = { Bucket, Key: 'a' };
const MISSING =
  'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.';
const CREDENTIAL = 'Error parsing the X-Amz-Credential parameter; ';
const MALFORMED = `${CREDENTIAL}the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".`;
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';

describe('signed URLs', () => {
  let aws: FakeAws;
  let url: string;
  let accessKeyId: string;

  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: Date.UTC(2026, 0, 1) });
    aws.s3.bucket(Bucket).put('a', 'x');
    const user = aws.iam.user('jo');
    user.allow('s3:*');
    accessKeyId = user.credentials.accessKeyId;
    const client = new S3Client({ region: 'us-east-1', credentials: user.credentials });
    url = await getSignedUrl(client, new GetObjectCommand(object), { expiresIn: 60 });
  });
  afterEach(() => aws.unplug());

  const answer = async (sent: string | URL, init?: RequestInit) => {
    const response = await aws.s3.fetch(sent, init);
    const text = await response.text();
    const members = Object.fromEntries(
      [...text.matchAll(/<([\w-]+)>([^<]*)<\/\1>/g)].map(([, name = '', value = '']) => [
        name,
        value
          .replaceAll('&quot;', '"')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&amp;', '&'),
      ]),
    );
    const { Code = '', Message = '', RequestId: _r, HostId: _h, ...more } = members;
    return { status: response.status, Code, Message, members: more };
  };
  const changed = (change: Record<string, string | undefined>): URL => {
    const other = new URL(url);
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined) other.searchParams.delete(name);
      else other.searchParams.set(name, value);
    }
    return other;
  };

  it('count until they expire, by the clock of the world', async () => {
    await aws.clock.advance('60s');
    expect(await answer(url)).to.deep.include({ status: 200 });
    await aws.clock.advance('1ms');
    expect(await answer(url)).to.deep.equal({
      status: 403,
      Code: 'AccessDenied',
      Message: 'Request has expired',
      members: { 'X-Amz-Expires': '60', Expires: '2026-01-01T00:01:00Z', ServerTime: '2026-01-01T00:01:00Z' },
    });
    expect(isoSeconds(1_999)).to.equal('1970-01-01T00:00:01Z');
  });

  it('count for the method, the key, the query and the headers that were signed', async () => {
    const mismatch = { status: 403, Code: 'SignatureDoesNotMatch', Message: MISMATCH };
    expect(await answer(url, { method: 'PUT', body: 'x' })).to.deep.include(mismatch);
    expect((await aws.s3.fetch(url, { method: 'HEAD' })).status).to.equal(403);
    expect(await answer(url.replace('/a?', '/b?'))).to.deep.include(mismatch);
    expect(await answer(changed({ versionId: 'null' }))).to.deep.include(mismatch);
    expect(await answer(changed({ 'X-Amz-Expires': '61' }))).to.deep.include(mismatch);
    expect(
      await answer(url, { headers: { 'x-amz-request-payer': 'requester', 'x-amz-meta-a': 'b' } }),
    ).to.deep.equal({
      status: 403,
      Code: 'AccessDenied',
      Message: 'There were headers present in the request which were not signed',
      members: { HeadersNotSigned: 'x-amz-meta-a, x-amz-request-payer' },
    });
    expect(await answer(url, { headers: { range: 'bytes=0-0' } })).to.deep.include({ status: 206 });
  });

  it('say in detail what did not fit', async () => {
    const { members } = await answer(changed({ 'X-Amz-Signature': 'f'.repeat(64) }));
    expect(Object.keys(members)).to.deep.equal([
      'AWSAccessKeyId',
      'StringToSign',
      'SignatureProvided',
      'StringToSignBytes',
      'CanonicalRequest',
      'CanonicalRequestBytes',
    ]);
    expect(members).to.include({ AWSAccessKeyId: accessKeyId, SignatureProvided: 'f'.repeat(64) });
    expect(members['StringToSign']).to.match(
      /^AWS4-HMAC-SHA256\n20260101T000000Z\n20260101\/us-east-1\/s3\/aws4_request\n[0-9a-f]{64}$/,
    );
    expect(members['StringToSignBytes']).to.match(/^41 57 53 34 2d/);
    expect(members['CanonicalRequest']).to.match(/^GET\n\/a\nX-Amz-Algorithm=/);
    expect(members['CanonicalRequestBytes']).to.match(/^47 45 54 0a/);
  });

  for (const [change, Message, members] of [
    [{ 'X-Amz-Algorithm': undefined }, MISSING],
    [{ 'X-Amz-Credential': undefined }, MISSING],
    [{ 'X-Amz-Signature': '' }, MISSING],
    [{ 'X-Amz-Date': undefined }, MISSING],
    [{ 'X-Amz-SignedHeaders': undefined }, MISSING],
    [{ 'X-Amz-Expires': undefined }, MISSING],
    [
      { 'X-Amz-Algorithm': 'AWS4-HMAC-SHA512' },
      'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"',
    ],
    [{ 'X-Amz-Credential': 'AKIA' }, MALFORMED],
    [{ 'X-Amz-Credential': 'AKIA/2026/us-east-1/s3/aws4_request' }, MALFORMED],
    [{ 'X-Amz-Credential': 'AKIA/20260101/us-east-1/s3/aws3_request' }, MALFORMED],
    [{ 'X-Amz-Credential': 'AKIA/20260101/us-east-1/s3/aws4_request/x' }, MALFORMED],
    [
      { 'X-Amz-Credential': 'AKIA/20260101/us-east-1/sqs/aws4_request' },
      `${CREDENTIAL}incorrect service "sqs". This endpoint belongs to "s3".`,
    ],
    [
      { 'X-Amz-Credential': 'AKIA/20260101/eu-west-1/s3/aws4_request' },
      `${CREDENTIAL}the region 'eu-west-1' is wrong; expecting 'us-east-1'`,
      { Region: 'us-east-1' },
    ],
    [{ 'X-Amz-Date': '2026-01-01' }, `X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`],
    [
      { 'X-Amz-Date': '20261301T000000Z' },
      `X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`,
    ],
    [{ 'X-Amz-Expires': 'x' }, 'X-Amz-Expires should be a number'],
    [{ 'X-Amz-Expires': '-1' }, 'X-Amz-Expires must be non-negative'],
    [
      { 'X-Amz-Expires': '604801' },
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    ],
  ] as const) {
    it(`with ${JSON.stringify(change)} are refused: ${Message.slice(0, 60)}`, async () => {
      const expected = {
        status: 400,
        Code: 'AuthorizationQueryParametersError',
        Message,
        members: members ?? {},
      };
      expect(await answer(changed(change))).to.deep.equal(expected);
    });
  }

  it('may count for a week', async () => {
    expect((await answer(changed({ 'X-Amz-Expires': '604800' }))).Code).to.equal('SignatureDoesNotMatch');
  });

  it('of a role need its token', async () => {
    const role = aws.iam.role('worker');
    role.allow('s3:*');
    const client = new S3Client({ region: 'us-east-1', credentials: role.credentials });
    url = await getSignedUrl(client, new GetObjectCommand(object));
    expect((await answer(url)).status).to.equal(200);
    expect(await answer(changed({ 'X-Amz-Security-Token': undefined }))).to.deep.equal({
      status: 403,
      Code: 'InvalidAccessKeyId',
      Message: 'The AWS Access Key Id you provided does not exist in our records.',
      members: { AWSAccessKeyId: role.credentials.accessKeyId },
    });
    expect(await answer(changed({ 'X-Amz-Security-Token': 'other' }))).to.deep.equal({
      status: 400,
      Code: 'InvalidToken',
      Message: 'The provided token is malformed or otherwise invalid.',
      members: { 'Token-0': 'other' },
    });
  });

  describe('of clients that no test has stated', () => {
    const NAMES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;
    const before = NAMES.map((name) => [name, process.env[name]] as const);
    afterEach(() => {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    });

    it('are checked by the credentials of the environment', async () => {
      for (const token of [undefined, 'token']) {
        process.env['AWS_ACCESS_KEY_ID'] = 'AKIAENV';
        process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
        if (token === undefined) delete process.env['AWS_SESSION_TOKEN'];
        else process.env['AWS_SESSION_TOKEN'] = token;
        const put = await getSignedUrl(
          new S3Client({ region: 'us-east-1' }),
          new PutObjectCommand({ Bucket, Key: 'b' }),
        );
        expect((await answer(put, { method: 'PUT', body: 'x' })).status).to.equal(200);
        expect((await answer(put, { method: 'DELETE' })).Code).to.equal('SignatureDoesNotMatch');
      }
    });

    it('are checked by credentials that the test trusts', async () => {
      const credentials = { accessKeyId: 'AKIAMINE', secretAccessKey: 'secret' };
      aws.iam.trust(credentials);
      const client = new S3Client({ region: 'us-east-1', credentials });
      const read = await getSignedUrl(client, new GetObjectCommand(object));
      expect((await answer(read)).status).to.equal(200);
      aws.iam.deny('s3:GetObject');
      expect((await answer(read)).Message).to.contain('user/test is not authorized');
    });
  });
});
