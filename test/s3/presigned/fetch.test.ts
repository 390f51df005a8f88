import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { fakeAws, FakeMisuse, NotSupportedByFake, type FakeAws, type IdentityApi } from '../../../fakes';

const Bucket = 'photos';
const object = { Bucket, Key: 'a b/ü+c.txt' };
const MD5 = `"${createHash('md5').update('hello').digest('hex')}"`;

describe('aws.s3.fetch', () => {
  let aws: FakeAws;
  let user: IdentityApi;
  let client: S3Client;

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: Date.UTC(2026, 0, 1) });
    aws.s3.createBucket(Bucket);
    aws.s3
      .bucket(Bucket)
      .put(object.Key, 'hello', { ContentType: 'text/plain', Metadata: { colour: 'red' } });
    user = aws.iam.user('jo');
    user.allow('s3:*');
    client = new S3Client({ region: 'us-east-1', credentials: user.credentials });
  });
  afterEach(() => aws.unplug());

  const signed = (command: object, options: { expiresIn?: number; unhoistableHeaders?: Set<string> } = {}) =>
    getSignedUrl(client, command as GetObjectCommand, options);
  /** The elements of an error's document, in their order. */
  const elements = async (response: Response): Promise<[string, string][]> => {
    const text = await response.text();
    expect(text).to.match(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<Error>.*<\/Error>$/s);
    const inside = text.slice(text.indexOf('<Error>') + '<Error>'.length);
    return [...inside.matchAll(/<([\w-]+)>([^<]*)<\/\1>/g)].map(([, name = '', value = '']) => [name, value]);
  };
  const code = async (response: Response): Promise<string> =>
    `${response.status} ${(await elements(response))[0]?.[1]}`;

  describe('with GET and HEAD', () => {
    it('answers with the bytes, and with headers as S3 sends them', async () => {
      const url = await signed(new GetObjectCommand(object));
      const response = await aws.s3.fetch(url);
      expect(response).to.be.instanceOf(Response);
      expect({ status: response.status, ok: response.ok, url: response.url }).to.deep.equal({
        status: 200,
        ok: true,
        url,
      });
      expect(await response.text()).to.equal('hello');
      const headers = Object.fromEntries(response.headers);
      expect(headers).to.deep.include({
        'accept-ranges': 'bytes',
        'content-length': '5',
        'content-type': 'text/plain',
        etag: MD5,
        'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
        server: 'AmazonS3',
        'x-amz-meta-colour': 'red',
        'x-amz-server-side-encryption': 'AES256',
      });
      expect(headers['x-amz-request-id']).to.match(/^[0-9A-F]{16}$/);
      expect(headers['x-amz-id-2']).to.be.a('string');
    });

    it('lets the URL decide about headers of the answer, and the reader about the range', async () => {
      const overrides = {
        ResponseContentType: 'image/png',
        ResponseContentDisposition: 'attachment; filename="x"',
      };
      const url = await signed(new GetObjectCommand({ ...object, ...overrides }));
      const response = await aws.s3.fetch(url, { headers: { range: 'bytes=1-2' } });
      expect(response.status).to.equal(206);
      expect(await response.text()).to.equal('el');
      expect(Object.fromEntries(response.headers)).to.deep.include({
        'content-range': 'bytes 1-2/5',
        'content-type': 'image/png',
        'content-disposition': 'attachment; filename="x"',
      });
    });

    it('answers HEAD without a body, and 304 too', async () => {
      const head = await aws.s3.fetch(await signed(new HeadObjectCommand(object)), { method: 'HEAD' });
      expect([head.status, await head.text(), head.headers.get('etag')]).to.deep.equal([200, '', MD5]);
      const url = await signed(new GetObjectCommand(object));
      const unchanged = await aws.s3.fetch(url, { headers: { 'if-none-match': MD5 } });
      expect([unchanged.status, await unchanged.text()]).to.deep.equal([304, '']);
      const absent = await aws.s3.fetch(await signed(new HeadObjectCommand({ Bucket, Key: 'x' })), {
        method: 'HEAD',
      });
      expect([absent.status, await absent.text()]).to.deep.equal([404, '']);
    });

    it('refuses with the document that the SDK reads its errors from', async () => {
      const response = await aws.s3.fetch(await signed(new GetObjectCommand({ Bucket, Key: '<&>' })));
      expect(response.status).to.equal(404);
      expect(response.headers.get('content-type')).to.equal('application/xml');
      const found = await elements(response);
      expect(found.slice(0, 3)).to.deep.equal([
        ['Code', 'NoSuchKey'],
        ['Message', 'The specified key does not exist.'],
        ['Key', '&lt;&amp;&gt;'],
      ]);
      expect(found.slice(3).map(([name]) => name)).to.deep.equal(['RequestId', 'HostId']);
      expect(found[3]?.[1]).to.equal(response.headers.get('x-amz-request-id'));
    });

    it('takes virtual-hosted and path-style URLs, of regions and of endpoints of your own', async () => {
      for (const [options, host] of [
        [{}, 's3.us-east-1.amazonaws.com'],
        [{ forcePathStyle: true }, 's3.us-east-1.amazonaws.com'],
        [{ region: 'eu-west-1' }, 's3.eu-west-1.amazonaws.com'],
        [{ endpoint: 'http://localhost:4566' }, 'localhost:4566'],
        [{ useDualstackEndpoint: true }, 's3.dualstack.us-east-1.amazonaws.com'],
      ] as const) {
        client = new S3Client({ region: 'us-east-1', credentials: user.credentials, ...options });
        const url = await signed(new GetObjectCommand(object));
        expect(new URL(url).host).to.contain(host);
        expect((await aws.s3.fetch(url)).status, url).to.equal(200);
      }
    });

    it('lists a bucket, and shows tags', async () => {
      const list = await aws.s3.fetch(await signed(new ListObjectsV2Command({ Bucket, Prefix: 'a' })));
      const text = await list.text();
      expect(text).to.contain('<ListBucketResult>').and.to.contain(`<Key>${object.Key}</Key>`);
      expect(text)
        .to.contain('<KeyCount>1</KeyCount>')
        .and.to.contain('<LastModified>2026-01-01T00:00:00.000Z</LastModified>');
      aws.s3.bucket(Bucket).put('t', 'x', { Tagging: 'k=v&l=w' });
      const tags = await aws.s3.fetch(await signed(new GetObjectTaggingCommand({ Bucket, Key: 't' })));
      expect(await tags.text()).to.contain(
        '<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag><Tag><Key>l</Key><Value>w</Value></Tag></TagSet></Tagging>',
      );
    });
  });

  describe('with PUT and DELETE', () => {
    const put = { Bucket, Key: 'new' };

    it('stores what is sent, by what the URL and the headers say', async () => {
      const url = await signed(
        new PutObjectCommand({ ...put, Metadata: { colour: 'blue' }, StorageClass: 'STANDARD_IA' }),
      );
      const response = await aws.s3.fetch(url, {
        method: 'PUT',
        body: 'hello',
        headers: { 'content-type': 'text/css' },
      });
      expect([response.status, await response.text(), response.headers.get('etag')]).to.deep.equal([
        200,
        '',
        MD5,
      ]);
      expect(aws.s3.bucket(Bucket).get('new')).to.deep.include({
        text: 'hello',
        contentType: 'text/css',
        metadata: { colour: 'blue' },
        storageClass: 'STANDARD_IA',
      });
    });

    it('has the content type that fetch sends, or that of S3, and the checksum that S3 computes', async () => {
      const url = await signed(new PutObjectCommand(put));
      const types: (string | undefined)[] = [];
      for (const body of [
        'text',
        new Uint8Array([1, 2]),
        new Blob(['x'], { type: 'image/png' }),
        undefined,
      ]) {
        const response = await aws.s3.fetch(url, { method: 'PUT', ...(body === undefined ? {} : { body }) });
        expect(response.headers.get('x-amz-checksum-crc64nvme')).to.be.a('string');
        expect(response.headers.get('x-amz-checksum-type')).to.equal('FULL_OBJECT');
        types.push(aws.s3.bucket(Bucket).get('new')?.contentType);
      }
      expect(types).to.deep.equal([
        'text/plain;charset=UTF-8',
        'binary/octet-stream',
        'image/png',
        'binary/octet-stream',
      ]);
    });

    it('looks at checksums in headers, not at the one of nothing that the SDK signs into the URL', async () => {
      const url = await signed(new PutObjectCommand(put));
      expect(new URL(url).searchParams.get('x-amz-checksum-crc32')).to.equal('AAAAAA==');
      expect((await aws.s3.fetch(url, { method: 'PUT', body: 'hello' })).status).to.equal(200);
      const checked = await signed(
        new PutObjectCommand({
          ...put,
          ChecksumSHA256: createHash('sha256').update('hello').digest('base64'),
        }),
        {
          unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
        },
      );
      const headers = (text: string) => ({
        'x-amz-checksum-sha256': createHash('sha256').update(text).digest('base64'),
      });
      const fitting = await aws.s3.fetch(checked, {
        method: 'PUT',
        body: 'hello',
        headers: headers('hello'),
      });
      expect([fitting.status, fitting.headers.get('x-amz-checksum-sha256')]).to.deep.equal([
        200,
        headers('hello')['x-amz-checksum-sha256'],
      ]);
      expect(
        await code(await aws.s3.fetch(checked, { method: 'PUT', body: 'other', headers: headers('hello') })),
      ).to.equal('400 BadDigest');
    });

    it('deletes', async () => {
      const response = await aws.s3.fetch(await signed(new DeleteObjectCommand(object)), {
        method: 'DELETE',
      });
      expect([response.status, await response.text()]).to.deep.equal([204, '']);
      expect(aws.s3.bucket(Bucket).size).to.equal(0);
    });

    it('copies', async () => {
      const copy = new CopyObjectCommand({
        Bucket,
        Key: 'copy',
        CopySource: `${Bucket}/a%20b/%C3%BC%2Bc.txt`,
      });
      const response = await aws.s3.fetch(await signed(copy), {
        method: 'PUT',
        headers:
          new URL(await signed(copy)).searchParams.get('X-Amz-SignedHeaders') === 'host'
            ? {}
            : { 'x-amz-copy-source': `${Bucket}/a%20b/%C3%BC%2Bc.txt` },
      });
      expect(await response.text())
        .to.contain(`<CopyObjectResult>`)
        .and.to.contain(`<ETag>${MD5.replaceAll('"', '&quot;')}</ETag>`);
      expect(aws.s3.bucket(Bucket).get('copy')?.text).to.equal('hello');
    });

    it('uploads in parts', async () => {
      const begun = await aws.s3.fetch(await signed(new CreateMultipartUploadCommand(put)), {
        method: 'POST',
      });
      const [, UploadId = ''] =
        /<InitiateMultipartUploadResult>.*<UploadId>(.*)<\/UploadId>/s.exec(await begun.text()) ?? [];
      const upload = { ...put, UploadId };
      const part = await signed(new UploadPartCommand({ ...upload, PartNumber: 1 }));
      const ETag = (await aws.s3.fetch(part, { method: 'PUT', body: 'hello' })).headers.get('etag');
      expect(ETag).to.equal(MD5);
      const complete = await signed(new CompleteMultipartUploadCommand(upload));
      const finish = (body: string) => aws.s3.fetch(complete, { method: 'POST', body });
      expect(await code(await finish('nothing'))).to.equal('400 MalformedXML');
      const parts = `<Part><PartNumber>1</PartNumber><ETag>${MD5.replaceAll('"', '&quot;')}</ETag></Part>`;
      const done = await finish(
        `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts}</CompleteMultipartUpload>`,
      );
      expect(await done.text())
        .to.contain('<CompleteMultipartUploadResult>')
        .and.to.contain('<Key>new</Key>');
      expect(aws.s3.bucket(Bucket).get('new')?.text).to.equal('hello');
      const other = await client.send(new CreateMultipartUploadCommand(put));
      const abort = await signed(new AbortMultipartUploadCommand({ ...put, UploadId: other.UploadId }));
      expect((await aws.s3.fetch(abort, { method: 'DELETE' })).status).to.equal(204);
      expect(aws.s3.bucket(Bucket).uploads()).to.deep.equal([]);
    });

    it("takes customers' keys in signed headers", async () => {
      const key = { SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'k'.repeat(32) };
      const headers = {
        'x-amz-server-side-encryption-customer-algorithm': 'AES256',
        'x-amz-server-side-encryption-customer-key': Buffer.from(key.SSECustomerKey).toString('base64'),
        'x-amz-server-side-encryption-customer-key-md5': createHash('md5')
          .update(key.SSECustomerKey)
          .digest('base64'),
      };
      const url = await signed(new PutObjectCommand({ ...put, ...key }));
      expect((await aws.s3.fetch(url, { method: 'PUT', body: 'x', headers })).status).to.equal(200);
      const read = await signed(new GetObjectCommand({ ...put, ...key }));
      expect(await (await aws.s3.fetch(read, { headers })).text()).to.equal('x');
      expect(
        await code(
          await aws.s3.fetch(read, {
            headers: { ...headers, 'x-amz-server-side-encryption-customer-algorithm': 'x' },
          }),
        ),
      ).to.equal('403 SignatureDoesNotMatch');
    });
  });

  describe('permissions and the world', () => {
    it('are those of the signer, when the URL is used', async () => {
      const url = await signed(new GetObjectCommand(object));
      user.deny('s3:GetObject');
      const response = await aws.s3.fetch(url);
      expect(response.status).to.equal(403);
      expect((await elements(response))[1]).to.deep.equal([
        'Message',
        `User: ${user.arn} is not authorized to perform: s3:GetObject on resource: &quot;arn:aws:s3:::photos/${object.Key}&quot; with an explicit deny in an identity-based policy`,
      ]);
      const head = await signed(new HeadObjectCommand(object));
      expect((await aws.s3.fetch(head, { method: 'HEAD' })).status).to.equal(403);
    });

    it('may forbid signatures of URLs, or old ones', async () => {
      const url = await signed(new GetObjectCommand(object));
      aws.s3
        .bucket(Bucket)
        .deny('s3:GetObject', { condition: { NumericGreaterThan: { 's3:signatureAge': 60_000 } } });
      expect((await aws.s3.fetch(url)).status).to.equal(200);
      await aws.clock.advance('61s');
      expect((await aws.s3.fetch(url)).status).to.equal(403);
      expect((await client.send(new GetObjectCommand(object))).ETag).to.equal(MD5);
      aws.s3
        .bucket(Bucket)
        .deny('s3:GetObject', { condition: { StringEquals: { 's3:authType': 'REST-QUERY-STRING' } } });
      expect((await aws.s3.fetch(await signed(new GetObjectCommand(object)))).status).to.equal(403);
    });

    it('are nobody’s without a signature', async () => {
      const url = `https://${Bucket}.s3.amazonaws.com/open`;
      aws.s3.bucket(Bucket).put('open', 'hello');
      expect((await elements(await aws.s3.fetch(url))).slice(0, 2)).to.deep.equal([
        ['Code', 'AccessDenied'],
        ['Message', 'Access Denied'],
      ]);
      await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} }));
      aws.s3.bucket(Bucket).allow('s3:GetObject');
      expect(await (await aws.s3.fetch(url)).text()).to.equal('hello');
      expect((await aws.s3.fetch(new URL(`${url}er`))).status).to.equal(403);
    });

    it('is in the journal like any call, refused or not', async () => {
      const url = await signed(new GetObjectCommand(object), { expiresIn: 60 });
      await aws.s3.fetch(url);
      await aws.clock.advance('61s');
      await aws.s3.fetch(url);
      expect(aws.calls.counts()).to.deep.equal({ 'S3.GetObject': 2 });
      expect(aws.calls.toText()).to.contain('AccessDenied: Request has expired');
    });

    it('meets faults: errors as documents, lost connections as fetch shows them, slowness, silence', async () => {
      const url = await signed(new GetObjectCommand(object));
      aws.faults.on(GetObjectCommand).slowDown();
      expect(await code(await aws.s3.fetch(url))).to.equal('503 SlowDown');
      aws.faults.on(GetObjectCommand).connectionReset();
      const error = await aws.s3.fetch(url).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(TypeError).with.property('message', 'fetch failed');
      expect((error as Error).cause).to.have.property('code', 'ECONNRESET');
      aws.faults.on(GetObjectCommand).delayed('5s');
      const before = aws.clock.now();
      expect((await aws.s3.fetch(url)).status).to.equal(200);
      expect(aws.clock.now() - before).to.equal(5_000);
      aws.faults.on(GetObjectCommand).neverAnswers();
      const controller = new AbortController();
      const silent = aws.s3.fetch(url, { signal: controller.signal }).catch((reason: unknown) => reason);
      setImmediate(() => controller.abort(new Error('enough')));
      expect(await silent).to.have.property('message', 'enough');
    });

    it('says what it does not model', async () => {
      const url = `https://${Bucket}.s3.amazonaws.com/key?acl`;
      const refused = await aws.s3.fetch(url).catch((error: unknown) => error);
      expect(refused)
        .to.be.instanceOf(NotSupportedByFake)
        .with.property('message')
        .that.contains('GET /key?acl');
      const unknown = new S3Client({
        region: 'us-east-1',
        credentials: { accessKeyId: 'AKIAX', secretAccessKey: 's' },
      });
      const misuse = await aws.s3
        .fetch(await getSignedUrl(unknown, new GetObjectCommand(object)))
        .catch((error: unknown) => error);
      expect(misuse).to.be.instanceOf(FakeMisuse).with.property('message').that.contains('AKIAX');
      expect(() => aws.unplug()).to.throw(AggregateError);
    });
  });
});
