import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { DynamoDBClient, CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { explore, SimulationFailure, sweepFaults, type FakeAws, type SweepOptions } from '../../../fakes';

const dynamodb = new DynamoDBClient({});
const s3 = new S3Client({});

interface Event {
  readonly Records: readonly {
    readonly messageId?: string;
    readonly body?: string;
    readonly eventID?: string;
    readonly dynamodb?: { readonly Keys: { readonly id: { readonly S: string } } };
  }[];
}

/** Counts what comes, and stores it. The order of the two, and whether a repetition is told apart, make the difference. */
const naive = async ({ Records }: Event): Promise<void> => {
  for (const { body, dynamodb: change } of Records) {
    const Key = body ?? change?.Keys.id.S ?? '';
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: 'counts',
        Key: { id: { S: 'all' } },
        UpdateExpression: 'ADD n :n',
        ExpressionAttributeValues: { ':n': { N: '1' } },
      }),
    );
    await s3.send(new PutObjectCommand({ Bucket: 'results', Key, Body: 'done' }));
  }
};

const careful = async ({ Records }: Event): Promise<void> => {
  for (const { messageId, eventID, body, dynamodb: change } of Records) {
    const Key = body ?? change?.Keys.id.S ?? '';
    await s3.send(new PutObjectCommand({ Bucket: 'results', Key, Body: 'done' }));
    const id = messageId ?? eventID ?? '';
    await dynamodb
      .send(
        new UpdateItemCommand({
          TableName: 'counts',
          Key: { id: { S: 'all' } },
          UpdateExpression: 'ADD n :n, seen :ids',
          ConditionExpression: 'NOT contains(seen, :id)',
          ExpressionAttributeValues: { ':n': { N: '1' }, ':id': { S: id }, ':ids': { SS: [id] } },
        }),
      )
      .catch((error: unknown) => {
        if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
      });
  }
};

async function table(TableName: string, stream: boolean): Promise<void> {
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      ...(stream ? { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } } : {}),
    }),
  );
}

const sources = {
  'a queue': async (aws: FakeAws): Promise<void> => {
    aws.sqs.createQueue('jobs');
    aws.lambda.eventSource({ queue: 'jobs', function: 'work' });
    for (const body of ['a', 'b']) aws.sqs.queue('jobs').send(body);
  },
  'a stream': async (aws: FakeAws): Promise<void> => {
    await table('orders', true);
    aws.lambda.eventSource({ table: 'orders', function: 'work' });
    for (const id of ['a', 'b']) {
      await dynamodb.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: id } } }));
    }
  },
};

describe('Lambda: functions that are killed at any call, and come again by the rules of their source', function () {
  this.timeout(60_000);

  for (const [source, fill] of Object.entries(sources)) {
    const sweep = (handler: typeof naive): SweepOptions => ({
      async arrange(aws) {
        await table('counts', false);
        aws.s3.createBucket('results');
        aws.lambda.function('work', handler);
        await fill(aws);
      },
      act: { lambda: (aws) => aws.lambda.settle() },
      redeliver: false,
      assert({ aws, sometimes }) {
        expect(aws.s3.bucket('results').keys()).to.deep.equal(['a', 'b']);
        expect(aws.dynamodb.table('counts').get({ id: 'all' })?.['n']).to.equal(2);
        sometimes(
          'came again',
          aws.lambda.invocations.some(({ retry }) => retry),
        );
      },
    });

    it(`${source}: a naive handler counts twice`, async () => {
      const failure = await sweepFaults({ ...sweep(naive), faults: ['crashBefore', 'crashAfter'] }).catch(
        (error: unknown) => error,
      );
      expect(failure).to.be.instanceOf(SimulationFailure);
      expect(String(failure)).to.include('crash');
    });

    it(`${source}: a careful one counts once, under every fault at every call`, async () => {
      const report = await sweepFaults(sweep(careful));
      expect(report).to.include({ failures: 0, complete: true });
      expect(report.runs).to.be.above(20);
    });

    it(`${source}: a careful one counts once under pairs of crashes, in every order with another writer`, async () => {
      const { arrange, assert } = sweep(careful);
      const report = await explore({
        ...(arrange === undefined ? {} : { arrange }),
        assert,
        tasks: {
          lambda: (aws) => aws.lambda.settle(),
          other: async () =>
            void (await s3.send(new PutObjectCommand({ Bucket: 'results', Key: 'a', Body: 'other' }))),
        },
        bounds: { preemptions: 2, faults: 1 },
        faults: ['crashBefore', 'crashAfter'],
      });
      expect(report).to.include({ failures: 0, complete: true });
    });
  }
});
