import { expect } from 'chai';
import sinon from 'sinon';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { NotSupportedByFake } from '../../fakes/kernel/errors';
import { runInScope, Task } from '../../fakes/kernel/scope';
import { toy } from '../kernel/toy-service';
import { plugToyWorld, rejection, type ToyWorld, stopDate } from '../kernel/toy-world';

const command = (MessageBody = 'x'): SendMessageCommand =>
  new SendMessageCommand({ QueueUrl: 'q', MessageBody });
const poll = (): ReceiveMessageCommand => new ReceiveMessageCommand({ QueueUrl: 'q', WaitTimeSeconds: 20 });
const turns = async (count = 5): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};

describe('plug/send', () => {
  let date: ReturnType<typeof stopDate>;
  let toys: ToyWorld;
  let client: SQSClient;
  beforeEach(() => {
    date = stopDate();
    toys = plugToyWorld();
    client = new SQSClient({});
  });
  afterEach(() => {
    toys.plugged.unplug();
    date.restore();
  });

  const stored = (): string[] => [...toys.world.state(toy).messages.entries()].map(([, { body }]) => body);

  describe('with a callback', () => {
    it('calls it back with the output and returns nothing', async () => {
      const [error, output] = await new Promise<unknown[]>((resolve) => {
        const returned: unknown = client.send(command(), (...given: unknown[]) => resolve(given));
        expect(returned).to.equal(undefined);
      });
      expect(error).to.equal(null);
      expect(output).to.include({ MessageId: 'm-1' });
    });

    it('calls it back with the error, also after options', async () => {
      toys.faults.on(SendMessageCommand).accessDenied();
      const [error, output] = await new Promise<unknown[]>((resolve) => {
        client.send(command(), {}, (...given: unknown[]) => resolve(given));
      });
      expect(error).to.include({ name: 'AccessDenied' });
      expect(output).to.equal(undefined);
    });

    it('loses what it throws, as the SDK does', async () => {
      let called = 0;
      client.send(command(), () => {
        called++;
        throw new Error('in the callback');
      });
      await turns();
      expect(called).to.equal(1);
    });
  });

  it('the region is that of the client that calls', async () => {
    await Promise.all(['eu-west-1', 'us-west-2'].map((region) => new SQSClient({ region }).send(command())));
    await client.send(command());
    expect(toys.world.journal.entries.map(({ region }) => region)).to.deep.equal([
      'eu-west-1',
      'us-west-2',
      'us-east-1',
    ]);
  });

  it('a client without a region has that of the world', async () => {
    const { AWS_REGION } = process.env;
    delete process.env['AWS_REGION'];
    try {
      await new SQSClient({}).send(command());
      expect(toys.world.journal.entries[0]?.region).to.equal('us-east-1');
      const lost = new SQSClient({ region: () => Promise.reject<string>(new Error('Region is missing')) });
      await lost.send(command());
      expect(toys.world.journal.entries[1]?.region).to.equal('us-east-1');
    } finally {
      process.env['AWS_REGION'] = AWS_REGION;
    }
  });

  describe('a command that is not modelled', () => {
    it('is refused, by name, with the way out; and the world remembers', async () => {
      const error = await rejection(client.send(new CreateQueueCommand({ QueueName: 'q' })));
      expect(error).to.be.instanceOf(NotSupportedByFake);
      expect(error.message).to.equal(
        'CreateQueueCommand is not modelled by aws-fakes.\nAnswer it yourself: mock.on(CreateQueueCommand).resolves({ ... }), ' +
          "with the mock that aws.<service>.mock gives you. The README's support table lists what is modelled.",
      );
      expect(toys.world.takeProblems()).to.deep.equal([error]);
    });

    it('is explained when it comes from another copy of the SDK', async () => {
      class Twin extends CreateQueueCommand {}
      Object.defineProperty(Twin, 'name', { value: 'SendMessageCommand' });
      const error = await rejection(client.send(new Twin({ QueueName: 'q' })));
      expect(error).to.be.instanceOf(NotSupportedByFake);
      expect(error.message).to.match(
        /^SendMessageCommand comes from another copy of the SDK than the one aws-fakes loaded\. .*npm ls/,
      );
    });
  });

  describe('calls at the same time', () => {
    it('are all answered, each on its own: 50 of two clients', async () => {
      const other = new SQSClient({ region: 'eu-west-1' });
      const outputs = await Promise.all(
        Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? client : other).send(command(`${i}`))),
      );
      expect(outputs.map(({ MessageId }) => MessageId)).to.deep.equal(
        Array.from({ length: 50 }, (_, i) => `m-${i + 1}`),
      );
      expect(stored()).to.deep.equal(Array.from({ length: 50 }, (_, i) => `${i}`));
      const { entries } = toys.world.journal;
      expect(entries.map(({ call }) => call)).to.deep.equal(Array.from({ length: 50 }, (_, i) => i + 1));
      expect(
        entries.every(({ call, region }) => region === (call % 2 === 1 ? 'us-east-1' : 'eu-west-1')),
      ).to.equal(true);
    });

    it('run in the order in which they were sent, however long their clients take to find their configuration', async () => {
      const slowly = async (): Promise<string> => {
        await turns(20);
        return 'eu-west-1';
      };
      const slow = new SQSClient({ region: slowly });
      const met = new SQSClient({});
      await met.send(command('first'));
      await Promise.all([
        slow.send(command('slow')),
        new SQSClient({}).send(command('new')),
        met.send(command('met')),
      ]);
      expect(stored()).to.deep.equal(['first', 'slow', 'new', 'met']);
    });

    it('a client whose configuration is broken fails alone', async () => {
      const broken = new SQSClient({ retryMode: () => Promise.reject<string>(new Error('broken')) });
      const [error, output] = await Promise.all([
        rejection(broken.send(command('a'))),
        client.send(command('b')),
      ]);
      expect(error.message).to.equal('broken');
      expect(output.MessageId).to.equal('m-1');
    });

    it('are atomic: nothing of a call is seen before it is done', async () => {
      const writes: number[] = [];
      const running: Promise<unknown>[] = [];
      toys.world.store.onWrite(() => {
        // A call that is sent in the middle of another one runs after it.
        if (writes.length === 0) running.push(client.send(command('inner')));
        writes.push(stored().length);
      });
      await client.send(command('outer'));
      await Promise.all(running);
      expect(stored()).to.deep.equal(['outer', 'inner']);
      expect(writes).to.deep.equal([1, 2]);
    });

    it('one that waits does not hold up the others', async () => {
      const waiting = client.send(poll());
      await client.send(new DeleteMessageCommand({ QueueUrl: 'q', ReceiptHandle: '9' }));
      expect(toys.world.journal.entries.map(({ operation }) => operation)).to.deep.equal(['DeleteMessage']);
      await client.send(command());
      expect((await waiting).Messages).to.have.lengthOf(1);
    });

    it('retries of one do not disturb the others', async () => {
      toys.faults.on(SendMessageCommand, { MessageBody: 'bad' }).serverError().times(2);
      const [bad, good] = await Promise.all([client.send(command('bad')), client.send(command('good'))]);
      expect([bad.$metadata.attempts, good.$metadata.attempts]).to.deep.equal([3, 1]);
      expect(stored()).to.deep.equal(['good', 'bad']);
    });
  });

  describe('an abort', () => {
    const aborted = async (
      send: (signal: AbortSignal) => Promise<unknown>,
      controller = new AbortController(),
    ): Promise<Error> => {
      const error = await rejection(send(controller.signal));
      expect([error.name, error.message]).to.deep.equal(['AbortError', 'Request aborted']);
      expect('$metadata' in error).to.equal(false);
      return error;
    };

    it('before the call keeps it from running', async () => {
      const controller = new AbortController();
      controller.abort();
      await aborted((abortSignal) => client.send(command(), { abortSignal }), controller);
      expect([stored(), toys.world.journal.entries]).to.deep.equal([[], []]);
    });

    it('during a wait ends it', async () => {
      const controller = new AbortController();
      const before = toys.world.clock.now();
      toys.world.clock.at(before + 5_000, () => controller.abort());
      await aborted((abortSignal) => client.send(poll(), { abortSignal }), controller);
      await turns();
      expect(toys.world.clock.now() - before).to.equal(5_000);
    });

    it('during a delay ends it, and the work is not done', async () => {
      toys.faults.on(SendMessageCommand).delayed('1m');
      const controller = new AbortController();
      toys.world.clock.at(toys.world.clock.now() + 5_000, () => controller.abort());
      await aborted((abortSignal) => client.send(command(), { abortSignal }), controller);
      await turns();
      expect(stored()).to.deep.equal([]);
    });

    it('during a back-off ends it at once, and time does not move on for it', async () => {
      toys.faults.on(SendMessageCommand).throttled().wholeOperation();
      const controller = new AbortController();
      const before = toys.world.clock.now();
      toys.world.clock.at(before + 2, () => controller.abort());
      await aborted((abortSignal) => client.send(command(), { abortSignal }), controller);
      await turns();
      expect(toys.world.clock.now() - before).to.be.below(300);
      expect(toys.world.journal.entries).to.have.lengthOf(1);
    });

    it('ends a call that is never answered', async () => {
      toys.faults.on(SendMessageCommand).neverAnswers();
      const controller = new AbortController();
      setImmediate(() => controller.abort());
      await aborted((abortSignal) => client.send(command(), { abortSignal }), controller);
    });

    it('after the call changes nothing', async () => {
      const controller = new AbortController();
      await client.send(command(), { abortSignal: controller.signal });
      controller.abort();
      expect(stored()).to.deep.equal(['x']);
    });
  });

  describe('retries', () => {
    it("cost as much of the world's time as the SDK says, and no wall time: this test would time out", async () => {
      toys.faults.on(SendMessageCommand).throttled().times(20);
      const before = toys.world.clock.now();
      const patient = new SQSClient({ maxAttempts: 21 });
      const output = await patient.send(command());
      expect(output.$metadata.attempts).to.equal(21);
      const { totalRetryDelay = 0 } = output.$metadata;
      expect(totalRetryDelay).to.be.above(60_000);
      expect(toys.world.clock.now() - before).to.equal(totalRetryDelay);
    });

    it('go by the fake timers of the test where it has installed them', async () => {
      date.restore();
      const timers = sinon.useFakeTimers({ now: 1_000 });
      try {
        toys.faults.on(SendMessageCommand).throttled();
        let ended = false;
        const sent = client.send(command()).finally(() => (ended = true));
        // Nothing but the first attempt happens while nobody ticks.
        for (let i = 0; i < 200; i++) await Promise.resolve();
        expect(ended).to.equal(false);
        await timers.tickAsync(1_000);
        const output = await sent;
        expect(output.$metadata.attempts).to.equal(2);
        const delays = toys.world.journal.entries.map(({ startedAt }) => startedAt);
        expect(delays).to.deep.equal([1_000, 1_000 + (output.$metadata.totalRetryDelay ?? 0)]);
      } finally {
        timers.restore();
      }
    });

    it('draw their jitter from the seed and the call, not from what runs beside it', async () => {
      const delayOf = async (noise: number): Promise<number | undefined> => {
        toys.plugged.unplug();
        toys = plugToyWorld();
        toys.faults.on(SendMessageCommand, { MessageBody: 'bad' }).throttled();
        const sent = client.send(command('bad'));
        for (let i = 0; i < noise; i++) {
          toys.world.rng.next();
          Math.random();
          await client.send(command('noise'));
        }
        return (await sent).$metadata.totalRetryDelay;
      };
      const delay = await delayOf(0);
      expect(delay).to.be.above(0);
      expect(await delayOf(7)).to.equal(delay);
    });

    const attemptsUntilEmpty = async (): Promise<unknown[]> => {
      const attempts: unknown[] = [];
      toys.faults.on(SendMessageCommand).serverError().always();
      for (let i = 0; i < 20; i++)
        attempts.push((await rejection(client.send(command()))).$metadata?.['attempts']);
      return attempts;
    };

    it('use up the quota of the client, which is full again in the next world', async () => {
      const attempts = await attemptsUntilEmpty();
      expect([attempts[0], attempts[16], attempts[17], attempts[19]]).to.deep.equal([3, 3, 2, 1]);
      toys.plugged.unplug();
      toys = plugToyWorld();
      expect(await attemptsUntilEmpty()).to.deep.equal(attempts);
    });

    for (const again of ['reset', 'restore'] as const) {
      it(`the quota is full again after ${again}`, async () => {
        const mark = toys.world.mark();
        const attempts = await attemptsUntilEmpty();
        if (again === 'reset') toys.world.reset();
        else toys.world.restore(mark);
        expect(await attemptsUntilEmpty()).to.deep.equal(attempts);
      });
    }

    it('the quota stays used up between the calls of one world', async () => {
      await attemptsUntilEmpty();
      toys.faults.on(DeleteMessageCommand).serverError().always();
      const error = await rejection(
        client.send(new DeleteMessageCommand({ QueueUrl: 'q', ReceiptHandle: '1' })),
      );
      expect(error.$metadata?.['attempts']).to.equal(1);
      const other = await rejection(
        new SQSClient({}).send(new DeleteMessageCommand({ QueueUrl: 'q', ReceiptHandle: '1' })),
      );
      expect(other.$metadata?.['attempts']).to.equal(3);
    });

    it('a long poll backs off before it gives up on a used-up quota', async () => {
      await attemptsUntilEmpty();
      toys.faults.on(ReceiveMessageCommand).serverError();
      const before = toys.world.clock.now();
      const error = await rejection(client.send(poll()));
      expect(error.$metadata?.['attempts']).to.equal(1);
      expect(toys.world.clock.now() - before).to.be.above(1);
    });
  });

  describe("a simulation's gate", () => {
    it('is asked before every attempt, and decides the order', async () => {
      const parked: { name: string; go: () => void }[] = [];
      toys.world.gate = ({ input, attempt }) =>
        new Promise((resolve) => {
          parked.push({ name: `${(input as { MessageBody: string }).MessageBody}${attempt}`, go: resolve });
        });
      toys.faults.on(SendMessageCommand, { MessageBody: 'b' }).serverError();
      const both = Promise.all([client.send(command('a')), client.send(command('b'))]);
      await turns();
      expect(parked.map(({ name }) => name)).to.deep.equal(['a1', 'b1']);
      expect(stored()).to.deep.equal([]);
      parked[1]?.go();
      await turns();
      parked[0]?.go();
      await turns();
      expect(parked.map(({ name }) => name)).to.deep.equal(['a1', 'b1', 'b2']);
      parked[2]?.go();
      await both;
      expect(stored()).to.deep.equal(['a', 'b']);
    });

    it('a call that was aborted at the gate does not run', async () => {
      let open = (): void => undefined;
      toys.world.gate = () => new Promise((resolve) => (open = resolve));
      const controller = new AbortController();
      const sent = client.send(command(), { abortSignal: controller.signal });
      await turns();
      controller.abort();
      open();
      expect((await rejection(sent)).name).to.equal('AbortError');
      expect([stored(), toys.world.journal.entries]).to.deep.equal([[], []]);
      toys.world.gate = undefined;
    });

    it('a task that died at the gate does not run', async () => {
      let open = (): void => undefined;
      toys.world.gate = () => new Promise((resolve) => (open = resolve));
      const task = new Task('a');
      let ended = false;
      runInScope({ task }, () => void client.send(command()).finally(() => (ended = true)));
      await turns();
      task.crash();
      open();
      await turns();
      expect([ended, stored()]).to.deep.equal([false, []]);
      toys.world.gate = undefined;
    });
  });

  it('a task is told that it hangs when a call will never be answered, unless it can be aborted', async () => {
    toys.faults.on(SendMessageCommand).neverAnswers().times(2);
    const told: string[] = [];
    const start = (name: string, options: { abortSignal?: AbortSignal } = {}): void => {
      const task = new Task(name);
      void task.hung.then(() => told.push(name));
      runInScope({ task }, () => void client.send(command(), options));
    };
    start('patient');
    start('careful', { abortSignal: new AbortController().signal });
    await turns();
    expect(told).to.deep.equal(['patient']);
  });

  it('the journal knows the task that called', async () => {
    await runInScope({ task: new Task('worker') }, () => client.send(command()));
    expect(toys.world.journal.entries[0]?.caller).to.equal('worker');
  });
});
