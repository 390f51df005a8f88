import { expect } from 'chai';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { FakeMisuse, NotSupportedByFake } from '../../fakes/kernel/errors';
import { operation } from '../../fakes/kernel/operation';
import { World } from '../../fakes/kernel/world';
import { toy, toyBodies } from './toy-service';
import { createToyWorld, plugToyWorld, rejection, type ToyWorld } from './toy-world';

const sendMessage = (MessageBody: string): SendMessageCommand =>
  new SendMessageCommand({ QueueUrl: 'q', MessageBody });

describe('kernel/world', () => {
  it('finds the mounted operation of a command by its class', () => {
    const world = createToyWorld();
    const found = world.find(sendMessage('x'));
    expect(found?.row.name).to.equal('SendMessage');
    expect(found?.service).to.equal(toy);
    expect(found?.state).to.equal(world.state(toy));
    expect(found?.successStatus).to.equal(200);
    expect(world.find(new PutObjectCommand({ Bucket: 'b', Key: 'k' }))?.service).to.equal(toyBodies);
    expect(world.find(new CreateQueueCommand({ QueueName: 'q' }))).to.equal(undefined);
    expect(world.operations().map(({ row }) => row.name)).to.include.members(['SendMessage', 'GetObject']);
  });

  it('refuses a command without a runtime schema, by name', () => {
    class OldCommand {
      constructor(readonly input: object) {}
    }
    const row = { name: 'Old', command: OldCommand as never, execute: () => ({}), members: [], advice: [] };
    expect(
      () => new World({ seed: 1, region: 'r', accountId: 'a' }, [{ ...toy, operations: [row] }]),
    ).to.throw(
      FakeMisuse,
      /^OldCommand carries no runtime schema: aws-fakes needs @aws-sdk\/client-\* 3\.958\.0 or newer\.$/,
    );
  });

  it("knows the HTTP status of a success from the SDK's schema", () => {
    const row = operation(DeleteObjectCommand, () => ({}), ['Bucket']);
    const world = createToyWorld(1, [{ ...toy, operations: [row] }]);
    expect(world.operations().map(({ successStatus }) => successStatus)).to.deep.equal([204]);
  });

  it('numbers calls from 1', () => {
    const world = createToyWorld();
    expect([world.nextCall(), world.nextCall()]).to.deep.equal([1, 2]);
  });

  it('tells at every reset those who keep something beside the store', () => {
    const world = createToyWorld();
    const told: number[] = [];
    world.onReset(() => told.push(1));
    world.onReset(() => told.push(2));
    expect(told).to.deep.equal([]);
    world.reset();
    world.reset();
    expect(told).to.deep.equal([1, 2, 1, 2]);
  });

  describe('plugged', () => {
    let toys: ToyWorld;
    let client: SQSClient;
    beforeEach(() => {
      toys = plugToyWorld();
      client = new SQSClient({});
    });
    afterEach(() => toys.plugged.unplug());

    const bodies = (): string[] => [...toys.world.state(toy).messages.entries()].map(([, { body }]) => body);
    /** Everything that an outsider can tell one run from another by. */
    const run = async (): Promise<unknown[]> => {
      toys.faults.on(SendMessageCommand).serverError().with(0.4).optional();
      const outputs: unknown[] = [];
      for (let i = 0; i < 5; i++)
        outputs.push(await client.send(sendMessage(`${i}`)).catch((error: unknown) => error));
      return [...outputs.map((output) => JSON.stringify(output)), toys.world.rng.next(), ...bodies()];
    };

    it('mark and restore take back writes, ids, chance and call numbers', async () => {
      await client.send(sendMessage('kept'));
      const mark = toys.world.mark();
      const first = await client.send(sendMessage('a'));
      const chance = toys.world.rng.next();
      toys.world.restore(mark);
      expect(bodies()).to.deep.equal(['kept']);
      const again = await client.send(sendMessage('a'));
      expect(again).to.deep.equal(first);
      expect(toys.world.rng.next()).to.equal(chance);
      expect(toys.world.journal.entries.map(({ call }) => call)).to.deep.equal([1, 2, 2]);
    });

    it('a mark is plain data, and stays good however much is written', async () => {
      const mark = JSON.parse(JSON.stringify(toys.world.mark())) as ReturnType<World['mark']>;
      for (let i = 0; i < 20_000; i++) toys.world.state(toy).messages.put(i, { body: 'x', tags: {} });
      toys.world.restore(mark);
      expect(bodies()).to.deep.equal([]);
    });

    it('a whole-operation fault of a call before restore says nothing about the call of that number after it', async () => {
      const mark = toys.world.mark();
      toys.faults.on(SendMessageCommand).accessDenied().wholeOperation();
      await rejection(client.send(sendMessage('a')));
      toys.world.restore(mark);
      await client.send(sendMessage('b'));
      expect(bodies()).to.deep.equal(['b']);
    });

    it('reset makes it as new: same outputs, errors, ids, chance, journal', async () => {
      const first = await run();
      const text = toys.world.journal.counts();
      await rejection(client.send(new CreateQueueCommand({ QueueName: 'q' })));
      toys.world.reset();
      expect(bodies()).to.deep.equal([]);
      expect([toys.world.journal.entries, toys.world.takeProblems()]).to.deep.equal([[], []]);
      expect(await run()).to.deep.equal(first);
      expect(toys.world.journal.counts()).to.deep.equal(text);
    });

    it('same seed, same run; another seed, another run', async () => {
      const first = await run();
      toys.plugged.unplug();
      toys = plugToyWorld();
      client = new SQSClient({});
      expect(await run()).to.deep.equal(first);
      toys.plugged.unplug();
      toys = plugToyWorld(undefined, 2);
      expect(await run()).to.not.deep.equal(first);
    });

    it('a mark from before reset is void', () => {
      const mark = toys.world.mark();
      toys.world.reset();
      expect(() => toys.world.restore(mark)).to.throw(RangeError);
    });

    it('remembers refusals that a handler swallows, and tells them once', async () => {
      const refused = await rejection(client.send(new CreateQueueCommand({ QueueName: 'q' })));
      expect(refused).to.be.instanceOf(NotSupportedByFake);
      expect(toys.world.takeProblems()).to.deep.equal([refused]);
      expect(toys.world.takeProblems()).to.deep.equal([]);
    });

    it('tells fault rules that never struck, once', async () => {
      toys.faults.on(SendMessageCommand).throttled().times(2);
      toys.faults.on(DeleteMessageCommand, { QueueUrl: 'other' }).serverError().after(3);
      toys.faults.on(ReceiveMessageCommand).serverError().optional();
      await client.send(sendMessage('x'));
      const [problem, ...others] = toys.world.takeProblems();
      expect(others).to.deep.equal([]);
      expect(problem).to.be.instanceOf(FakeMisuse);
      expect(problem?.message).to.equal(
        'A fault rule never struck:\n' +
          '  SQS.DeleteMessage {"QueueUrl":"other"}: serverError, 1 time\n' +
          'No call matched it (check the operation, the input and after()), or mark the rule .optional().',
      );
      expect(toys.world.takeProblems()).to.deep.equal([]);
    });

    it('tells how many when there are several', () => {
      toys.faults.on(SendMessageCommand).throttled();
      toys.faults.on(SendMessageCommand).serverError();
      expect(toys.world.takeProblems()[0]?.message).to.match(
        /^2 fault rules never struck:\n {2}SQS.* {2}SQS/s,
      );
    });
  });
});
