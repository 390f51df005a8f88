import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  deadlineRespected,
  everyMessageProcessedOrDeadLettered,
  explore,
  idempotent,
  noDanglingReference,
  noDuplicates,
  noLostUpdates,
  sweepFaults,
  unknownOutcomeNotTreatedAsFailure,
  type ExploreOptions,
  type FakeAws,
  type SweepOptions,
} from '../../fakes';
import {
  arrangePointer,
  compareAndSwap,
  idempotentCompareAndSwap,
  naive,
  namesBehindPointer,
} from './pointer-writers';

const s3 = new S3Client({});
const hasty = new S3Client({ maxAttempts: 1 });
const sqs = new SQSClient({});
const dynamodb = new DynamoDBClient({});
const Bucket = 'snapshots';
const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/000000000000/work';

const put = (Key: string, client = s3) => client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));

/** The first line of what a search finds; undefined when it finds nothing. */
async function found(search: Promise<unknown>): Promise<string | undefined> {
  return search.then(
    () => undefined,
    (error: Error) => error.message.split('\n')[0],
  );
}

/** Every ready invariant finds what is wrong with a naive handler, and holds for a careful one. */
describe('simulation: ready invariants', function () {
  this.timeout(60_000);

  describe('noLostUpdates', () => {
    const race = (writer: typeof naive): ExploreOptions => ({
      arrange: arrangePointer,
      tasks: { A: writer('A'), B: writer('B') },
      assert: ({ aws }) => noLostUpdates(namesBehindPointer(aws), ['A', 'B']),
    });

    it('the last writer wins, or nobody is lost', async () => {
      expect(await found(explore(race(naive)))).to.match(/^lost update: \[[AB]\] is not in \[[AB]\]$/);
      expect(await found(explore(race(compareAndSwap)))).to.equal(undefined);
    });
  });

  describe('noDuplicates', () => {
    const sweep = (writer: typeof naive): SweepOptions => ({
      arrange: arrangePointer,
      act: writer('A'),
      assert: ({ aws }) => noDuplicates(namesBehindPointer(aws)),
    });

    it('a lost answer is taken for a refusal, or looked after', async () => {
      expect(await found(sweepFaults(sweep(compareAndSwap)))).to.equal('duplicate: [A] 2 times');
      expect(await found(sweepFaults(sweep(idempotentCompareAndSwap)))).to.equal(undefined);
    });
  });

  describe('everyMessageProcessedOrDeadLettered', () => {
    const consumer = (deleteFirst: boolean) => async (): Promise<void> => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      for (const { Body = '', ReceiptHandle } of Messages) {
        const done = new DeleteMessageCommand({ QueueUrl, ReceiptHandle });
        if (deleteFirst) await sqs.send(done);
        await put(`done/${Body}`);
        if (!deleteFirst) await sqs.send(done);
      }
    };
    const sweep = (deleteFirst: boolean): SweepOptions => ({
      arrange: async (aws) => {
        aws.s3.createBucket(Bucket);
        await sqs.send(new CreateQueueCommand({ QueueName: 'work' }));
        for (const MessageBody of ['one', 'two'])
          await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
      },
      act: consumer(deleteFirst),
      assert: ({ aws }) =>
        everyMessageProcessedOrDeadLettered({
          sent: ['one', 'two'],
          processed: aws.s3
            .bucket(Bucket)
            .keys('done/')
            .map((key) => key.slice('done/'.length)),
          deadLettered: [],
          pending: aws.sqs.queue('work').bodies(),
        }),
    });

    it('a message is deleted before its work, or after it', async () => {
      expect(await found(sweepFaults(sweep(true)))).to.match(
        /^lost message: \[(one|two)\] neither processed nor dead-lettered$/,
      );
      expect(await found(sweepFaults(sweep(false)))).to.equal(undefined);
    });
  });

  describe('noDanglingReference', () => {
    const publish = (pointerFirst: boolean) => async (): Promise<void> => {
      const write = () => s3.send(new PutObjectCommand({ Bucket, Key: 'pointer', Body: '["data/1"]' }));
      if (pointerFirst) await write();
      await put('data/1');
      if (!pointerFirst) await write();
    };
    const sweep = (pointerFirst: boolean): SweepOptions => ({
      arrange: arrangePointer,
      act: publish(pointerFirst),
      redeliver: false,
      assert: ({ aws }) =>
        noDanglingReference(namesBehindPointer(aws), (key) => aws.s3.bucket(Bucket).get(key) !== undefined),
    });

    it('the pointer is written before what it points at, or after it', async () => {
      expect(await found(sweepFaults(sweep(true)))).to.equal('dangling reference: [data/1] does not exist');
      expect(await found(sweepFaults(sweep(false)))).to.equal(undefined);
    });
  });

  describe('idempotent', () => {
    const count = (careful: boolean) => async (): Promise<void> => {
      if (careful) {
        const once = new PutItemCommand({
          TableName: 'counts',
          Item: { pk: { S: 'event-1' } },
          ConditionExpression: 'attribute_not_exists(pk)',
        });
        const known = await dynamodb.send(once).then(
          () => false,
          ({ name }: Error) => name === 'ConditionalCheckFailedException',
        );
        if (known) return;
      }
      await dynamodb.send(
        new UpdateItemCommand({
          TableName: 'counts',
          Key: { pk: { S: 'total' } },
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        }),
      );
    };
    const scenario = (careful: boolean): ExploreOptions => ({
      arrange: async () =>
        void (await dynamodb.send(
          new CreateTableCommand({
            TableName: 'counts',
            KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
            AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
            BillingMode: 'PAY_PER_REQUEST',
          }),
        )),
      tasks: { A: count(careful) },
      assert: ({ aws }) =>
        idempotent(aws, count(careful), (world: FakeAws) => world.dynamodb.table('counts').items()),
    });

    it('the same event counts again, or is known by its id', async () => {
      expect(await found(explore(scenario(false)))).to.match(/^not idempotent: /);
      expect(await found(explore(scenario(true)))).to.equal(undefined);
    });
  });

  describe('deadlineRespected', () => {
    const store = (patienceMs: number) => async (): Promise<void> => {
      const until = Date.now() + patienceMs;
      for (;;) {
        const done = await put('k').then(
          () => true,
          () => false,
        );
        if (done || Date.now() > until) return;
        await sleep(1_000);
      }
    };
    const scenario = (patienceMs: number): ExploreOptions => ({
      arrange: (aws) => {
        aws.s3.createBucket(Bucket);
        aws.faults.outage('S3', { for: '10m' });
      },
      tasks: { A: store(patienceMs) },
      assert: (finished) => deadlineRespected(finished, '60s'),
    });

    it('an outage is waited out, or given up in time', async () => {
      expect(await found(explore(scenario(Number.POSITIVE_INFINITY)))).to.match(
        /^deadline missed: the run took 60\d{4} ms, allowed are 60000 ms$/,
      );
      expect(await found(explore(scenario(50_000)))).to.equal(undefined);
    });
  });

  describe('unknownOutcomeNotTreatedAsFailure', () => {
    const store = (careful: boolean) => async (): Promise<void> => {
      try {
        await put('k', hasty);
      } catch (error) {
        const there =
          careful &&
          (await s3.send(new HeadObjectCommand({ Bucket, Key: 'k' })).then(
            () => true,
            () => false,
          ));
        if (!there) throw error;
      }
      await s3.send(new GetObjectCommand({ Bucket, Key: 'known' }));
    };
    const sweep = (careful: boolean): SweepOptions => ({
      arrange: (aws) => void aws.s3.bucket(Bucket).put('known', ''),
      act: store(careful),
      faults: ['answerLost', 'serverErrorLost', 'throttled'],
      redeliver: false,
      assert: ({ outcomes, aws, injected }) => {
        if (injected.some((token) => token.endsWith('throttled'))) return;
        unknownOutcomeNotTreatedAsFailure({ outcomes }, () => aws.s3.bucket(Bucket).get('k') !== undefined);
      },
    });

    it('a connection that breaks means "failed", or "look"', async () => {
      expect(await found(sweepFaults(sweep(false)))).to.equal(
        'unknown outcome treated as failure: [handler] reported a failure, but the work was done',
      );
      expect(await found(sweepFaults(sweep(true)))).to.equal(undefined);
    });
  });
});
