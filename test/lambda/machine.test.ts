import { expect } from 'chai';
import { LAMBDA } from '../../fakes/lambda/machine';
import { lambdaWorld } from './world';

describe('lambda/machine', () => {
  it('calls as aws:lambda', async () => {
    const w = lambdaWorld();
    await w.queue('jobs');
    await w.send('jobs', 'a');
    w.lambda.function('f', async () => undefined);
    w.lambda.eventSource({ queue: 'jobs', function: 'f' });
    await w.lambda.step();
    const callers = w.aws.calls.entries.map(({ operation, caller }) => `${operation} ${caller ?? '-'}`);
    expect(callers).to.deep.equal([
      'CreateQueue -',
      'SendMessage -',
      `ReceiveMessage ${LAMBDA}`,
      `DeleteMessageBatch ${LAMBDA}`,
    ]);
    w.aws.unplug();
  });
});
