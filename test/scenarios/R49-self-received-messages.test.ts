import { expect } from 'chai';
import { deploy, type Deployment, type DeploymentOptions } from '../arrange/deployment';
import { body } from '../arrange/events';
import { selfReceiving } from '../arrange/self-receiving';

const MessageAttributes = {
  source: { DataType: 'String', StringValue: 'dynamodb_stream' },
  collection: { DataType: 'String', StringValue: 'words' },
};

describe('R49: a message of the next batch cannot be read (I7, I8)', () => {
  let world: Deployment;
  afterEach(() => world.end());

  /** Eleven good messages and one that nobody can read, ten to a batch; how many die. */
  async function deadLetters(options: DeploymentOptions): Promise<number> {
    world = await deploy(options);
    const queue = world.aws.sqs.queue(world.queues.words.url);
    for (let word = 1; word <= 11; word += 1)
      queue.send(JSON.stringify(body.label(1, word)), { MessageAttributes });
    queue.send('{', { MessageAttributes });
    await world.settle();
    return world.deadLetters().length;
  }

  it('the naive way has received it itself, and reports an id that Lambda does not know: the whole batch is delivered until it dies', async () => {
    expect(await deadLetters({ compaction: (given) => selfReceiving(given, []) })).to.be.greaterThan(2);
  });

  it('ours handles what Lambda gives it', async () => {
    expect(await deadLetters({})).to.equal(1);
  });
});
