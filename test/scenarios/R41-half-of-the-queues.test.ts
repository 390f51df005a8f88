import { createHash } from 'node:crypto';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import type { Clients } from '../../src/shared/clients';
import { ConfigurationError } from '../../src/shared/configuration';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import { withAround } from '../arrange/around';
import { lambdaContext } from '../arrange/events';
import { lambdaWorld, type LambdaWorld } from '../arrange/lambda-world';
import { rejection } from '../arrange/rejection';
import { CHANGES } from '../arrange/swept-stream';

/** What a queue with content-based deduplication does for entries without an id of their own. */
const byContent = (clients: Clients): Clients =>
  withAround(clients, 'sqs', (command, next) => {
    if (command instanceof SendMessageBatchCommand)
      for (const entry of command.input.Entries ?? [])
        entry.MessageDeduplicationId = createHash('sha256').update(String(entry.MessageBody)).digest('hex');
    return next();
  });

describe('R41: the lines queue took its messages, the words queue did not (I5)', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld({ fifo: true });
  });
  afterEach(() => world.end());

  /** How many messages are on the lines queue after the stream has delivered the batch again. */
  async function linesAfterRedelivery(clients: Clients): Promise<number> {
    const handler = createStreamProcessor(world.runtime({ clients }));
    const QueueUrl = world.queues.words.url;
    world.aws.faults.on(SendMessageBatchCommand, { QueueUrl }).error('QueueDoesNotExist');
    const first = await handler({ Records: [...CHANGES] }, lambdaContext());
    expect(first.batchItemFailures).to.have.length(1);
    await world.aws.clock.advance('1s');
    const second = await handler({ Records: [...CHANGES] }, lambdaContext());
    expect(second.batchItemFailures).to.deep.equal([]);
    return world.aws.sqs.queue(world.queues.lines.url).messages().length;
  }

  it('the naive way counts on the content, which holds the time of processing: all are there twice', async () => {
    expect(await linesAfterRedelivery(byContent(world.clients))).to.equal(2 * CHANGES.length);
  });

  it('ours names the change: once', async () => {
    expect(await linesAfterRedelivery(world.clients)).to.equal(CHANGES.length);
  });

  it('a queue that is not configured fails before anything is sent', async () => {
    const { WORDS_QUEUE_URL: _, ...env } = world.env;
    const handler = createStreamProcessor(world.runtime({ env }));
    const error = await rejection(handler({ Records: [...CHANGES] }, lambdaContext()));
    expect(error).to.be.instanceOf(ConfigurationError);
    expect(world.aws.calls.counts()['SQS.SendMessageBatch']).to.equal(undefined);
  });
});
