import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { explore, fakeAws, type FakeAws } from '../fakes';

/** The collector is the only witness: what nobody holds any more goes when it runs. */
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Whether what `make` hands out is still held by somebody when `make` is done. */
async function isRetained(make: () => Promise<object>): Promise<boolean> {
  const reference = new WeakRef(await make());
  for (let turn = 0; turn < 10 && reference.deref() !== undefined; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  return reference.deref() !== undefined;
}

describe('memory: nothing holds a world after its test', () => {
  // A long-lived client, and a variable that the closures of every hook see, as test files have them.
  const client = new SQSClient({});
  let aws: FakeAws | undefined;

  async function use(): Promise<object> {
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'queue' }));
    aws?.faults.on(SendMessageCommand).serverError();
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    const { world } = aws ?? {};
    if (world === undefined) throw new Error('no world');
    return world;
  }

  for (const options of [{}, { time: 'virtual' }, { clients: [client] }] as const) {
    it(`after unplug: fakeAws(${Object.keys(options).join()})`, async () => {
      const make = async (): Promise<object> => {
        aws = fakeAws(options);
        const world = await use();
        aws.unplug();
        aws = undefined;
        return world;
      };
      expect(await isRetained(make)).to.equal(false);
    });
  }

  it('after an exploration', async () => {
    const make = async (): Promise<object> => {
      let world: object = {};
      await explore({
        tasks: { A: () => client.send(new CreateQueueCommand({ QueueName: 'a' })) },
        assert: (finished) => void (world = finished.aws.world),
      });
      return world;
    };
    expect(await isRetained(make)).to.equal(false);
  });
});
