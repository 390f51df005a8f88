import { expect } from 'chai';
import type { DynamoDBRecord } from 'aws-lambda';
import { sweepFaults, type ExploreReport, type SweepOptions } from '../../fakes';
import type { Clients } from '../../src/shared/clients';
import { createStreamProcessor, type StreamProcessor } from '../../src/stream-processor/handler';
import { lambdaContext, streamRecord } from './events';
import { lambdaWorldOn, type LambdaWorld } from './lambda-world';
import { RECEIPT, receiptMetadata } from './receipts';

const place = (merchantName: string) => receiptMetadata(RECEIPT, { merchantName });
/** Three changes of one receipt. */
export const CHANGES: readonly DynamoDBRecord[] = [
  streamRecord(undefined, place('one'), 101),
  streamRecord(place('one'), place('two'), 102),
  streamRecord(place('two'), place('three'), 103),
];

export interface SweptStreamOptions extends Pick<SweepOptions, 'faults' | 'keepGoing'> {
  readonly fifo?: boolean;
  readonly adapt?: (clients: Clients) => Clients;
  /** Another handler than the real one. */
  readonly handler?: (world: LambdaWorld) => (event: { Records: DynamoDBRecord[] }) => Promise<unknown>;
}

/**
 * The stream processor on three changes of one receipt, under every single fault at each of its calls. The stream delivers
 * again from where the answer says. In the end every change is on the queue (I1), in order if that is FIFO.
 */
export async function sweepStream(options: SweptStreamOptions = {}): Promise<ExploreReport> {
  const { fifo = false, adapt = (clients: Clients) => clients, handler, ...sweep } = options;
  let world: LambdaWorld | undefined;
  const arranged = (): LambdaWorld => {
    if (world === undefined) throw new Error('not arranged');
    return world;
  };
  const ours = (): StreamProcessor => {
    const { clients, env } = arranged();
    const ids = { random: () => 0.5, uuid: () => '00000000-0000-4000-8000-000000000000' };
    return createStreamProcessor({ clients: adapt(clients), env, ...ids, write: () => undefined });
  };
  return sweepFaults({
    ...sweep,
    async arrange(aws) {
      world = await lambdaWorldOn(aws, { fifo });
    },
    act: () => deliverAll(handler?.(arranged()) ?? ((event) => ours()(event, lambdaContext()))),
    assert() {
      const { aws, queues } = arranged();
      const numbers = aws.sqs
        .queue(queues.words.url)
        .bodies()
        .map((text) => (JSON.parse(text) as { stream_record_id: string }).stream_record_id);
      const distinct = [...new Set(numbers)];
      const all = CHANGES.map(({ eventID }) => eventID);
      if (fifo) expect(numbers, 'on the queue').to.deep.equal(all);
      else expect(distinct, 'on the queue').to.have.members(all);
    },
  });
}

async function deliverAll(
  handler: (event: { Records: DynamoDBRecord[] }) => Promise<unknown>,
): Promise<void> {
  let Records = [...CHANGES];
  for (let delivery = 1; delivery <= 4 && Records.length > 0; delivery += 1) {
    const answer = (await handler({ Records })) as { batchItemFailures: { itemIdentifier: string }[] };
    const from = answer.batchItemFailures[0]?.itemIdentifier;
    const index = Records.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === from);
    Records = index === -1 ? [] : Records.slice(index);
  }
  expect(Records, 'never sent').to.deep.equal([]);
}
