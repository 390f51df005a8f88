import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import fc from 'fast-check';
import { explore, type ExploreOptions } from '../../fakes';

const s3 = new S3Client({});
const dynamodb = new DynamoDBClient({});
const sqs = new SQSClient({});
const Bucket = 'soundness';
const TableName = 'soundness';
const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/000000000000/soundness';
const item = (key: string) => ({ pk: { S: 'p' }, sk: { S: key } });

/** What a random task may do: each call says what it saw. */
const CALLS = {
  put: async (key: string, seen: string) => {
    await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: seen }));
    return 'put';
  },
  create: async (key: string) =>
    s3.send(new PutObjectCommand({ Bucket, Key: key, Body: 'new', IfNoneMatch: '*' })).then(() => 'created'),
  get: async (key: string) =>
    (await s3.send(new GetObjectCommand({ Bucket, Key: key }))).Body?.transformToString() ?? '',
  list: async () =>
    ((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(({ Key }) => Key).join(),
  write: async (key: string, seen: string) => {
    await dynamodb.send(new PutItemCommand({ TableName, Item: { ...item(key), seen: { S: seen } } }));
    return 'written';
  },
  count: async (key: string) => {
    const { Attributes } = await dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: item(key),
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Attributes?.['n']?.N ?? '';
  },
  read: async (key: string) =>
    JSON.stringify((await dynamodb.send(new GetItemCommand({ TableName, Key: item(key) }))).Item),
  query: async () => {
    const { Items = [] } = await dynamodb.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'p' } },
      }),
    );
    return JSON.stringify(Items);
  },
  send: async (key: string) => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: key }));
    return 'sent';
  },
  receive: async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    return Messages.map(({ Body }) => Body).join();
  },
} as const;

interface Step {
  readonly call: keyof typeof CALLS;
  readonly key: string;
}

const step = fc.record({
  call: fc.constantFrom(...(Object.keys(CALLS) as (keyof typeof CALLS)[])),
  key: fc.constantFrom('x', 'y'),
});
const tasks = fc.tuple(
  fc.array(step, { minLength: 1, maxLength: 3 }),
  fc.array(step, { minLength: 1, maxLength: 3 }),
  fc.array(step, { maxLength: 1 }),
);

const run = (steps: readonly Step[]) => async () => {
  let seen = '';
  for (const { call, key } of steps)
    seen += `${await CALLS[call](key, seen).catch((error: Error) => error.name)};`;
  return seen;
};

/** Every end state that an exploration reaches: what is stored, and what each task saw. */
async function endStates(
  plans: readonly (readonly Step[])[],
  how: Partial<ExploreOptions>,
): Promise<Set<string>> {
  const ends = new Set<string>();
  await explore({
    ...how,
    tasks: Object.fromEntries(plans.map((plan, i) => [`T${i}`, run(plan)])),
    verifyDeterminism: false,
    assert: ({ aws, outcomes }) => {
      const bucket = aws.s3.bucket(Bucket);
      const bodies = bucket.keys().map((key) => [key, bucket.get(key)?.text]);
      ends.add(JSON.stringify([bodies, aws.dynamodb.table(TableName).items(), outcomes]));
    },
  });
  return ends;
}

describe('simulation: soundness of reductions', function () {
  this.timeout(120_000);

  const same = (
    how: (aws: Parameters<NonNullable<ExploreOptions['arrange']>>[0]) => void,
    options: Partial<ExploreOptions> = {},
    workload: fc.Arbitrary<readonly (readonly Step[])[]> = tasks,
  ) =>
    fc.asyncProperty(workload, async (plans) => {
      const arranged = (reduce: boolean): Partial<ExploreOptions> => ({
        ...options,
        reduce,
        world: { seed: 1 },
        arrange: async (aws) => {
          aws.s3.createBucket(Bucket);
          await arrangeTables();
          how(aws);
        },
      });
      expect(await endStates(plans, arranged(true))).to.deep.equal(await endStates(plans, arranged(false)));
    });

  it('calls of S3, DynamoDB and SQS: every end state that all orders reach', async () => {
    await fc.assert(
      same(() => undefined),
      { numRuns: 60, seed: 7 },
    );
  });

  it('the same under rules that count calls, and buckets that calls draw from', async () => {
    await fc.assert(
      same((aws) => {
        aws.faults.on(PutObjectCommand).error('AccessDenied').after(1).optional();
        aws.faults.throughput(
          'DynamoDB',
          { perSecond: 0.001, burst: 2 },
          { operations: ['UpdateItem'], optional: true },
        );
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  it('the same with a fault, the retries of the SDK that follow, and crashes with redelivery', async () => {
    const options: Partial<ExploreOptions> = {
      bounds: { faults: 1 },
      faults: ['answerLost', 'throttled', 'crashAfter', 'failAll', 'nothingReceived'],
      deliveries: 2,
    };
    await fc.assert(
      same(() => undefined, options, pairs),
      { numRuns: 20, seed: 7 },
    );
  });

  it('the same when time may jump over a slow call', async () => {
    await fc.assert(
      same((aws) => void aws.faults.latency('*', '10ms'), { bounds: { timeJumps: 1 } }, pairs),
      { numRuns: 20, seed: 7 },
    );
  });
});

/** Two short tasks: faults multiply what there is to run. */
const pairs = fc.tuple(
  fc.array(step, { minLength: 1, maxLength: 2 }),
  fc.array(step, { minLength: 1, maxLength: 2 }),
);

async function arrangeTables(): Promise<void> {
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await sqs.send(new CreateQueueCommand({ QueueName: 'soundness' }));
}
