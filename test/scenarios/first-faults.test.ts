import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  SendMessageBatchCommand,
  SQSClient,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';

/**
 * For every kind of fault a naive handler that it breaks and a careful one that it does not: this shows that the fake
 * reproduces the incident, and that the incident can be survived.
 */
interface Incident {
  readonly fault: string;
  readonly arm: (aws: FakeAws) => void;
  readonly naive: () => Promise<unknown>;
  readonly careful: () => Promise<unknown>;
  /** Throws when the invariant is broken. */
  readonly holds: (aws: FakeAws, outcome: unknown) => void;
}

const ddb = new DynamoDBClient({});
const impatient = new DynamoDBClient({ maxAttempts: 1 });
const s3 = new S3Client({});
const sqs = new SQSClient({});
const counter = { TableName: 'counters', Key: { id: { S: 'total' } } };
const object = { Bucket: 'reports', Key: 'today' };
const queueUrl = 'https://sqs.us-east-1.amazonaws.com/000000000000/jobs';

const count = (aws: FakeAws): unknown => aws.dynamodb.table('counters').get({ id: 'total' })?.['count'];
const add = (client: DynamoDBClient) =>
  client.send(
    new UpdateItemCommand({
      ...counter,
      UpdateExpression: 'ADD #c :one',
      ExpressionAttributeNames: { '#c': 'count' },
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  );
/** Adds one once per request id, whatever is sent twice. */
const addOnce = () =>
  ddb
    .send(
      new UpdateItemCommand({
        ...counter,
        UpdateExpression: 'ADD #c :one SET lastRequest = :id',
        ConditionExpression: 'attribute_not_exists(lastRequest) OR lastRequest <> :id',
        ExpressionAttributeNames: { '#c': 'count' },
        ExpressionAttributeValues: { ':one': { N: '1' }, ':id': { S: 'request-1' } },
      }),
    )
    .catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
    });

const entries: SendMessageBatchRequestEntry[] = ['a', 'b', 'c'].map((Id) => ({ Id, MessageBody: Id }));
async function sendAll(left: SendMessageBatchRequestEntry[]): Promise<void> {
  const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: left }));
  const failed = new Set(Failed.map(({ Id }) => Id));
  if (failed.size > 0) await sendAll(left.filter(({ Id }) => failed.has(Id)));
}

async function exists(isMissing: (error: Error) => boolean): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand(object));
    return true;
  } catch (error) {
    if (error instanceof Error && isMissing(error)) return false;
    throw error;
  }
}

/** Reads the balance and takes from it what there is. */
async function withdraw(ConsistentRead: boolean): Promise<void> {
  const { Item } = await ddb.send(new GetItemCommand({ ...counter, ConsistentRead }));
  const left = Number(Item?.['count']?.N ?? 0) - 1;
  if (left < 0) return;
  await ddb.send(
    new PutItemCommand({ TableName: 'counters', Item: { id: { S: 'total' }, count: { N: String(left) } } }),
  );
}

const incidents: readonly Incident[] = [
  {
    fault: 'throttled: a client without retries loses the write',
    arm: (aws) => aws.faults.on(UpdateItemCommand).throttled(),
    naive: () => add(impatient).catch(() => undefined),
    careful: () => add(ddb),
    holds: (aws) => expect(count(aws)).to.equal(1),
  },
  {
    fault: 'server error: a client without retries loses the write',
    arm: (aws) => aws.faults.on(UpdateItemCommand).serverError().times(2),
    naive: () => add(impatient).catch(() => undefined),
    careful: () => add(ddb),
    holds: (aws) => expect(count(aws)).to.equal(1),
  },
  {
    fault: 'connection reset before the work: swallowing it loses the write',
    arm: (aws) => aws.faults.on(UpdateItemCommand).connectionReset(),
    naive: () => add(impatient).catch(() => undefined),
    careful: () => add(ddb),
    holds: (aws) => expect(count(aws)).to.equal(1),
  },
  {
    fault: 'connection reset after the work: the retry counts twice',
    arm: (aws) => aws.faults.on(UpdateItemCommand).connectionReset().afterCommit(),
    naive: () => add(ddb),
    careful: addOnce,
    holds: (aws) => expect(count(aws)).to.equal(1),
  },
  {
    fault: 'access denied: taken for "not there", a report is written over',
    arm: (aws) => {
      aws.s3.bucket('reports').put('today', 'final');
      aws.faults.on(HeadObjectCommand).accessDenied();
    },
    naive: async () => {
      if (!(await exists(() => true))) await s3.send(new PutObjectCommand({ ...object, Body: 'draft' }));
    },
    careful: async () => {
      const there = await exists((error) => error.name === 'NotFound').catch(() => true);
      if (!there) await s3.send(new PutObjectCommand({ ...object, Body: 'draft' }));
    },
    holds: (aws) => expect(aws.s3.bucket('reports').get('today')?.text).to.equal('final'),
  },
  {
    fault: 'a part of the batch fails: its answer is not looked at',
    arm: (aws) => aws.faults.on(SendMessageBatchCommand).failsEntries(['b']),
    naive: () => sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries })),
    careful: () => sendAll(entries),
    holds: (aws) => expect([...aws.sqs.queue('jobs').bodies()].toSorted()).to.deep.equal(['a', 'b', 'c']),
  },
  {
    fault: 'a stale read: what was spent is spent again',
    arm: (aws) => {
      aws.dynamodb.table('counters').put({ id: 'total', count: 1 });
      aws.dynamodb.table('counters').put({ id: 'total', count: 0 });
      aws.faults.on(GetItemCommand).readsStale().optional();
    },
    naive: () => withdraw(false).then(() => withdraw(false)),
    careful: () => withdraw(true),
    // The naive handler sees the balance of 1 and writes 0 as if it had taken something.
    holds: (aws) => expect(aws.calls.counts()['DynamoDB.PutItem']).to.equal(undefined),
  },
  {
    fault: 'a crash between two writes: the second never happens',
    arm: (aws) => aws.faults.on(PutObjectCommand).crashes('after'),
    naive: () => s3.send(new PutObjectCommand({ ...object, Body: 'x' })).then(() => add(ddb)),
    // The event comes again; the careful handler can be run twice.
    careful: () => s3.send(new PutObjectCommand({ ...object, Body: 'x' })).then(addOnce),
    holds: (aws) => expect(count(aws)).to.equal(1),
  },
];

describe('first faults', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws();
    aws.s3.createBucket('reports');
    await sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }));
    await ddb.send(
      new CreateTableCommand({
        TableName: 'counters',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  });
  afterEach(() => aws.unplug());

  for (const { fault, arm, naive, careful, holds } of incidents) {
    describe(fault, () => {
      it('breaks the naive handler', async () => {
        arm(aws);
        const outcome = await aws.run('handler', naive);
        expect(() => holds(aws, outcome)).to.throw();
      });

      it('does not break the careful one', async () => {
        arm(aws);
        let outcome = await aws.run('handler', careful);
        // As a queue or a stream does: what crashed is delivered again.
        if (outcome.kind === 'crashed') outcome = await aws.run('handler', careful);
        holds(aws, outcome);
      });
    });
  }

  it('reads the object that a lost answer hid', async () => {
    aws.faults.on(PutObjectCommand).answerLost().wholeOperation();
    const error: unknown = await s3
      .send(new PutObjectCommand({ ...object, Body: 'x' }))
      .catch((reason: unknown) => reason);
    expect(error).to.include({ name: 'TimeoutError', code: 'ECONNRESET' });
    expect(await (await s3.send(new GetObjectCommand(object))).Body?.transformToString()).to.equal('x');
  });
});
