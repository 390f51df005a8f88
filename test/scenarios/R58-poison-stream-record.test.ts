import { expect } from 'chai';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import { deploy, type Deployment, type DeploymentOptions } from '../arrange/deployment';
import { RECEIPT, receiptMetadata } from '../arrange/receipts';
import { createFailureQueue, FAILURES, poisonItem } from '../arrange/stream-failures';

const receiptNumber = (receiptId: number) => receiptMetadata({ ...RECEIPT, receiptId });

describe('R58: a stream record that nobody can read, among good ones (I7, I8)', () => {
  let world: Deployment;
  afterEach(() => world.end());

  /** Good changes that arrive on the lines queue, and records given up that somebody is told about. */
  async function outcome(options: DeploymentOptions): Promise<{ good: number; told: number }> {
    world = await deploy({ queueSource: { enabled: false }, arrange: createFailureQueue, ...options });
    await world.put(receiptNumber(3), receiptNumber(4), poisonItem(), receiptNumber(5), receiptNumber(6));
    await world.settle();
    const changes = world.aws.sqs
      .queue(world.queues.lines.url)
      .bodies()
      .map((text) => (JSON.parse(text) as { stream_record_id: string }).stream_record_id);
    const good = new Set(changes).size;
    return { good, told: world.aws.sqs.queue(FAILURES).messages().length };
  }

  it('the naive way throws: after three retries the batch is gone, good ones and all, without a trace', async () => {
    const naive: DeploymentOptions = {
      stream: (given) => {
        // Reads all before it sends any.
        const env = { ...given.env, REPORT_BATCH_ITEM_FAILURES: 'false' };
        const ours = createStreamProcessor(given.runtime({ env }));
        return async (event, context) => {
          if (event.Records.some(({ dynamodb }) => dynamodb?.NewImage?.['merchant_name']?.N !== undefined))
            throw new TypeError('merchant_name is not a string');
          return ours(event, context);
        };
      },
      streamSource: { bisectBatchOnFunctionError: false, reportBatchItemFailures: false },
    };
    expect(await outcome(naive)).to.deep.equal({ good: 0, told: 0 });
  });

  it('ours reports where to begin again: the good ones arrive, and a queue is told about the other', async () => {
    const streamSource = { onFailure: { queue: FAILURES } };
    expect(await outcome({ streamSource })).to.deep.equal({ good: 4, told: 1 });
  });
});
