import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { setInterval as eachTick, setTimeout as later } from 'node:timers/promises';
import { expect } from 'chai';
import { lambdaWorld, type LambdaWorld } from './world';

describe('Lambda: work that a function leaves behind', () => {
  let w: LambdaWorld;
  let QueueUrl: string;
  beforeEach(async () => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
    QueueUrl = await w.queue('out');
  });
  afterEach(() => w.aws.unplug());

  const send = (MessageBody: string) => w.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const sent = () => w.aws.sqs.queue('out').bodies().join(' ');
  const settled = async (): Promise<void> => {
    await w.aws.clock.advance('1h');
  };

  describe('when it answers', () => {
    const forgetful = async (event: { n: number }): Promise<void> => {
      void later(1_000).then(() => send(`later ${event.n}`));
      await send(`${event.n}`);
    };

    it('never happens, by default', async () => {
      w.lambda.function('f', forgetful);
      await w.lambda.invoke('f', { n: 1 });
      await settled();
      await w.lambda.invoke('f', { n: 2 });
      await settled();
      expect(sent()).to.not.match(/later/);
    });

    it("goes on when the sandbox is used again, 'afterAnswer'", async () => {
      w.lambda.function('f', forgetful, { thaw: 'afterAnswer' });
      await w.lambda.invoke('f', { n: 1 });
      await settled();
      expect(sent()).to.not.match(/later/);
      await w.lambda.invoke('f', { n: 2 });
      expect(sent()).to.contain('later 1').and.to.not.contain('later 2');
    });

    it('goes to the log of the invocation during which it happens', async () => {
      w.lambda.function(
        'f',
        async (event: { n: number }) => {
          void send('x').then(() => send('y').then(() => console.log(`done ${event.n}`)));
          await send('z');
        },
        { thaw: 'afterAnswer' },
      );
      expect((await w.lambda.invoke('f', { n: 1 })).logs).to.deep.equal([]);
      expect((await w.lambda.invoke('f', { n: 2 })).logs).to.deep.equal(['done 1']);
    });

    it('is lost with its sandbox', async () => {
      w.lambda.function('f', forgetful, { thaw: 'afterAnswer' });
      await w.lambda.invoke('f', { n: 1 });
      w.lambda.recycle('f');
      await w.lambda.invoke('f', { n: 2 });
      await settled();
      expect(sent()).to.not.match(/later/);
    });

    it('is lost when a later invocation in its sandbox dies', async () => {
      w.lambda.function(
        'f',
        async (event: { n: number }) => {
          if (event.n === 1) void later(1_000).then(() => send('late'));
          else await later(60_000);
        },
        { thaw: 'afterAnswer' },
      );
      await w.lambda.invoke('f', { n: 1 });
      expect((await w.lambda.invoke('f', { n: 2 })).outcome.kind).to.equal('timedOut');
      expect(sent()).to.equal('late');
      await settled();
      await w.lambda.invoke('f', { n: 1 });
      await settled();
      expect(sent()).to.equal('late');
    });

    const timers: readonly (readonly [string, (tick: () => Promise<unknown>) => void])[] = [
      ['setTimeout', (tick) => void setTimeout(() => void tick(), 1_000)],
      ['setImmediate', (tick) => void setImmediate(() => void tick())],
      ['setTimeout of node:timers/promises', (tick) => void later(1_000).then(tick)],
    ];
    for (const [name, start] of timers) {
      it(`a timer waits with it, and fires at the thaw: ${name}`, async () => {
        w.lambda.function(
          'f',
          async (event: { n: number }) => {
            if (event.n === 1) start(() => send(`tick at ${Date.now() - Date.UTC(2026, 0, 1)}`));
            await send(`${event.n}`);
          },
          { thaw: 'afterAnswer' },
        );
        await w.lambda.invoke('f', { n: 1 });
        await settled();
        expect(sent()).to.equal('1');
        await w.lambda.invoke('f', { n: 2 });
        expect(sent()).to.match(/^(1 2 tick at 360\d000|1 tick at 360\d000 2)$/);
      });
    }

    it('an interval stands still with it, and ticks on after the thaw', async () => {
      const ticks: number[] = [];
      w.lambda.function(
        'f',
        async (event: { n: number }) => {
          if (event.n !== 1) return later(350);
          const timer = setInterval(() => void (ticks.push(Date.now()) === 3 && clearInterval(timer)), 100);
          return undefined;
        },
        { thaw: 'afterAnswer' },
      );
      await w.lambda.invoke('f', { n: 1 });
      await settled();
      expect(ticks).to.deep.equal([]);
      await w.lambda.invoke('f', { n: 2 });
      const at = ticks.map((time) => time - (ticks[0] ?? 0));
      expect(at).to.deep.equal([0, 100, 200]);
      await settled();
      expect(ticks).to.have.lengthOf(3);
    });

    it('an interval of node:timers/promises stands still, too', async () => {
      let ticks = 0;
      w.lambda.function(
        'f',
        async (event: { n: number }) => {
          if (event.n !== 1) return later(250);
          void (async () => {
            for await (const _ of eachTick(100)) if (++ticks === 2) break;
          })();
          return undefined;
        },
        { thaw: 'afterAnswer' },
      );
      await w.lambda.invoke('f', { n: 1 });
      await settled();
      expect(ticks).to.equal(0);
      await w.lambda.invoke('f', { n: 2 });
      expect(ticks).to.equal(2);
    });

    it("waits on the machine's time as well", async () => {
      w.aws.unplug();
      w = lambdaWorld({ seed: 1 });
      QueueUrl = await w.queue('out');
      w.lambda.function(
        'f',
        async (event: { n: number }) => {
          // The SDK backs off for a while: frozen meanwhile.
          if (event.n === 1) void send('late').catch(() => undefined);
          await send(`${event.n}`);
        },
        { thaw: 'afterAnswer' },
      );
      w.aws.faults.on(SendMessageCommand, { MessageBody: 'late' }).serverError();
      await w.lambda.invoke('f', { n: 1 });
      await w.aws.clock.advance('1h');
      expect(sent()).to.equal('1');
      await w.lambda.invoke('f', { n: 2 });
      await w.lambda.invoke('f', { n: 3 });
      expect(sent()).to.contain('2').and.to.contain('3');
    });
  });

  describe('when it times out', () => {
    /** Claims a job, works for a long time, and says that it is done. */
    const slow = async (event: { n: number }): Promise<void> => {
      if (event.n === 1) await later(60_000);
      await send(`done ${event.n}`);
    };

    for (const thaw of ['never', 'afterAnswer'] as const) {
      it(`never happens with '${thaw}': AWS starts the process anew`, async () => {
        w.lambda.function('f', slow, { thaw });
        expect((await w.lambda.invoke('f', { n: 1 })).outcome.kind).to.equal('timedOut');
        await settled();
        expect((await w.lambda.invoke('f', { n: 2 })).coldStart).to.equal(true);
        await settled();
        expect(sent()).to.equal('done 2');
      });
    }

    it("happens late with 'always', in the middle of the next invocation", async () => {
      w.lambda.function('f', slow, { thaw: 'always' });
      expect((await w.lambda.invoke('f', { n: 1 })).outcome.kind).to.equal('timedOut');
      await settled();
      expect(sent()).to.equal('');
      expect((await w.lambda.invoke('f', { n: 2 })).coldStart).to.equal(false);
      expect(sent().split(' ').toSorted().join(' ')).to.equal('1 2 done done');
    });

    it('a write that happens late undoes a later one, unless it is conditional', async () => {
      await w.table();
      const { PutItemCommand } = await import('@aws-sdk/client-dynamodb');
      const store = (n: number, careful: boolean) =>
        w.dynamodb.send(
          new PutItemCommand({
            TableName: 'orders',
            Item: { id: { S: 'state' }, version: { N: `${n}` } },
            ...(careful
              ? {
                  ConditionExpression: 'attribute_not_exists(id) OR version < :n',
                  ExpressionAttributeValues: { ':n': { N: `${n}` } },
                }
              : {}),
          }),
        );
      const run = async (careful: boolean): Promise<unknown> => {
        w.lambda.function(
          'f',
          async (event: { n: number }) => {
            // The first one is slow: its time is over before it comes to its write.
            if (event.n === 1) await later(60_000);
            if (event.n === 1) await later(50);
            await store(event.n, careful).catch(() => undefined);
            await later(100);
          },
          { thaw: 'always', timeout: '5s' },
        );
        await w.lambda.invoke('f', { n: 1 });
        await settled();
        await w.lambda.invoke('f', { n: 2 });
        const version = w.aws.dynamodb.table('orders').get({ id: 'state' })?.['version'];
        w.aws.dynamodb.table('orders').delete({ id: 'state' });
        return version;
      };
      expect([await run(false), await run(true)]).to.deep.equal([1, 2]);
    });
  });
});
