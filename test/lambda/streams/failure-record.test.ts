import { expect } from 'chai';
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { lambdaWorld, type LambdaWorld } from '../world';

describe('Lambda: on-failure destination of a stream', () => {
  let w: LambdaWorld;
  let QueueUrl: string;
  beforeEach(async () => {
    w = lambdaWorld({ time: 'virtual' });
    await w.table();
    QueueUrl = await w.queue('lost');
    w.lambda.function('f', async () => {
      throw new Error('no');
    });
  });
  afterEach(() => w.aws.unplug());

  it('is told where the records are, in the recorded words', async () => {
    const { EventSourceArn } = w.lambda.eventSource({
      table: 'orders',
      function: 'f',
      maximumRetryAttempts: 1,
      onFailure: { queue: 'lost' },
    });
    await w.put('a', 'b');
    const { invocations } = await w.lambda.settle();
    const event = invocations[0]?.event as
      | { Records: { dynamodb: { SequenceNumber: string } }[] }
      | undefined;
    const [first, last] = event?.Records ?? [];
    const record = JSON.parse(w.aws.sqs.queue('lost').bodies()[0] ?? '') as {
      DDBStreamBatchInfo: { shardId: string };
    };
    expect(record).to.deep.equal({
      requestContext: {
        requestId: invocations.at(-1)?.requestId,
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 2,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: '2026-01-01T00:00:01.000Z',
      DDBStreamBatchInfo: {
        shardId: record.DDBStreamBatchInfo.shardId,
        startSequenceNumber: first?.dynamodb.SequenceNumber,
        endSequenceNumber: last?.dynamodb.SequenceNumber,
        approximateArrivalOfFirstRecord: '2026-01-01T00:00:00Z',
        approximateArrivalOfLastRecord: '2026-01-01T00:00:00Z',
        batchSize: 2,
        streamArn: EventSourceArn,
      },
    });
    expect(record.DDBStreamBatchInfo.shardId).to.match(/^shardId-\d{20}-/);
  });

  it('loses the batch when its queue is gone', async () => {
    w.lambda.eventSource({
      table: 'orders',
      function: 'f',
      maximumRetryAttempts: 0,
      onFailure: { queue: 'lost' },
    });
    await w.sqs.send(new DeleteQueueCommand({ QueueUrl }));
    await w.put('a');
    expect((await w.lambda.settle()).deadLetters.map(({ target }) => target)).to.deep.equal([undefined]);
  });
});
