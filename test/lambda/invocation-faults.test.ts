import { expect } from 'chai';
import { lambdaWorld, type LambdaWorld } from './world';

interface StreamEvent {
  readonly Records: readonly {
    readonly dynamodb: { readonly Keys: { readonly id: { readonly S: string } } };
  }[];
}

describe('aws.lambda.faults', () => {
  let w: LambdaWorld;
  beforeEach(() => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
  });
  afterEach(() => w.aws.unplug());

  const ids = ({ Records }: StreamEvent): string =>
    Records.map(({ dynamodb }) => dynamodb.Keys.id.S).join('');
  const kinds = (): string => w.lambda.invocations.map(({ outcome }) => outcome.kind).join(' ');

  describe('throttled', () => {
    it('refuses an invocation, then the function runs', async () => {
      w.lambda.function('f', async () => undefined);
      w.lambda.faults('f').throttled().times(2);
      for (let i = 0; i < 3; i++) await w.lambda.invoke('f');
      expect(kinds()).to.equal('throttled throttled returned');
    });

    it('sends a batch of a queue back, and counts as a receive', async () => {
      await w.queue('jobs', { VisibilityTimeout: '30' });
      const counts: string[] = [];
      w.lambda.function('f', async (event: { Records: { attributes: Record<string, string> }[] }) => {
        for (const { attributes } of event.Records) counts.push(attributes['ApproximateReceiveCount'] ?? '');
      });
      w.lambda.eventSource({ queue: 'jobs', function: 'f' });
      w.lambda.faults('f').throttled().after(1);
      await w.send('jobs', 'a');
      await w.lambda.settle();
      await w.send('jobs', 'b');
      const report = await w.lambda.settle();
      expect(counts).to.deep.equal(['1', '2']);
      expect(report.elapsedMs).to.equal(30_000);
    });

    it('sends a healthy message to the dead-letter queue when maxReceiveCount is 1, and not when it is 5', async () => {
      for (const [maxReceiveCount, dead] of [
        [1, ['a']],
        [5, []],
      ] as const) {
        await w.queue(`dead${maxReceiveCount}`);
        const deadLetterTargetArn = w.arn(`dead${maxReceiveCount}`);
        await w.queue(`jobs${maxReceiveCount}`, {
          RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
        });
        const name = `f${maxReceiveCount}`;
        w.lambda.function(name, async () => undefined);
        w.lambda.eventSource({ queue: `jobs${maxReceiveCount}`, function: name });
        w.lambda.faults(name).throttled();
        await w.send(`jobs${maxReceiveCount}`, 'a');
        await w.lambda.settle();
        expect(w.aws.sqs.queue(`dead${maxReceiveCount}`).bodies()).to.deep.equal(dead);
      }
    });

    it('uses up no retries of a stream, and waits a second with an asynchronous event', async () => {
      await w.table();
      w.lambda.function('f', async () => undefined);
      w.lambda.eventSource({ table: 'orders', function: 'f', maximumRetryAttempts: 0 });
      w.lambda.faults('f').throttled().times(3);
      await w.put('a');
      expect((await w.lambda.settle()).deadLetters).to.deep.equal([]);
      expect(kinds()).to.equal('throttled throttled throttled returned');
      w.lambda.faults('f').throttled();
      w.lambda.invokeAsync('f');
      expect((await w.lambda.settle()).elapsedMs).to.equal(1_000);
    });
  });

  describe('redelivers', () => {
    it('brings a batch of a queue again though it was handled', async () => {
      await w.queue('jobs', { VisibilityTimeout: '30' });
      w.lambda.function('f', async () => undefined);
      w.lambda.eventSource({ queue: 'jobs', function: 'f' });
      w.lambda.faults('f').redelivers();
      const [id] = await w.send('jobs', 'a');
      const report = await w.lambda.settle();
      expect(kinds()).to.equal('returned returned');
      expect(report).to.include({ retries: 1, elapsedMs: 30_000 });
      expect(report.steps[0]?.deletesLost).to.deep.equal([id]);
      expect(w.aws.sqs.queue('jobs').messages()).to.deep.equal([]);
    });

    it('brings a batch of a stream again, before anything that follows', async () => {
      await w.table();
      const seen: string[] = [];
      w.lambda.function('f', async (event: StreamEvent) => void seen.push(ids(event)));
      w.lambda.eventSource({ table: 'orders', function: 'f', batchSize: 2 });
      w.lambda.faults('f').redelivers().after(1);
      await w.put('a', 'b', 'c', 'd', 'e');
      expect((await w.lambda.settle()).retries).to.equal(1);
      expect(seen).to.deep.equal(['ab', 'cd', 'cd', 'e']);
    });

    it('carries the state of a tumbling window as if the batch had not been handled', async () => {
      await w.table();
      const counts: unknown[] = [];
      w.lambda.function('f', async (event: StreamEvent & { state: { count?: number } }) => {
        const count = (event.state.count ?? 0) + event.Records.length;
        counts.push(count);
        return { state: { count } };
      });
      w.lambda.eventSource({ table: 'orders', function: 'f', tumblingWindow: '10s' });
      w.lambda.faults('f').redelivers().times(2);
      await w.put('a', 'b');
      await w.lambda.settle();
      expect(counts).to.deep.equal([2, 2, 2, 2]);
    });

    it('brings the last invocation of a tumbling window again', async () => {
      await w.table();
      const finals: unknown[] = [];
      w.lambda.function('f', async (event: { isFinalInvokeForWindow: boolean; state: object }) => {
        if (event.isFinalInvokeForWindow) finals.push(event.state);
        return { state: { seen: true } };
      });
      w.lambda.eventSource({ table: 'orders', function: 'f', tumblingWindow: '10s' });
      w.lambda.faults('f').redelivers().after(1);
      await w.put('a');
      await w.lambda.settle();
      expect(finals).to.deep.equal([{ seen: true }, { seen: true }]);
    });

    it('runs an asynchronous event twice, under one request id', async () => {
      w.lambda.function('f', async () => undefined);
      w.lambda.faults('f').redelivers();
      const requestId = w.lambda.invokeAsync('f');
      const report = await w.lambda.settle();
      expect(report.invocations.map((invocation) => invocation.requestId)).to.deep.equal([
        requestId,
        requestId,
      ]);
      expect(report.retries).to.equal(1);
    });

    it('does not count what failed', async () => {
      let failures = 1;
      await w.queue('jobs');
      w.lambda.function('f', async () => {
        if (failures-- > 0) throw new Error('no');
      });
      w.lambda.eventSource({ queue: 'jobs', function: 'f' });
      w.lambda.faults('f').redelivers();
      await w.send('jobs', 'a');
      await w.lambda.settle();
      expect(kinds()).to.equal('threw returned returned');
    });
  });

  describe('arrivesLate', () => {
    beforeEach(() => w.table());

    it('holds up every record, in order', async () => {
      const seen: string[] = [];
      const begun = w.aws.clock.now();
      w.lambda.function('f', async (event: StreamEvent) => {
        seen.push(`${ids(event)} +${(w.aws.clock.now() - begun) / 1000}`);
      });
      w.lambda.eventSource({ table: 'orders', function: 'f' });
      w.lambda.faults('f').arrivesLate('20s').always();
      await w.put('a', 'b');
      await w.aws.clock.advance('5s');
      await w.put('c');
      await w.lambda.settle();
      expect(seen).to.deep.equal(['ab +20', 'c +25']);
    });

    it('holds up one record, and what follows in its shard with it', async () => {
      const seen: string[] = [];
      w.lambda.function('f', async (event: StreamEvent) => void seen.push(ids(event)));
      w.lambda.eventSource({ table: 'orders', function: 'f' });
      w.lambda.faults('f').arrivesLate('20s').after(1);
      await w.put('a', 'b', 'c');
      const report = await w.lambda.settle();
      expect(seen).to.deep.equal(['a', 'bc']);
      expect(report.elapsedMs).to.equal(20_000);
    });

    it('keeps a tumbling window open for records that come within its two minutes', async () => {
      const finals: number[] = [];
      w.lambda.function(
        'f',
        async (event: StreamEvent & { isFinalInvokeForWindow: boolean; state: { count?: number } }) => {
          const count = (event.state.count ?? 0) + event.Records.length;
          if (event.isFinalInvokeForWindow) finals.push(count);
          return { state: { count } };
        },
      );
      w.lambda.eventSource({ table: 'orders', function: 'f', tumblingWindow: '10s' });
      w.lambda.faults('f').arrivesLate('60s').after(1);
      await w.put('a', 'b');
      await w.lambda.settle();
      expect(finals).to.deep.equal([2]);
    });

    it('strikes only that function', async () => {
      const seen: string[] = [];
      for (const name of ['f', 'g']) {
        w.lambda.function(name, async () => void seen.push(name));
        w.lambda.eventSource({ table: 'orders', function: name });
      }
      w.lambda.faults('f').arrivesLate('1s').always();
      await w.put('a');
      await w.lambda.settle();
      expect(seen).to.deep.equal(['g', 'f']);
    });
  });

  describe('conditions', () => {
    beforeEach(() => void w.lambda.function('f', async () => undefined));

    it('end at a time, and strike by chance, as the seed decides', async () => {
      w.lambda
        .faults('f')
        .throttled()
        .until(w.aws.clock.now() + 1_000);
      await w.lambda.invoke('f');
      await w.aws.clock.advance('1s');
      await w.lambda.invoke('f');
      expect(kinds()).to.equal('throttled returned');
      w.lambda.faults('f').throttled().with(0.5);
      for (let i = 0; i < 100; i++) await w.lambda.invoke('f');
      const throttled = w.lambda.invocations.filter(({ outcome }) => outcome.kind === 'throttled');
      expect(throttled.length).to.be.within(30, 70);
    });

    it('must strike, unless they are optional', async () => {
      w.lambda.faults('f').redelivers().optional();
      expect(w.aws.world.takeProblems()).to.deep.equal([]);
      w.lambda.faults('f').throttled().times(2);
      expect(w.aws.world.takeProblems().map(({ message }) => message)).to.match(
        /A fault rule never struck:\n {2}Lambda\.Invoke \{"FunctionName":"f"\}: throttled, 2 times/,
      );
    });

    it('refuse what makes no sense', () => {
      expect(() => w.lambda.faults('g')).to.throw('aws.lambda has no function "g"');
      const rule = w.lambda.faults('f').throttled().optional();
      expect(() => rule.times(0)).to.throw('times(0): give a whole number of at least 1.');
      expect(() => rule.after(-1)).to.throw('after(-1): give a whole number of at least 0.');
      expect(() => rule.with(0)).to.throw('with(0): a probability is above 0 and at most 1.');
      expect(() => rule.with(1.1)).to.throw('with(1.1)');
      expect(() => rule.with(1)).to.not.throw();
    });
  });
});
