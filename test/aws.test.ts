import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  SelectObjectContentCommand,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { expect } from 'chai';
import { fakeAws, FakeMisuse, NotSupportedByFake, type FakeAws } from '../fakes';

const table = {
  TableName: 'receipts',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
  BillingMode: 'PAY_PER_REQUEST' as const,
};

/** A little of everything, with retries, ids, tokens and time in it. */
async function busy(aws: FakeAws): Promise<void> {
  const [s3, ddb, sqs, cloudwatch] = [
    new S3Client({}),
    new DynamoDBClient({}),
    new SQSClient({}),
    new CloudWatchClient({}),
  ] as const;
  aws.faults.on(PutObjectCommand).slowDown().with(0.5).times(2).optional();
  aws.faults.on(PutItemCommand).throttled().times(2);
  aws.faults.on(SendMessageCommand).answerLost();
  await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  await ddb.send(new CreateTableCommand(table));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'queue' }));
  await Promise.all(
    ['a', 'b', 'c'].map(async (id) => {
      await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: id, Body: id }));
      await ddb.send(new PutItemCommand({ TableName: 'receipts', Item: { id: { S: id } } }));
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: id }));
    }),
  );
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 }));
  await cloudwatch.send(
    new PutMetricDataCommand({ Namespace: 'N', MetricData: [{ MetricName: 'm', Value: 1 }] }),
  );
}

/** The journal of a run as text, byte for byte: inputs, outputs, errors, times, ids. */
async function journalOf(seed: number): Promise<string> {
  const aws = fakeAws({ seed, time: 'virtual' });
  try {
    await busy(aws);
    return JSON.stringify(aws.calls.entries, (_, value: unknown) =>
      value instanceof Error ? [Object.entries(value), String(value)] : value,
    );
  } finally {
    aws.unplug();
  }
}

