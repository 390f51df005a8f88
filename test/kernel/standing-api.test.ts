import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { FakeMisuse } from '../../fakes/kernel/errors';
import { FOR_EVER } from '../../fakes/kernel/faults';
import type { StandingApi } from '../../fakes/kernel/standing-api';
import { runInScope, Task } from '../../fakes/kernel/scope';
import { toy } from './toy-service';
import { plugToyWorld, rejection, stopDate, type ToyWorld } from './toy-world';

const START = Date.UTC(2026, 0, 1);

describe('kernel/standing-api', () => {
  let date: ReturnType<typeof stopDate>;
  let toys: ToyWorld;
  let sqs: SQSClient;
  beforeEach(() => {
    date = stopDate();
    toys = plugToyWorld();
    sqs = new SQSClient({ maxAttempts: 1 });
  });
  afterEach(() => {
    toys.plugged.unplug();
    date.restore();
  });

  const send = (QueueUrl = 'q') => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  const name = (work: Promise<unknown>) =>
    work.then(
      () => 'ok',
      (error: Error) => error.name,
    );
  const stored = () => toys.world.state(toy).messages.size;

  describe('outage', () => {
    it('fails every call for a span of time, with nothing done', async () => {
      toys.faults.outage('SQS', { after: '1s', for: '5s', as: 'serverError' });
      expect(await name(send())).to.equal('ok');
      await toys.world.clock.advance('1s');
      expect(await name(send())).to.equal('InternalError');
      expect(stored()).to.equal(1);
      await toys.world.clock.advance('5s');
      expect(await name(send())).to.equal('ok');
    });

    it('ends when it is told to, and leaves other services alone', async () => {
      const outage = toys.faults.outage('SQS', { as: 'connectionRefused' });
      expect(await rejection(send())).to.include({ code: 'ECONNREFUSED' });
      const s3 = new S3Client({});
      await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'x' }));
      outage.end();
      expect(await name(send())).to.equal('ok');
    });

    it('may be an error by its name, where all its operations have it', async () => {
      toys.faults.outage('SQS', { as: 'Overloaded', operations: ['SendMessage'] });
      expect(await name(send())).to.equal('Overloaded');
      expect(() => toys.faults.outage('SQS', { as: 'Overloaded' })).to.throw(
        FakeMisuse,
        /^SQS cannot answer ReceiveMessage with Overloaded\./,
      );
    });

    it('strikes a share of the calls', async () => {
      toys.faults.outage('SQS', { as: 'serverError', rate: 0.5 });
      const names = [];
      for (let i = 0; i < 40; i++) names.push(await name(send()));
      expect(names.filter((one) => one === 'ok').length).to.be.within(10, 30);
    });

    it('is met by the retries of the SDK too, and by fault rules before it', async () => {
      toys.faults.outage('SQS', { as: 'serverError' });
      toys.faults.on(SendMessageCommand).throttled();
      await name(new SQSClient({}).send(new SendMessageCommand({ QueueUrl: 'q', MessageBody: 'x' })));
      const names = toys.world.journal.entries.map(
        ({ outcome }) => outcome.kind === 'error' && outcome.error.name,
      );
      expect(names).to.deep.equal(['ThrottlingException', 'InternalError', 'InternalError']);
      expect(toys.world.journal.entries.map(({ fault }) => fault?.kind)).to.deep.equal([
        'service',
        'service',
        'service',
      ]);
    });
  });

  describe('latency', () => {
    it('comes before the answer, on the world’s clock, beside a delay that strikes the call', async () => {
      toys.faults.latency('SQS', '20ms');
      toys.faults.latency('*', { least: 5, most: 5 });
      const took = async () => {
        const before = toys.world.clock.now();
        await send();
        return toys.world.clock.now() - before;
      };
      expect(await took()).to.equal(25);
      toys.faults.on(SendMessageCommand).delayed('1s');
      expect([await took(), await took()]).to.deep.equal([1_025, 25]);
      toys.faults.outage('SQS', { as: 'serverError' });
      const before = toys.world.clock.now();
      toys.faults.on(SendMessageCommand).delayed('1s');
      expect(await name(send())).to.equal('InternalError');
      expect(toys.world.clock.now() - before).to.equal(1_025);
    });

    it('is drawn for each call of a caller, whatever others call in between', async () => {
      toys.faults.latency('SQS', { median: '20ms', p99: '2s' });
      const times = async (others: number) => {
        const found: number[] = [];
        for (let i = 0; i < 4; i++) {
          for (let k = 0; k < others; k++) await send();
          const before = toys.world.clock.now();
          await runInScope({ task: new Task('A') }, send);
          found.push(toys.world.clock.now() - before);
        }
        return found;
      };
      const mark = toys.world.mark();
      const alone = await times(0);
      toys.world.restore(mark);
      expect(await times(2)).to.deep.equal(alone);
      expect(new Set(alone).size).to.equal(4);
    });
  });

  it('throughput throttles what is above it', async () => {
    toys.faults.throughput(
      'SQS',
      { perSecond: 1, burst: 2, per: 'QueueUrl' },
      { operations: ['SendMessage'] },
    );
    const three = async (queue: string) => [
      await name(send(queue)),
      await name(send(queue)),
      await name(send(queue)),
    ];
    expect(await three('q')).to.deep.equal(['ok', 'ok', 'ThrottlingException']);
    expect(await three('r')).to.deep.equal(['ok', 'ok', 'ThrottlingException']);
    await toys.world.clock.advance('1s');
    expect(await name(send('q'))).to.equal('ok');
    expect(toys.faults.toJSON().standing[0]).to.deep.include({
      from: START,
      until: FOR_EVER,
    });
  });

  it('a throughput without a burst lets a second’s worth through at once, at least one call', () => {
    toys.faults.throughput('SQS', { perSecond: 5 });
    toys.faults.throughput('SQS', { perSecond: 0.5 });
    const bursts = toys.faults
      .toJSON()
      .standing.map(({ effect }) => effect.kind === 'throughput' && effect.burst);
    expect(bursts).to.deep.equal([5, 1]);
  });

  it('advice reaches the operations that can follow it, under what rules advise', async () => {
    toys.faults.staleReads('SQS', { writes: 3 });
    toys.faults.deliveries({ duplicates: 1 });
    toys.faults.on(ReceiveMessageCommand).readsStale({ writes: 9 });
    const receive = new ReceiveMessageCommand({ QueueUrl: 'q' });
    await send();
    await sqs.send(receive);
    await sqs.send(receive);
    expect(toys.world.journal.entries.map(({ fault }) => fault)).to.deep.equal([
      undefined,
      { kind: 'advice', advice: { stale: { writes: 9 }, deliver: { duplicates: 1 } } },
      { kind: 'advice', advice: { stale: { writes: 3 }, deliver: { duplicates: 1 } } },
    ]);
  });

  it('a condition given as data stands like one that was stated', async () => {
    toys.faults.outage('SQS', { as: 'serverError', until: new Date(START + 1_000), from: START });
    const [condition] = toys.faults.toJSON().standing;
    expect(condition).to.deep.include({ service: 'SQS', from: START, until: START + 1_000, optional: false });
    toys.world.reset();
    expect(await name(send())).to.equal('ok');
    toys.faults.stand(condition ?? expect.fail());
    expect(await name(send())).to.equal('InternalError');
  });

  it('a condition that no call met is complained about', async () => {
    toys.faults.outage('SQS', { as: 'serverError', after: '1h', for: '1m' });
    toys.faults.latency('S3', '1ms', { optional: true });
    await send();
    const [problem, ...others] = toys.world.takeProblems();
    expect(others).to.deep.equal([]);
    expect(problem?.message).to.equal(
      'A standing condition met no call:\n  SQS: outage (serverError), from +0 ms for 60000 ms\n' +
        'None was made while it held (check the service, the operations and the time), or mark it optional.',
    );
    expect(toys.world.takeProblems()).to.deep.equal([]);
  });

  describe('is a misuse', () => {
    const misuses: [string, (faults: StandingApi) => unknown, RegExp][] = [
      [
        'an unknown service',
        (faults) => faults.outage('SQ'),
        /^there is no service SQ\. There are SQS, S3\. Did you mean SQS\?$/,
      ],
      [
        'an unknown operation',
        (faults) => faults.outage('SQS', { operations: ['SendMesage'] }),
        /^aws-fakes does not model SQS\.SendMesage\. Did you mean SendMessage\?$/,
      ],
      [
        'an outage that AWS cannot have',
        (faults) => faults.outage('SQS'),
        /cannot answer SendMessage with serviceUnavailable/,
      ],
      [
        'a rate of 0',
        (faults) => faults.outage('SQS', { rate: 0 }),
        /^rate: 0 is no share; give a number above 0 and at most 1\.$/,
      ],
      ['a rate above 1', (faults) => faults.outage('SQS', { rate: 1.1 }), /^rate: 1\.1 is no share/],
      [
        'two ends',
        (faults) => faults.latency('S3', 1, { for: 1, until: 2 }),
        /^a condition lasts `for` a span or `until` a time/,
      ],
      [
        'no time at all',
        (faults) => faults.latency('S3', 1, { for: 0 }),
        /^a condition that ends \(\d+\) before it begins \(\d+\) never holds\.$/,
      ],
      [
        'no throughput',
        (faults) => faults.throughput('SQS', { perSecond: 0 }),
        /^throughput: perSecond is 0; give a number above 0\.$/,
      ],
      ['half a burst', (faults) => faults.throughput('SQS', { perSecond: 1, burst: 0.5 }), /^burst\(0\.5\)/],
      ['no stale write', (faults) => faults.staleReads('SQS', { writes: 0 }), /^writes\(0\)/],
      [
        'stale reads of what is never stale',
        (faults) => faults.staleReads('S3'),
        /cannot follow stale: AWS never answers it from the past\.$/,
      ],
    ];
    for (const [what, misuse, message] of misuses)
      it(what, () => {
        expect(() => misuse(toys.faults)).to.throw(FakeMisuse, message);
        expect(toys.faults.toJSON().standing).to.deep.equal([]);
      });
  });

  it('S3 knows how to be slow for one key only', async () => {
    toys.faults.latency('S3', '1s', { input: { Key: 'slow' } });
    const s3 = new S3Client({});
    await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'fast', Body: 'x' }));
    expect(toys.world.clock.now()).to.equal(START);
    await name(s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'slow' })));
    expect(toys.world.clock.now()).to.equal(START + 1_000);
  });
});
