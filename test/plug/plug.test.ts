import { expect } from 'chai';
import { mockClient } from 'aws-sdk-client-mock';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SendMessageCommand, SQSClient, SQS } from '@aws-sdk/client-sqs';
import { FakeMisuse } from '../../fakes/kernel/errors';
import { plug, type ClientMock } from '../../fakes/plug/plug';
import { toy } from '../kernel/toy-service';
import { createToyWorld, plugToyWorld, rejection, type ToyWorld } from '../kernel/toy-world';

const command = (MessageBody = 'x'): SendMessageCommand =>
  new SendMessageCommand({ QueueUrl: 'q', MessageBody });
const sendOf = (holder: object): unknown => Reflect.get(holder, 'send');
const ownSend = sendOf(SQSClient.prototype);

describe('plug/plug', () => {
  let toys: ToyWorld;
  let client: SQSClient;
  beforeEach(() => {
    toys = plugToyWorld();
    client = new SQSClient({});
  });
  afterEach(() => toys.plugged.unplug());

  const mockOf = (target: object = SQSClient): ClientMock => {
    const mock = toys.plugged.mockOf(target);
    if (mock === undefined) throw new Error('no mock');
    return mock;
  };
  const stored = (): string[] => [...toys.world.state(toy).messages.entries()].map(([, { body }]) => body);

  it('catches every client of a class, made before or after, and the aggregated one', async () => {
    toys.plugged.unplug();
    const early = new SQSClient({});
    toys = plugToyWorld();
    await early.send(command('early'));
    await client.send(command('late'));
    await new SQS({}).sendMessage({ QueueUrl: 'q', MessageBody: 'aggregated' });
    expect(stored()).to.deep.equal(['early', 'late', 'aggregated']);
  });

  it('plugs one client alone', async () => {
    toys.plugged.unplug();
    toys = plugToyWorld([client]);
    await client.send(command('mine'));
    expect(stored()).to.deep.equal(['mine']);
    expect(sendOf(SQSClient.prototype)).to.equal(ownSend);
    expect(mockOf(client).calls()).to.have.lengthOf(1);
    toys.plugged.unplug();
    expect(sendOf(client)).to.equal(ownSend);
    expect(Object.hasOwn(client, 'send')).to.equal(false);
  });

  it('plugs clients into different worlds at once', async () => {
    toys.plugged.unplug();
    toys = plugToyWorld([client]);
    const other = new SQSClient({});
    const others = plugToyWorld([other]);
    try {
      await client.send(command('a'));
      await other.send(command('b'));
      expect(stored()).to.deep.equal(['a']);
      expect(others.world.state(toy).messages.size).to.equal(1);
    } finally {
      others.plugged.unplug();
    }
  });

  it('unplug puts the own send of the class back', () => {
    expect(sendOf(SQSClient.prototype)).to.not.equal(ownSend);
    toys.plugged.unplug();
    expect(sendOf(SQSClient.prototype)).to.equal(ownSend);
    expect(sendOf(S3Client.prototype)).to.equal(ownSend);
  });

  it('knows the mocks of its targets only', () => {
    expect(toys.plugged.mockOf(S3Client)).to.not.equal(mockOf(SQSClient));
    expect(toys.plugged.mockOf(client)).to.equal(undefined);
  });

  describe('under overrides of the test', () => {
    it('an override wins, and other commands and inputs fall back', async () => {
      mockOf().on(SendMessageCommand, { MessageBody: 'b' }).resolves({ MessageId: 'mine' });
      mockOf().on(CreateQueueCommand).resolves({ QueueUrl: 'u' });
      expect((await client.send(command('b'))).MessageId).to.equal('mine');
      expect((await client.send(command('a'))).MessageId).to.equal('m-1');
      expect(await client.send(new CreateQueueCommand({ QueueName: 'q' }))).to.deep.equal({ QueueUrl: 'u' });
      expect(stored()).to.deep.equal(['a']);
      expect(toys.world.takeProblems()).to.deep.equal([]);
    });

    it('an override that strikes once falls back to the fake', async () => {
      mockOf().on(SendMessageCommand).rejectsOnce(new Error('first')).rejectsOnce(new Error('second'));
      expect((await rejection(client.send(command()))).message).to.equal('first');
      expect((await rejection(client.send(command()))).message).to.equal('second');
      expect((await client.send(command())).MessageId).to.equal('m-1');
    });

    it('commandCalls tells every call, faked or overridden', async () => {
      await client.send(command('a'));
      mockOf().on(SendMessageCommand, { MessageBody: 'b' }).resolves({});
      await client.send(command('b'));
      expect(
        mockOf()
          .commandCalls(SendMessageCommand)
          .map(({ args }) => args[0].input),
      ).to.deep.equal([
        { QueueUrl: 'q', MessageBody: 'a' },
        { QueueUrl: 'q', MessageBody: 'b' },
      ]);
      expect(mockOf().commandCalls(SendMessageCommand, { MessageBody: 'b' })).to.have.lengthOf(1);
    });

    it('reset takes overrides and history away and keeps the fake', async () => {
      const mock = mockOf();
      mock.on(SendMessageCommand).resolves({ MessageId: 'mine' });
      await client.send(command());
      expect(mock.reset()).to.equal(mock);
      expect(mock.calls()).to.deep.equal([]);
      expect((await client.send(command())).MessageId).to.equal('m-1');
      expect(mock.calls()).to.have.lengthOf(1);
      mock.reset();
      expect((await client.send(command())).MessageId).to.equal('m-2');
      toys.plugged.unplug();
      expect(sendOf(SQSClient.prototype)).to.equal(ownSend);
    });

    it('resetHistory keeps both', async () => {
      mockOf().on(SendMessageCommand, { MessageBody: 'b' }).resolves({ MessageId: 'mine' });
      await client.send(command());
      mockOf().resetHistory();
      expect(mockOf().calls()).to.deep.equal([]);
      expect((await client.send(command('b'))).MessageId).to.equal('mine');
      expect((await client.send(command('a'))).MessageId).to.equal('m-2');
    });
  });

  describe('without history', () => {
    beforeEach(() => {
      toys.plugged.unplug();
      const world = createToyWorld();
      toys = { ...toys, world, plugged: plug(world, [SQSClient, client], { history: false }) };
    });

    it('records nothing, for a class and for a client', async () => {
      await new SQSClient({}).send(command('a'));
      await client.send(command('b'));
      expect(stored()).to.deep.equal(['a', 'b']);
      expect(mockOf().calls()).to.deep.equal([]);
      expect(mockOf(client).calls()).to.deep.equal([]);
    });

    it('lets an override win all the same, and goes on recording nothing when it is gone', async () => {
      mockOf().on(SendMessageCommand).resolvesOnce({ MessageId: 'mine' });
      const other = new SQSClient({});
      expect((await other.send(command('a'))).MessageId).to.equal('mine');
      expect((await other.send(command('b'))).MessageId).to.equal('m-1');
      expect(mockOf().commandCalls(SendMessageCommand)).to.have.length(2);
    });

    it('is told apart from an own send, and put back', () => {
      expect(() => plug(createToyWorld(), [SQSClient])).to.throw(FakeMisuse, 'plugged already');
      toys.plugged.unplug();
      expect(sendOf(SQSClient.prototype)).to.equal(ownSend);
      expect(Object.hasOwn(client, 'send')).to.equal(false);
    });
  });

  describe('history', () => {
    it('is dropped after 1,000 calls', async () => {
      let most = 0;
      for (let i = 0; i < 2_200; i++) {
        await client.send(command());
        most = Math.max(most, mockOf().calls().length);
      }
      expect(most).to.equal(1_000);
      expect(mockOf().calls().length).to.be.below(201);
      expect(stored()).to.have.lengthOf(2_200);
    }).timeout(20_000);

    it('is dropped after 64 MB of bodies', async () => {
      const s3 = new S3Client({});
      const Body = new Uint8Array(16 * 1024 * 1024);
      const seen: number[] = [];
      for (let i = 0; i < 6; i++) {
        await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body }));
        seen.push(mockOf(S3Client).calls().length);
      }
      expect(seen).to.deep.equal([1, 2, 3, 4, 0, 1]);
      expect(
        await (await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }))).Body?.transformToByteArray(),
      ).to.have.lengthOf(Body.byteLength);
    });

    it('stays while there are overrides, whose counting goes by it', async () => {
      mockOf().on(SendMessageCommand, { MessageBody: 'b' }).resolvesOnce({ MessageId: 'once' });
      await client.send(command('b'));
      for (let i = 0; i < 2_100; i++) await client.send(command());
      expect(mockOf().calls()).to.have.lengthOf(2_101);
      expect((await client.send(command('b'))).MessageId).to.equal('m-2101');
    }).timeout(20_000);
  });

  describe('is a misuse', () => {
    it('on a class that is plugged already', () => {
      expect(() => plugToyWorld([S3Client])).to.throw(
        FakeMisuse,
        'S3Client is plugged already: the test before did not call aws.unplug(). Do it in afterEach, also when a test fails.\n' +
          'Or an explore() or sweepFaults() still runs: it makes its own world, so none may be around it, and one that outlives ' +
          "its test's time-out goes on. Raise that time-out (Mocha: this.timeout), or give it a budgetMs.",
      );
    });

    it('on a client whose class is plugged already', () => {
      expect(() => plugToyWorld([client])).to.throw(FakeMisuse, /^SQSClient is plugged already/);
    });

    it('on a class or client that is mocked already', () => {
      toys.plugged.unplug();
      for (const [target, mocked] of [
        [SQSClient, SQSClient],
        [client, client],
        [client, SQSClient],
      ] as const) {
        const mock = mockClient(mocked as typeof SQSClient);
        try {
          expect(() => plugToyWorld([target])).to.throw(
            FakeMisuse,
            'SQSClient is mocked already by mockClient(). Remove that: fakeAws() mocks it, and aws.<service>.mock is its stub.',
          );
        } finally {
          mock.restore();
        }
      }
      toys = plugToyWorld();
    });

    it('and then nothing is plugged: all targets or none', () => {
      toys.plugged.unplug();
      const mock = mockClient(S3Client);
      const { setTimeout } = globalThis;
      expect(() => plug(createToyWorld(), [SQSClient, S3Client])).to.throw(FakeMisuse);
      expect(sendOf(SQSClient.prototype)).to.equal(ownSend);
      expect(globalThis.setTimeout).to.equal(setTimeout);
      mock.restore();
      toys = plugToyWorld();
    });
  });
});