describe('fakeAws', () => {
  let aws: FakeAws;
  afterEach(() => {
    try {
      aws.unplug();
    } catch {
      // Each test says itself what unplug must throw.
    }
  });

  it('does the same, byte for byte, with the same seed', async () => {
    const [first, second, other] = [await journalOf(7), await journalOf(7), await journalOf(8)];
    expect(second).to.equal(first);
    expect(other).to.not.equal(first);
    expect(first.length).to.be.above(5_000);
  });

  it('serves every client of the four services and the document client', async () => {
    aws = fakeAws();
    const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    await new DynamoDBClient({}).send(new CreateTableCommand(table));
    await documents.send(
      new PutCommand({ TableName: 'receipts', Item: { id: '1', tags: new Set(['x']), total: 9.5 } }),
    );
    const { Item } = await documents.send(new GetCommand({ TableName: 'receipts', Key: { id: '1' } }));
    expect(Item).to.deep.equal({ id: '1', tags: new Set(['x']), total: 9.5 });
    expect(aws.dynamodb.documentMock?.commandCalls(PutCommand)).to.have.length(1);
  });

  it('keeps regions apart, and takes its own region for clients that have none', async () => {
    aws = fakeAws({ region: 'eu-west-1', accountId: '123456789012' });
    const region = process.env['AWS_REGION'];
    delete process.env['AWS_REGION'];
    try {
      const { QueueUrl } = await new SQSClient({}).send(new CreateQueueCommand({ QueueName: 'here' }));
      expect(QueueUrl).to.equal('https://sqs.eu-west-1.amazonaws.com/123456789012/here');
    } finally {
      process.env['AWS_REGION'] = region;
    }
    const elsewhere = await new SQSClient({ region: 'us-west-2' }).send(new ListQueuesCommand({}));
    expect(elsewhere.QueueUrls).to.equal(undefined);
  });

  it('goes under given clients only, and leaves the others alone', async () => {
    const [inside, outside] = [new S3Client({}), new S3Client({ maxAttempts: 1 })] as const;
    aws = fakeAws({ clients: [inside] });
    await inside.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    const error: unknown = await outside
      .send(new CreateBucketCommand({ Bucket: 'bucket' }))
      .catch((reason: unknown) => reason);
    expect(String(error)).to.match(/credentials|sockets/i);
    expect(aws.s3.mock).to.equal(undefined);
  });

  it('refuses options that there are not', () => {
    expect(() => fakeAws({ tme: 'virtual' } as object)).to.throw(
      FakeMisuse,
      'fakeAws({ tme }): there is no such option. Did you mean time? Options: seed, time, start, region, accountId, clients, errorWording.',
    );
    expect(() => fakeAws({ zzzzzzzz: 1 } as object)).to.throw(/no such option\. Options: seed/);
    const time = 'vitual' as 'virtual';
    expect(() => fakeAws({ time })).to.throw(
      FakeMisuse,
      "fakeAws({ time: 'vitual' }): time is 'real' or 'virtual'.",
    );
    fakeAws({ time: 'real' }).unplug();
  });

  it('refuses to be plugged twice, and over a mock of the test, and gives the time back when it refuses', () => {
    aws = fakeAws();
    expect(() => fakeAws({ time: 'virtual' })).to.throw(FakeMisuse, /did not call aws.unplug/);
    expect(setTimeout).to.not.have.property('clock');
    aws.unplug();
    const mock = mockClient(SQSClient);
    try {
      expect(() => fakeAws()).to.throw(FakeMisuse, /mocked already by mockClient/);
    } finally {
      mock.restore();
    }
  });

  it('throws at unplug what the handler swallowed, after it put everything back', async () => {
    aws = fakeAws({ time: 'virtual' });
    const s3 = new S3Client({});
    await s3.send(new SelectObjectContentCommand({} as never)).catch(() => undefined);
    expect(() => aws.unplug()).to.throw(NotSupportedByFake, 'SelectObjectContentCommand is not modelled');
    expect(setTimeout).to.not.have.property('clock');
    expect(Object.getOwnPropertyDescriptor(S3Client.prototype, 'send')).to.equal(undefined);
    expect(() => aws.unplug()).to.not.throw();
  });

  it('throws everything at once when there is more than one problem', async () => {
    aws = fakeAws();
    aws.faults.on(GetObjectCommand).serverError();
    await new S3Client({})
      .send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Boddy: 'x' } as never))
      .catch(() => undefined);
    expect(() => aws.unplug())
      .to.throw(AggregateError)
      .with.property('message')
      .that.contains('Boddy is no member')
      .and.contains('S3.GetObject: serverError');
  });

  it('reset empties the world, complains, and leaves it usable', async () => {
    aws = fakeAws();
    const ddb = new DynamoDBClient({});
    await ddb.send(new CreateTableCommand(table));
    aws.faults.on(GetItemCommand).throttled();
    expect(() => aws.reset()).to.throw(FakeMisuse, 'never struck');
    expect(aws.dynamodb.tables()).to.deep.equal([]);
    expect(aws.calls.entries).to.deep.equal([]);
    await ddb.send(new CreateTableCommand(table));
    expect(() => aws.reset()).to.not.throw();
  });

  it('gives a second life the same ids as the first', async () => {
    aws = fakeAws();
    const lives: (string | undefined)[] = [];
    for (let life = 0; life < 2; life++) {
      const { QueueUrl } = await new SQSClient({}).send(new CreateQueueCommand({ QueueName: 'queue' }));
      const sent = await new SQSClient({}).send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
      lives.push(sent.MessageId);
      aws.reset();
    }
    expect(lives[1]).to.equal(lives[0]);
  });

  it('marks, restores and says what changed in between', async () => {
    aws = fakeAws();
    const s3 = new S3Client({});
    aws.s3.bucket('bucket').put('kept', 'x');
    const mark = aws.mark();
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'new', Body: 'y' }));
    expect(aws.diff(mark).some(({ key }) => JSON.stringify(key).includes('new'))).to.equal(true);
    aws.restore(mark);
    expect(aws.s3.bucket('bucket').keys()).to.deep.equal(['kept']);
    expect(aws.diff(mark)).to.deep.equal([]);
  });

  it('runs code as a task: it returns, throws or crashes, and the test goes on', async () => {
    aws = fakeAws();
    const s3 = new S3Client({});
    aws.s3.createBucket('bucket');
    const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: 'bucket', Key, Body: 'x' }));
    aws.faults.on(PutObjectCommand, { Key: 'second' }).crashes('after').for('uploader');
    let finished = false;
    const outcome = await aws.run('uploader', async () => {
      await put('first');
      await put('second');
      finished = true;
      await put('third');
    });
    expect(outcome).to.deep.equal({ kind: 'crashed' });
    expect(finished).to.equal(false);
    expect(aws.s3.bucket('bucket').keys()).to.deep.equal(['first', 'second']);
    expect(await aws.run('other', async () => 7)).to.deep.equal({ kind: 'returned', value: 7 });
    expect(await aws.run('other', () => Promise.reject(new Error('no')))).to.deep.include({ kind: 'threw' });
  });

  it('has one time for handler and fakes under virtual time', async () => {
    aws = fakeAws({ time: 'virtual', start: new Date('2026-03-01T00:00:00Z') });
    expect(new Date().toISOString()).to.equal('2026-03-01T00:00:00.000Z');
    await aws.clock.advance('36h');
    expect(aws.clock.now()).to.equal(Date.now());
    expect(new Date().toISOString()).to.equal('2026-03-02T12:00:00.000Z');
  });

  it('turns metrics in the log lines of a function into metrics', async () => {
    aws = fakeAws({ time: 'virtual' });
    const emf = {
      _aws: {
        Timestamp: Date.now(),
        CloudWatchMetrics: [{ Namespace: 'Demo', Dimensions: [[]], Metrics: [{ Name: 'Handled' }] }],
      },
      Handled: 3,
    };
    aws.lambda.function('logging', async () => void process.stdout.write(`${JSON.stringify(emf)}\n`));
    await aws.lambda.invoke('logging', {});
    expect(aws.cloudwatch.metric('Demo', 'Handled').sum()).to.equal(3);
  });
});
