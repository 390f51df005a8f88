import { expect } from 'chai';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { FakeMisuse } from '../../fakes/kernel/errors';
import type { FaultConditions, FaultKinds } from '../../fakes/kernel/fault-builder';
import type { FaultRule } from '../../fakes/kernel/faults';
import { runInScope, Task } from '../../fakes/kernel/scope';
import { toy } from './toy-service';
import { plugToyWorld, rejection, type ToyWorld, stopDate } from './toy-world';

const command = (MessageBody = 'x'): SendMessageCommand =>
  new SendMessageCommand({ QueueUrl: 'q', MessageBody });

describe('kernel/fault-builder', () => {
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

  const stored = (): number => toys.world.state(toy).messages.size;
  /** Which of so many calls fail at their first attempt, as 1 and 0. */
  async function struck(
    count: number,
    send = (): Promise<unknown> => client.send(command()),
  ): Promise<string> {
    let text = '';
    for (let i = 0; i < count; i++) {
      const { length } = toys.world.journal.entries;
      await send().catch(() => undefined);
      text += toys.world.journal.entries[length]?.fault === undefined ? '0' : '1';
    }
    return text;
  }
  const rules = (): FaultRule[] => toys.world.faults.struck().map(({ rule }) => rule);

  describe('kinds', () => {
    const rows: [string, (kinds: FaultKinds) => FaultConditions, object, number][] = [
      ['throttled', (kinds) => kinds.throttled(), { name: 'ThrottlingException', $fault: 'client' }, 3],
      ['slowDown', (kinds) => kinds.slowDown(), { name: 'ThrottlingException', $fault: 'client' }, 3],
      [
        'error',
        (kinds) => kinds.error('Overdue'),
        { name: 'Overdue', message: 'Overdue of QueueUrl, MessageBody' },
        1,
      ],
      [
        'error with a text',
        (kinds) => kinds.error('Overdue', { message: 'late' }),
        { name: 'Overdue', message: 'late' },
        1,
      ],
      ['serverError', (kinds) => kinds.serverError(), { name: 'InternalError', $fault: 'server' }, 3],
      ['accessDenied', (kinds) => kinds.accessDenied(), { name: 'AccessDenied', $fault: 'client' }, 1],
      [
        'connectionReset',
        (kinds) => kinds.connectionReset(),
        { name: 'TimeoutError', code: 'ECONNRESET' },
        3,
      ],
      ['connectionRefused', (kinds) => kinds.connectionRefused(), { name: 'Error', code: 'ECONNREFUSED' }, 3],
      [
        'dnsFailure',
        (kinds) => kinds.dnsFailure(),
        { name: 'Error', code: 'ENOTFOUND', hostname: 'sqs.us-east-1.amazonaws.com' },
        3,
      ],
      ['timesOut', (kinds) => kinds.timesOut(), { name: 'TimeoutError', code: 'ETIMEDOUT' }, 3],
    ];
    for (const [name, choose, members, attempts] of rows) {
      it(`${name} fails an attempt before any work, and the SDK ${attempts > 1 ? 'retries' : 'does not retry'} it`, async () => {
        choose(toys.faults.on(SendMessageCommand)).wholeOperation();
        const error = await rejection(client.send(command()));
        expect(error).to.include(members);
        expect(error.$metadata?.['attempts']).to.equal(attempts);
        expect(stored()).to.equal(0);
        expect(toys.world.journal.entries).to.have.lengthOf(attempts);
        expect((await client.send(command())).$metadata.attempts).to.equal(1);
      });
    }

    it('answerLost does the work at every struck attempt, and loses the answer', async () => {
      toys.faults.on(SendMessageCommand).answerLost();
      const output = await client.send(command());
      expect([output.MessageId, output.$metadata.attempts, stored()]).to.deep.equal(['m-2', 2, 2]);
      expect(rules()[0]?.effect).to.deep.equal({
        kind: 'transport',
        fault: 'connectionReset',
        applied: true,
      });
    });

    it("delayed answers later, on the world's time", async () => {
      toys.faults.on(SendMessageCommand).delayed('30s');
      const before = toys.world.clock.now();
      await client.send(command());
      expect(toys.world.clock.now() - before).to.equal(30_000);
      const [entry] = toys.world.journal.entries;
      expect((entry?.endedAt ?? 0) - (entry?.startedAt ?? 0)).to.equal(30_000);
    });

    it('a delayed call does its work when it is answered, not before', async () => {
      toys.faults.on(SendMessageCommand, { MessageBody: 'slow' }).delayed('30s');
      const slow = client.send(command('slow'));
      await client.send(command('quick'));
      await slow;
      expect([...toys.world.state(toy).messages.entries()].map(([, { body }]) => body)).to.deep.equal([
        'quick',
        'slow',
      ]);
    });

    it('neverAnswers leaves the call pending, before the work or after it', async () => {
      toys.faults.on(SendMessageCommand).neverAnswers();
      toys.faults.on(SendMessageCommand).neverAnswers().afterCommit();
      const ended: unknown[] = [];
      for (let i = 0; i < 2; i++) void client.send(command()).finally(() => ended.push(i));
      await client.send(command());
      for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
      expect([ended, stored()]).to.deep.equal([[], 2]);
      expect(toys.world.journal.entries.map(({ outcome }) => outcome.kind)).to.deep.equal([
        'noAnswer',
        'noAnswer',
        'answer',
      ]);
    });

    for (const [when, work] of [
      ['before', 0],
      ['after', 1],
    ] as const) {
      it(`crashes ${when} the call: the task dies, its call never answers, the work is ${work === 0 ? 'not ' : ''}done`, async () => {
        toys.faults.on(SendMessageCommand).crashes(when);
        const task = new Task('a');
        let ended = false;
        runInScope({ task }, () => void client.send(command()).finally(() => (ended = true)));
        await task.crashed;
        expect([task.dead, ended, stored()]).to.deep.equal([true, false, work]);
        // Nothing of a dead task reaches AWS any more.
        runInScope({ task }, () => void client.send(command()).finally(() => (ended = true)));
        await client.send(command());
        expect([ended, stored()]).to.deep.equal([false, work + 1]);
      });
    }

    it('a crash is a misuse where nothing can crash', async () => {
      toys.faults.on(SendMessageCommand).crashes('before');
      const error = await rejection(client.send(command()));
      expect(error).to.be.instanceOf(FakeMisuse);
      expect(error.message).to.match(/^A crash struck SendMessage, but nothing that could crash is running/);
      expect(toys.world.takeProblems()).to.deep.equal([error]);
    });

    it('failsEntries fails entries by Id, or all, in an answer that is a success', async () => {
      toys.faults.on(SendMessageBatchCommand).failsEntries(['b']);
      toys.faults.on(SendMessageBatchCommand).failsEntries('all', { code: 'Slow', senderFault: true });
      const Entries = ['a', 'b'].map((Id) => ({ Id, MessageBody: 'x' }));
      const send = async (): Promise<(string | undefined)[]> =>
        ((await client.send(new SendMessageBatchCommand({ QueueUrl: 'q', Entries }))).Failed ?? []).map(
          ({ Id }) => Id,
        );
      expect([await send(), await send(), await send()]).to.deep.equal([['b'], ['a', 'b'], []]);
      expect(rules().map(({ effect }) => effect)).to.deep.equal([
        { kind: 'advice', advice: { failEntries: { entries: ['b'] } } },
        { kind: 'advice', advice: { failEntries: { entries: 'all', code: 'Slow', senderFault: true } } },
      ]);
    });
  });

  it('what a receive delivers, and how stale a read is, are advice', () => {
    const receive = (): FaultKinds => toys.faults.on(ReceiveMessageCommand);
    receive().duplicates().optional();
    receive().duplicates(3).optional();
    receive().deliversAtMost(0).optional();
    receive().reorders().optional();
    receive().readsStale().optional();
    receive().readsStale({ writes: 4 }).optional();
    expect(rules().map(({ effect }) => effect)).to.deep.equal(
      [
        { deliver: { duplicates: 1 } },
        { deliver: { duplicates: 3 } },
        { deliver: { atMost: 0 } },
        { deliver: { reorder: true } },
        { stale: { writes: 1 } },
        { stale: { writes: 4 } },
      ].map((advice) => ({ kind: 'advice', advice })),
    );
  });

  describe('conditions', () => {
    it('strikes one attempt unless told otherwise', async () => {
      toys.faults.on(SendMessageCommand).serverError();
      expect(await struck(3)).to.equal('100');
    });

    it('times counts attempts, so retries use them up', async () => {
      toys.faults.on(SendMessageCommand).serverError().times(4);
      expect(await struck(3)).to.equal('110');
      expect(toys.world.journal.entries.map(({ outcome }) => outcome.kind)).to.deep.equal([
        'error',
        'error',
        'error',
        'error',
        'answer',
        'answer',
      ]);
    });

    it('times counts calls with wholeOperation', async () => {
      toys.faults.on(SendMessageCommand).serverError().times(2).wholeOperation();
      expect(await struck(4)).to.equal('1100');
      expect(toys.world.journal.entries).to.have.lengthOf(3 + 3 + 1 + 1);
    });

    it('always never ends', async () => {
      toys.faults.on(SendMessageCommand).accessDenied().always();
      expect(await struck(20)).to.equal('1'.repeat(20));
    });

    it('after lets some pass', async () => {
      toys.faults.on(SendMessageCommand).accessDenied().after(2).times(1);
      expect(await struck(4)).to.equal('0010');
    });

    it('with strikes by chance, for ever unless times says otherwise', async () => {
      toys.faults.on(SendMessageCommand).accessDenied().with(0.5);
      const first = await struck(100);
      expect(first.replaceAll('0', '').length).to.be.within(35, 65);
      toys.world.reset();
      toys.faults.on(SendMessageCommand).accessDenied().times(3).with(0.5);
      expect((await struck(100)).replaceAll('0', '')).to.equal('111');
      toys.world.reset();
      toys.faults.on(SendMessageCommand).accessDenied().with(1);
      expect(await struck(3)).to.equal('111');
    });

    it('for strikes one task only', async () => {
      toys.faults.on(SendMessageCommand).accessDenied().for('worker').always();
      const asTask = (name: string) => (): Promise<unknown> =>
        runInScope({ task: new Task(name) }, () => client.send(command()));
      expect(await struck(1)).to.equal('0');
      expect(await struck(2, asTask('worker'))).to.equal('11');
      expect(await struck(1, asTask('other'))).to.equal('0');
    });

    it('until ends at a time, as a number or a Date; for ever until then', async () => {
      for (const end of [toys.world.clock.now() + 60_000, new Date(toys.world.clock.now() + 120_000)]) {
        toys.faults.on(SendMessageCommand).accessDenied().until(end);
        expect(await struck(3)).to.equal('111');
        await toys.world.clock.advance('1m');
        expect(await struck(1)).to.equal('0');
      }
      toys.faults
        .on(SendMessageCommand)
        .accessDenied()
        .times(1)
        .until(new Date(toys.world.clock.now() + 60_000));
      expect(await struck(2)).to.equal('10');
    });

    it('a pattern narrows it to inputs that contain it', async () => {
      toys.faults.on(SendMessageCommand, { MessageBody: 'b' }).accessDenied().always();
      expect(await struck(1)).to.equal('0');
      expect(await struck(1, () => client.send(command('b')))).to.equal('1');
    });

    it('afterCommit does the work first', async () => {
      toys.faults.on(SendMessageCommand).serverError().afterCommit().wholeOperation();
      const error = await rejection(client.send(command()));
      expect([error.name, stored()]).to.deep.equal(['InternalError', 3]);
    });

    it('optional is not complained about', () => {
      toys.faults.on(SendMessageCommand).serverError().optional();
      expect(toys.world.takeProblems()).to.deep.equal([]);
    });

    it('the first rule wins; the next has its turn when that is spent', async () => {
      toys.faults.on(SendMessageCommand).accessDenied();
      toys.faults.on(SendMessageCommand).connectionReset();
      const error = await rejection(client.send(command()));
      expect(error.name).to.equal('AccessDenied');
      expect((await client.send(command())).$metadata.attempts).to.equal(2);
    });
  });

  it('every rule is data: it means the same after a journey through JSON', async () => {
    const builders: ((kinds: FaultKinds) => FaultConditions)[] = [
      (kinds) => kinds.throttled(),
      (kinds) => kinds.connectionReset().afterCommit().always(),
      (kinds) => kinds.delayed('5s').after(1).times(3),
      (kinds) => kinds.neverAnswers().for('a').optional(),
      (kinds) => kinds.crashes('after').with(0.1).until(5),
    ];
    for (const build of builders) build(toys.faults.on(SendMessageCommand, { MessageBody: 'x' }));
    expect(JSON.parse(JSON.stringify(rules()))).to.deep.equal(rules());
    const [first] = JSON.parse(JSON.stringify(rules())) as [FaultRule];
    toys.world.reset();
    toys.faults.add(first);
    expect(await struck(2)).to.equal('10');
  });

  describe('is a misuse', () => {
    const misuses: [string, () => unknown, RegExp][] = [
      [
        'a command that is not modelled',
        () => toys.faults.on(CreateQueueCommand),
        /^aws\.faults\.on\(CreateQueueCommand\): aws-fakes does not model this command, so no fault can strike it\. Did you mean \w+\?$/,
      ],
      [
        'a class of that name from elsewhere',
        () =>
          toys.faults.on(
            Object.defineProperty(() => undefined, 'name', { value: 'SendMessageCommand' }) as never,
          ),
        /^aws\.faults\.on\(SendMessageCommand\): this is not the class that aws-fakes knows by that name\. It comes from @aws-sdk\/lib-dynamodb \(.*\), or from another copy of its client package \(npm ls shows both\)\.$/,
      ],
      [
        'the name of an operation',
        () => toys.faults.on('SendMessage' as never),
        /^aws\.faults\.on\("SendMessage"\): give the command's class, as PutObjectCommand\.$/,
      ],
      [
        'an error that AWS cannot answer there',
        () => toys.faults.on(SendMessageCommand).expiredToken(),
        /^SQS cannot answer SendMessage with expiredToken: no such error is documented for it\.$/,
      ],
      [
        'an error by a name that the service does not have there',
        () => toys.faults.on(SendMessageCommand).error('KmsDisabled'),
        /^SQS cannot answer SendMessage with KmsDisabled\.\nIt can with Overloaded, Broken, Overdue\.$/,
      ],
      [
        'an error by a mistyped name',
        () => toys.faults.on(SendMessageCommand).error('overload'),
        /^SQS cannot answer SendMessage with overload\. Did you mean Overloaded\?\n/,
      ],
      [
        'afterCommit of an error by name that only refuses',
        () => toys.faults.on(SendMessageCommand).error('Overdue').afterCommit(),
        /^Overdue is answered before any work: it cannot come after the commit\.$/,
      ],
      [
        'failing entries of what has none',
        () => toys.faults.on(SendMessageCommand).failsEntries('all'),
        /^SQS\.SendMessage cannot follow failEntries: it has no entries that could fail one by one\.$/,
      ],
      [
        'a stale read where AWS never answers from the past',
        () => toys.faults.on(GetObjectCommand).readsStale(),
        /^S3\.GetObject cannot follow stale: AWS never answers it from the past\.$/,
      ],
      [
        'a delivery where nothing is delivered',
        () => toys.faults.on(SendMessageCommand).reorders(),
        /^SQS\.SendMessage cannot follow deliver: it delivers no messages\.$/,
      ],
      [
        'duplicates(0)',
        () => toys.faults.on(ReceiveMessageCommand).duplicates(0),
        /^duplicates\(0\): give a whole number of at least 1\.$/,
      ],
      [
        'deliversAtMost(-1)',
        () => toys.faults.on(ReceiveMessageCommand).deliversAtMost(-1),
        /^deliversAtMost\(-1\): give a whole number of at least 0\.$/,
      ],
      [
        'times(0)',
        () => toys.faults.on(SendMessageCommand).throttled().times(0),
        /^times\(0\): give a whole number of at least 1\.$/,
      ],
      ['times(1.5)', () => toys.faults.on(SendMessageCommand).throttled().times(1.5), /^times\(1\.5\)/],
      [
        'after(-1)',
        () => toys.faults.on(SendMessageCommand).throttled().after(-1),
        /^after\(-1\): give a whole number of at least 0\.$/,
      ],
      [
        'with(0)',
        () => toys.faults.on(SendMessageCommand).throttled().with(0),
        /^with\(0\): a probability is above 0 and at most 1\.$/,
      ],
      ['with(1.1)', () => toys.faults.on(SendMessageCommand).throttled().with(1.1), /^with\(1\.1\)/],
      ['with(NaN)', () => toys.faults.on(SendMessageCommand).throttled().with(Number.NaN), /^with\(NaN\)/],
      [
        'delayed by no duration',
        () => toys.faults.on(SendMessageCommand).delayed('soon' as never),
        /^not a duration: "soon"/,
      ],
      [
        'afterCommit of a delay',
        () => toys.faults.on(SendMessageCommand).delayed(5).afterCommit(),
        /^afterCommit\(\) needs a fault that replaces the answer\.$/,
      ],
      [
        'afterCommit of a refusal',
        () => toys.faults.on(SendMessageCommand).throttled().afterCommit(),
        /^throttled is answered before any work: it cannot come after the commit\.$/,
      ],
      [
        'afterCommit of accessDenied',
        () => toys.faults.on(SendMessageCommand).accessDenied().afterCommit(),
        /^accessDenied is/,
      ],
    ];
    for (const [name, misuse, message] of misuses) {
      it(name, () => expect(misuse).to.throw(FakeMisuse, message));
    }

    it('a rule as data on what is not modelled, or with an effect that cannot be', () => {
      toys.faults.on(SendMessageCommand).throttled();
      const [rule] = rules() as [FaultRule];
      expect(() => toys.faults.add({ ...rule, operation: 'CreateQueue' })).to.throw(
        FakeMisuse,
        /does not model SQS\.CreateQueue/,
      );
      expect(() => toys.faults.add({ ...rule, service: 'SNS' })).to.throw(
        FakeMisuse,
        /does not model SNS\.SendMessage/,
      );
      const effect = { kind: 'service', fault: 'expiredToken', applied: false } as const;
      expect(() => toys.faults.add({ ...rule, effect })).to.throw(
        FakeMisuse,
        /cannot answer SendMessage with expiredToken/,
      );
      const advice = { kind: 'advice', advice: { stale: { writes: 1 } } } as const;
      expect(() => toys.faults.add({ ...rule, effect: advice })).to.throw(FakeMisuse, /cannot follow stale/);
      expect(rules()).to.have.lengthOf(1);
    });

    it('to change a rule when a call has looked at it', async () => {
      const rule = toys.faults.on(SendMessageCommand).throttled();
      await client.send(command());
      expect(() => rule.times(2)).to.throw(FakeMisuse, /was changed after it had been looked at/);
    });
  });

  it('rules of one operation leave the others alone', async () => {
    toys.faults.on(SendMessageCommand).accessDenied().always().optional();
    await client.send(new DeleteMessageCommand({ QueueUrl: 'q', ReceiptHandle: '1' }));
    await client.send(new ReceiveMessageCommand({ QueueUrl: 'q' }));
    await new S3Client({}).send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'x' }));
    expect(toys.world.journal.entries.every(({ fault }) => fault === undefined)).to.equal(true);
  });
});
