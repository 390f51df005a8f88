import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import type { Clients } from '../../src/shared/clients';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import { withAround } from '../arrange/around';
import { lambdaContext, streamRecord } from '../arrange/events';
import { lambdaWorld, type LambdaWorld } from '../arrange/lambda-world';
import { RECEIPT, receiptMetadata } from '../arrange/receipts';

describe('R69: metrics of many receipts (I9)', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  /** How many metrics there are after so many receipts, and how many calls it took. */
  async function metricsAfter(receipts: number, clients: Clients): Promise<number> {
    const handler = createStreamProcessor(world.runtime({ clients }));
    for (let receiptId = 1; receiptId <= receipts; receiptId += 1) {
      const record = streamRecord(undefined, receiptMetadata({ ...RECEIPT, receiptId }), 100 + receiptId);
      await handler({ Records: [record] }, lambdaContext());
    }
    expect(world.aws.calls.counts()['CloudWatch.PutMetricData'], 'one call for each invocation').to.equal(
      receipts,
    );
    return world.aws.cloudwatch.metrics('EmbeddingWorkflow').length;
  }

  it('the naive way has ids among its dimensions: each receipt costs metrics of its own', async () => {
    let calls = 0;
    const byId = withAround(world.clients, 'cloudwatch', (command, next) => {
      calls += 1;
      if (command instanceof PutMetricDataCommand)
        for (const datum of command.input.MetricData ?? [])
          datum.Dimensions = [...(datum.Dimensions ?? []), { Name: 'receipt_id', Value: String(calls) }];
      return next();
    });
    expect(await metricsAfter(10, byId)).to.be.greaterThan(50);
  });

  it('ours has dimensions of few values: their number does not grow', async () => {
    const after = await metricsAfter(10, world.clients);
    expect(after).to.be.lessThan(12);
  });
});
