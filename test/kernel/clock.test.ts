import { expect } from 'chai';
import sinon, { type SinonFakeTimers } from 'sinon';
import { createClock, installedFakeTimers, type Clock } from '../../fakes/kernel/clock';
import { FakeMisuse } from '../../fakes/kernel/errors';
import { runInScope, Task } from '../../fakes/kernel/scope';

const HOUR = 3_600_000;

/** Sleeps on the world's clock. */
function sleep(clock: Clock, ms: number): Promise<number> {
  return new Promise((resolve) => void clock.at(clock.now() + ms, () => resolve(clock.now())));
}

describe('kernel/clock', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = createClock();
  });

  describe('without fake timers', () => {
    let origin: number;
    let date: sinon.SinonFakeTimers;
    // Only Date stands still, so that times are exact; setTimeout is the machine's.
    beforeEach(() => {
      date = sinon.useFakeTimers({ now: 1_000, toFake: ['Date'] });
      origin = clock.now();
    });
    afterEach(() => date.restore());

    it('begins with the time of the machine', () => {
      expect(installedFakeTimers()).to.equal(undefined);
      expect(origin).to.equal(1_000);
      date.tick(5);
      expect(clock.now()).to.equal(1_005);
    });

    it('a sleep of 12 hours takes no wall time: this test would time out', async () => {
      expect(await sleep(clock, 12 * HOUR)).to.equal(origin + 12 * HOUR);
    });

    it('sleeps overlap: two of an hour take an hour together', async () => {
      const times = await Promise.all([sleep(clock, HOUR), sleep(clock, HOUR), sleep(clock, HOUR / 2)]);
      expect(times.map((time) => time - origin)).to.deep.equal([HOUR, HOUR, HOUR / 2]);
      expect(clock.now() - origin).to.equal(HOUR);
    });

    it('sleeps after one another add up', async () => {
      await sleep(clock, HOUR);
      await sleep(clock, HOUR);
      expect(clock.now() - origin).to.equal(2 * HOUR);
    });

    it('calls back in the order of due times; equal times in the order they were asked for', async () => {
      const order: string[] = [];
      const note = (name: string, ms: number): Promise<unknown> =>
        sleep(clock, ms).then(() => order.push(name));
      await Promise.all([note('c', 3), note('a1', 1), note('b', 2), note('a2', 1), note('past', -5)]);
      expect(order).to.deep.equal(['past', 'a1', 'a2', 'b', 'c']);
      expect(clock.now() - origin).to.equal(3);
    });

    it('lets what a timer sets off run before it serves a later timer', async () => {
      const order: number[] = [];
      const chain = async (): Promise<void> => {
        await sleep(clock, 10);
        for (let i = 0; i < 100; i++) await Promise.resolve();
        order.push(await sleep(clock, 10));
      };
      await Promise.all([chain(), sleep(clock, 25).then((time) => order.push(time))]);
      expect(order.map((time) => time - origin)).to.deep.equal([20, 25]);
    });

    it('a cancelled timer neither calls back nor moves time', async () => {
      let called = false;
      const timer = clock.at(origin + HOUR, () => (called = true));
      const kept = sleep(clock, 5);
      timer.cancel();
      timer.cancel();
      await kept;
      await new Promise((resolve) => setImmediate(resolve));
      expect(called).to.equal(false);
      expect(clock.now() - origin).to.equal(5);
    });

    it('waits again after it had nothing to wait for', async () => {
      await sleep(clock, 1);
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      expect((await sleep(clock, 1)) - origin).to.equal(2);
    });

    it('advance moves time, by a number or a text', async () => {
      await clock.advance(250);
      expect(clock.now() - origin).to.equal(250);
      await clock.advance('12h');
      expect(clock.now() - origin).to.equal(250 + 12 * HOUR);
      await clock.advance(0);
      expect(clock.now() - origin).to.equal(250 + 12 * HOUR);
    });

    it('advance serves on its way what falls due, at its own time, also what is asked for on the way', async () => {
      const seen: number[] = [];
      void sleep(clock, 100).then(async (time) => {
        seen.push(time - origin);
        seen.push((await sleep(clock, 100)) - origin);
      });
      await clock.advance(1_000);
      expect(seen).to.deep.equal([100, 200]);
      expect(clock.now() - origin).to.equal(1_000);
    });

    it('advance serves what falls due at its very end, and nothing later', async () => {
      const seen: number[] = [];
      clock.deadline(origin + 1_000, () => seen.push(-1));
      clock.at(origin + 1_000, () => seen.push(1_000)).cancel();
      await clock.advance(1_000);
      expect(seen).to.deep.equal([-1]);
      const first = sleep(clock, 500).then((time) => seen.push(time - origin));
      await clock.advance(500);
      await first;
      expect(seen).to.deep.equal([-1, 1_500]);
    });

    it('advance refuses what is no duration', async () => {
      const refused = await clock.advance('soon' as never).catch((error: unknown) => error);
      expect(refused).to.be.instanceOf(FakeMisuse);
      expect(clock.now()).to.equal(origin);
    });

    it('the waits of a dead task neither call back nor move time', async () => {
      const task = new Task('a');
      let served = 0;
      runInScope({ task }, () => {
        clock.at(origin + HOUR, () => served++);
        clock.at(origin + 5, () => served++);
      });
      const kept = sleep(clock, 10);
      task.crash();
      await kept;
      for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
      expect([served, clock.now() - origin]).to.deep.equal([0, 10]);
      await clock.advance('2h');
      expect([served, clock.now() - origin]).to.deep.equal([0, 2 * HOUR + 10]);
    });

    it('the waits of a living task are served as any other', async () => {
      const time = await runInScope({ task: new Task('a') }, () => sleep(clock, HOUR));
      expect(time - origin).to.equal(HOUR);
    });

    it('never goes back when the machine does', async () => {
      await clock.advance('1h');
      const timer = sleep(clock, 10);
      date.setSystemTime(0);
      await timer;
      expect(clock.now()).to.be.at.least(HOUR);
    });
  });

  describe('under the fake timers of a test', () => {
    let timers: SinonFakeTimers;
    beforeEach(() => {
      timers = sinon.useFakeTimers({ now: 5_000 });
    });
    afterEach(() => timers.restore());

    it('goes by them', () => {
      expect(installedFakeTimers()).to.not.equal(undefined);
      expect(clock.now()).to.equal(5_000);
      timers.tick(10);
      expect(clock.now()).to.equal(5_010);
    });

    it('calls back when they are ticked, and only then', async () => {
      let served = 0;
      clock.at(clock.now() + HOUR, () => served++);
      clock.at(clock.now() - 1, () => served++);
      await timers.tickAsync(HOUR - 1);
      expect(served).to.equal(1);
      await timers.tickAsync(1);
      expect(served).to.equal(2);
    });

    it('cancel works', async () => {
      let served = 0;
      clock.at(clock.now() + 10, () => served++).cancel();
      await timers.tickAsync(100);
      expect(served).to.equal(0);
    });

    it('advance ticks them', async () => {
      let served = 0;
      clock.at(clock.now() + 60_000, () => served++);
      setTimeout(() => served++, 30_000);
      await clock.advance('1m');
      expect(served).to.equal(2);
      expect(Date.now()).to.equal(65_000);
    });

    it('keeps the offset that it had before they were installed', async () => {
      timers.restore();
      const before = createClock();
      await before.advance('1h');
      timers = sinon.useFakeTimers({ now: 5_000 });
      expect(before.now()).to.equal(5_000 + HOUR);
      const woken = sleep(before, 10);
      await timers.tickAsync(10);
      expect(await woken).to.equal(5_010 + HOUR);
    });
  });
});
