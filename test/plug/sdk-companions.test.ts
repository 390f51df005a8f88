import {
  CreateTableCommand,
  DynamoDBClient,
  paginateQuery,
  PutItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  waitUntilObjectExists,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fakeAws, type FakeAws } from '../../fakes';

/** What the SDK builds on `send`: paginators, waiters, uploads. */
describe('companions of the SDK', () => {
  let aws: FakeAws;
  const s3 = new S3Client({});
  const ddb = new DynamoDBClient({});

  beforeEach(async () => {
    aws = fakeAws({ time: 'virtual' });
    await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  });
  afterEach(() => aws.unplug());

  it('paginators walk S3 listings and DynamoDB queries to the end', async () => {
    for (let i = 0; i < 25; i++) aws.s3.bucket('bucket').put(`key-${String(i).padStart(2, '0')}`, 'x');
    const keys: (string | undefined)[] = [];
    let pages = 0;
    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 10 }, { Bucket: 'bucket' })) {
      pages++;
      keys.push(...(page.Contents ?? []).map(({ Key }) => Key));
    }
    expect(pages).to.equal(3);
    expect(keys).to.deep.equal(aws.s3.bucket('bucket').keys());

    await createTable();
    for (let i = 0; i < 7; i++) aws.dynamodb.table('receipts').put({ id: 'a', line: i });
    const lines: (string | undefined)[] = [];
    const query = {
      TableName: 'receipts',
      KeyConditionExpression: 'id = :id',
      ExpressionAttributeValues: { ':id': { S: 'a' } },
    };
    for await (const page of paginateQuery({ client: ddb, pageSize: 3 }, query)) {
      lines.push(...(page.Items ?? []).map((item) => item['line']?.N));
    }
    expect(lines).to.deep.equal(['0', '1', '2', '3', '4', '5', '6']);
  });

  it('waiters wait on virtual time', async () => {
    const appears = (async () => {
      await sleep(60_000);
      await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'late', Body: 'x' }));
    })();
    const begun = aws.clock.now();
    const result = await waitUntilObjectExists(
      { client: s3, maxWaitTime: 600 },
      { Bucket: 'bucket', Key: 'late' },
    );
    expect(result.state).to.equal('SUCCESS');
    expect(aws.clock.now() - begun).to.be.at.least(60_000);
    await appears;

    await createTable();
    expect(
      (await waitUntilTableExists({ client: ddb, maxWaitTime: 60 }, { TableName: 'receipts' })).state,
    ).to.equal('SUCCESS');
  });

  it('a waiter gives up when its time is over', async () => {
    const error: unknown = await waitUntilObjectExists(
      { client: s3, maxWaitTime: 60 },
      { Bucket: 'bucket', Key: 'never' },
    ).catch((reason: unknown) => reason);
    expect(error).to.have.property('name', 'TimeoutError');
  });

  for (const [what, body] of [
    ['a Buffer', (bytes: Buffer) => bytes],
    ['a stream', (bytes: Buffer) => Readable.from(chunksOf(bytes, 300_000))],
  ] as const) {
    it(`Upload sends ${what} of 12 MB in parts`, async () => {
      const bytes = Buffer.alloc(12 * 1024 * 1024, 'parts of a snapshot ');
      const upload = new Upload({ client: s3, params: { Bucket: 'bucket', Key: 'big', Body: body(bytes) } });
      const seen: (number | undefined)[] = [];
      upload.on('httpUploadProgress', ({ loaded }) => seen.push(loaded));
      await upload.done();
      const { Body, ContentLength } = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'big' }));
      expect(ContentLength).to.equal(bytes.length);
      expect(sha256((await Body?.transformToByteArray()) ?? new Uint8Array())).to.equal(sha256(bytes));
      expect(seen.at(-1)).to.equal(bytes.length);
      expect(aws.calls.counts()).to.include({ 'S3.CreateMultipartUpload': 1, 'S3.UploadPart': 3 });
    });
  }

  it('Upload sends a small body with one call', async () => {
    await new Upload({ client: s3, params: { Bucket: 'bucket', Key: 'small', Body: 'x' } }).done();
    expect(aws.calls.counts()).to.include({ 'S3.PutObject': 1 });
    expect(aws.s3.bucket('bucket').get('small')?.text).to.equal('x');
  });

  async function createTable(): Promise<void> {
    await ddb.send(
      new CreateTableCommand({
        TableName: 'receipts',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'id', AttributeType: 'S' },
          { AttributeName: 'line', AttributeType: 'N' },
        ],
        KeySchema: [
          { AttributeName: 'id', KeyType: 'HASH' },
          { AttributeName: 'line', KeyType: 'RANGE' },
        ],
      }),
    );
    await ddb.send(
      new PutItemCommand({ TableName: 'receipts', Item: { id: { S: 'other' }, line: { N: '1' } } }),
    );
  }
});

function chunksOf(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
