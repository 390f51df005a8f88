import type { DynamoDBStreamEvent } from 'aws-lambda';
import { expect } from 'chai';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import type { LambdaContext } from '../../src/shared/invocation';
import { lambdaWorld, TABLE, type LambdaWorld } from '../arrange/lambda-world';
import { RECEIPT, receiptMetadata } from '../arrange/receipts';

const RECEIPTS = 60;

describe('R57: more records in a batch than the handler likes (I1)', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  /** How many of the changes arrive on the lines queue once the stream is read to its end. */
  async function arrived(
    handler: (event: DynamoDBStreamEvent, context: LambdaContext) => unknown,
  ): Promise<number> {
    const { lambda, sqs } = world.aws;
    lambda.function('stream-processor', handler, { timeout: '2m' });
    lambda.eventSource({
      table: TABLE,
      function: 'stream-processor',
      batchSize: 100,
      reportBatchItemFailures: true,
    });
    for (let receiptId = 1; receiptId <= RECEIPTS; receiptId += 1) {
      await world.put(receiptMetadata({ ...RECEIPT, receiptId }));
    }
    await lambda.settle({ maxInvocations: 10 });
    return sqs.queue(world.queues.lines.url).messages().length;
  }

  it('the naive way handles the first 25 and answers success: the rest is lost', async () => {
    const ours = createStreamProcessor(world.runtime());
    const naive = ({ Records }: DynamoDBStreamEvent, context: LambdaContext) =>
      ours({ Records: Records.slice(0, 25) }, context);
    expect(await arrived(naive)).to.equal(25);
  });

  it('ours handles all', async () => {
    expect(await arrived(createStreamProcessor(world.runtime()))).to.equal(RECEIPTS);
  });
});
