import { expect } from 'chai';
import { DeleteMessageCommand } from '@aws-sdk/client-sqs';
import { operation, wait, Wait } from '../../fakes/kernel/operation';

describe('kernel/operation', () => {
  it('makes the row of a command: its name, its function, its members, no advice', () => {
    const execute = (): object => ({});
    expect(operation(DeleteMessageCommand, execute, ['QueueUrl'])).to.deep.equal({
      name: 'DeleteMessage',
      command: DeleteMessageCommand,
      execute,
      members: ['QueueUrl'],
      advice: [],
    });
    expect(operation(DeleteMessageCommand, execute, [], { advice: ['stale'] }).advice).to.deep.equal([
      'stale',
    ]);
  });

  it('wait says until when, and what wakes earlier', () => {
    const answer = wait({ until: 5, wakeOn: [{ name: 'a' }] });
    expect(answer).to.be.instanceOf(Wait);
    expect(answer).to.deep.include({ until: 5, wakeOn: [{ name: 'a' }] });
  });
});
