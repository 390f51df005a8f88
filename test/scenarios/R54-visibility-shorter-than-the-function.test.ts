import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { deploy } from '../arrange/deployment';
import { lambdaWorld, type LambdaWorld } from '../arrange/lambda-world';
import { rejection } from '../arrange/rejection';

describe('R54: a message is visible again before its function may be over (I5)', () => {
  let world: LambdaWorld | undefined;
  afterEach(() => {
    world?.end();
    world = undefined;
  });

  it('a naive worker of its own takes 200 seconds with 180 of visibility: the next one has the message as well', async () => {
    world = await lambdaWorld({ visibilityTimeoutSeconds: 180 });
    const QueueUrl = world.queues.words.url;
    world.aws.sqs.queue(QueueUrl).send('work');
    const receive = async (): Promise<number> =>
      ((await world?.clients.sqs.send(new ReceiveMessageCommand({ QueueUrl })))?.Messages ?? []).length;
    const first = await receive();
    await world.aws.clock.advance('200s');
    expect([first, await receive()]).to.deep.equal([1, 1]);
  });

  it('with a mapping it cannot happen: Lambda refuses it', async () => {
    const error = await rejection(deploy({ visibilityTimeoutSeconds: 180 }));
    expect(error).to.have.property('name', 'InvalidParameterValueException');
    expect(error).to.have.property('message').that.includes('visibility timeout');
  });
});
