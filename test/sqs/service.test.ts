import * as sdk from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { sqs as service } from '../../fakes/sqs/service';
import { failure, sqsWorld } from './sqs-world';

describe('SQS service', () => {
  const sqs = sqsWorld();

  it('has every operation of the client, each with all its members', () => {
    const commands = Object.keys(sdk).filter((name) => /^[A-Z].*Command$/.test(name) && name !== '$Command');
    expect(service.operations.map(({ command }) => command.name)).to.have.members(commands);
    for (const { operation, members } of sqs.aws.world
      .operations()
      .filter((mounted) => mounted.service.name === 'SQS')
      .map(({ row, shape }) => ({ operation: row, members: shape.input.members }))) {
      expect(operation.members, operation.name).to.have.members([...members]);
    }
  });

  const faults = [
    ['throttled', 'RequestThrottled', 3],
    ['serverError', 'InternalFailure', 3],
    ['serviceUnavailable', 'ServiceUnavailable', 3],
    ['accessDenied', 'AccessDenied', 1],
    ['expiredToken', 'ExpiredToken', 1],
  ] as const;
  for (const [fault, name, attempts] of faults) {
    it(`answers ${fault} with ${name} after ${attempts} attempts`, async () => {
      const url = await sqs.queue();
      sqs.aws.faults.on(sdk.SendMessageCommand)[fault]().wholeOperation();
      const error = await failure(sqs.send(url, 'x'));
      expect(error.name).to.equal(name);
      expect(error['$metadata']).to.include({ attempts });
      expect(sqs.aws.sqs.queue('q').bodies()).to.deep.equal([]);
    });
  }

  it('keeps two messages when the answer is lost and the SDK tries again, and one in a FIFO queue', async () => {
    sqs.aws.faults.on(sdk.SendMessageCommand).answerLost().times(2);
    await sqs.send(await sqs.queue(), 'x');
    expect(sqs.aws.sqs.queue('q').bodies()).to.deep.equal(['x', 'x', 'x']);
    sqs.aws.faults.on(sdk.SendMessageCommand).answerLost();
    await sqs.send(await sqs.queue('q.fifo'), 'x', { MessageGroupId: 'g' });
    expect(sqs.aws.sqs.queue('q.fifo').bodies()).to.deep.equal(['x']);
  });
});
