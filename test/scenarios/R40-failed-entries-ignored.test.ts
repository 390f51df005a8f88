import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import type { Clients } from '../../src/shared/clients';
import { withAround } from '../arrange/around';
import { brokenRun } from '../arrange/rejection';
import { sweepStream } from '../arrange/swept-stream';

/** Takes 200 for success. */
const statusOnly = (clients: Clients): Clients =>
  withAround(clients, 'sqs', async (command, next) => {
    const answer = await next();
    return command instanceof SendMessageBatchCommand ? { Successful: command.input.Entries } : answer;
  });

describe('R40: any single call of the stream processor goes wrong (I1)', function () {
  this.timeout(30_000);

  it('the naive way ignores the failed entries of an answer: a change is lost', async () => {
    expect(await brokenRun(sweepStream({ adapt: statusOnly, keepGoing: false }))).to.match(
      /handler!fail(First|All)/,
    );
  });

  for (const fifo of [false, true]) {
    it(`ours sends them again, or reports them, on ${fifo ? 'FIFO' : 'standard'} queues`, async () => {
      expect(await sweepStream({ fifo })).to.include({ complete: true, failures: 0 });
    });
  }
});
