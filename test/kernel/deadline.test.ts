import { expect } from 'chai';
import sinon, { type SinonFakeTimers } from 'sinon';
import { createClock, installedFakeTimers, type Clock } from '../../fakes/kernel/clock';
import { deadlineOnFakeTimers, onlyDeadlines } from '../../fakes/kernel/deadline';
import { installVirtualTime, type VirtualTime } from '../../fakes/kernel/virtual-time';

const HOUR = 3_600_000;
const realImmediate = globalThis.setImmediate;
const turns = async (count = 20): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise<void>((resolve) => realImmediate(resolve));
};

describe('kernel/deadline', () => {
  describe('on the timers of a test', () => {
    let timers: SinonFakeTimers;
    let struck: number[];
    const arm = (ms: number) => {
      const installed = installedFakeTimers();
      if (installed === undefined) throw new Error('no fake timers');
      return { installed, deadline: deadlineOnFakeTimers(installed, ms, () => struck.push(Date.now())) };
    };
    beforeEach(() => {
      timers = sinon.useFakeTimers({ now: 0 });
      struck = [];
    });
    afterEach(() => timers.restore());

    it('strikes once when time gets there', () => {
      arm(100);
      timers.tick(99);
      expect(struck).to.deep.equal([]);
      timers.tick(500);
      expect(struck).to.deep.equal([100]);
    });

    it('a past one strikes at the next moment', () => {
      arm(-5);
      timers.tick(1);
      expect(struck).to.have.lengthOf(1);
    });

    it('a cancelled one does not strike', () => {
      arm(100).deadline.cancel();
      timers.tick(500);
      expect(struck).to.deep.equal([]);
    });

    it('an expected one strikes at the same time', () => {
      const { deadline } = arm(100);
      timers.tick(40);
      deadline.expect();
      deadline.expect();
      timers.tick(59);
      expect(struck).to.deep.equal([]);
      timers.tick(500);
      expect(struck).to.deep.equal([100]);
      deadline.cancel();
      deadline.expect();
      timers.tick(500);
      expect(struck).to.deep.equal([100]);
    });

    it('tells whether nothing but unexpected deadlines is waited for', () => {
      const { installed, deadline } = arm(100);
      expect(onlyDeadlines(installed, 1)).to.equal(true);
      expect(onlyDeadlines(installed, 2)).to.equal(false);
      expect(onlyDeadlines(installed, 0)).to.equal(false);
      expect(onlyDeadlines({}, 1)).to.equal(false);
      const other = arm(200).deadline;
      expect(onlyDeadlines(installed, 2)).to.equal(true);
      deadline.expect();
      expect(onlyDeadlines(installed, 2)).to.equal(false);
      other.cancel();
      expect(onlyDeadlines(installed, 0)).to.equal(false);
    });
  });

  describe('of a clock without fake timers', () => {
    let clock: Clock;
    let date: SinonFakeTimers;
    let struck: number[];
    beforeEach(() => {
      date = sinon.useFakeTimers({ now: 0, toFake: ['Date'] });
      clock = createClock();
      struck = [];
    });
    afterEach(() => date.restore());
    const arm = (time: number) => clock.deadline(time, () => struck.push(clock.now()));
    const sleep = (ms: number): Promise<void> =>
      new Promise((resolve) => void clock.at(clock.now() + ms, resolve));

    it('time does not move on for it', async () => {
      const deadline = arm(HOUR);
      await turns();
      expect([clock.now(), struck]).to.deep.equal([0, []]);
      deadline.cancel();
    });

    it('strikes when time passes it for another reason, once', async () => {
      arm(1_000);
      await sleep(999);
      expect(struck).to.deep.equal([]);
      await sleep(5_000);
      await turns();
      expect(struck).to.have.lengthOf(1);
      expect(struck[0]).to.be.at.least(1_000);
      await clock.advance('1h');
      expect(struck).to.have.lengthOf(1);
    });

    it('strikes on the way of advance', async () => {
      arm(1_000);
      await clock.advance(999);
      expect(struck).to.deep.equal([]);
      await clock.advance(1);
      await turns();
      expect(struck).to.deep.equal([1_000]);
    });

    it('does not strike when it is cancelled', async () => {
      arm(1_000).cancel();
      await clock.advance('1h');
      await turns();
      expect(struck).to.deep.equal([]);
    });

    it('once it is expected, time moves on to it', async () => {
      const deadline = arm(HOUR);
      deadline.expect();
      deadline.expect();
      await turns();
      expect(struck).to.deep.equal([HOUR]);
      expect(clock.now()).to.equal(HOUR);
    });

    it('an expected one can be cancelled', async () => {
      const deadline = arm(HOUR);
      deadline.expect();
      deadline.cancel();
      await turns();
      expect([struck, clock.now()]).to.deep.equal([[], 0]);
    });
  });

  describe('under virtual time', () => {
    let time: VirtualTime;
    let clock: Clock;
    beforeEach(() => {
      time = installVirtualTime(0);
      clock = createClock();
    });
    afterEach(() => time.uninstall());

    it('time does not move on to it while it is the only timer', async () => {
      let struck = false;
      const deadline = clock.deadline(HOUR, () => (struck = true));
      await turns(50);
      expect([Date.now(), struck]).to.deep.equal([0, false]);
      deadline.cancel();
    });

    it('other timers go on, and it strikes on their way', async () => {
      const order: string[] = [];
      clock.deadline(50, () => order.push('deadline'));
      await new Promise<void>((resolve) => void setTimeout(resolve, 100));
      order.push('timer');
      expect(order).to.deep.equal(['deadline', 'timer']);
      expect(Date.now()).to.equal(100);
    });

    it('once it is expected, time moves on to it', async () => {
      const struck = new Promise<number>((resolve) => {
        clock.deadline(HOUR, () => resolve(Date.now())).expect();
      });
      expect(await struck).to.equal(HOUR);
    });
  });
});
