import { expect } from 'chai';
import { dispatched, real, withRealGlobals } from '../../fakes/kernel/real-timers';
import { installVirtualTime } from '../../fakes/kernel/virtual-time';

describe('kernel/real-timers', () => {
  it("are the machine's own, whatever stands in for them", async () => {
    const time = installVirtualTime(0);
    try {
      expect(dispatched.virtual).to.equal(1);
      expect(real.setTimeout).to.not.equal(globalThis.setTimeout);
      expect(real.Date.now()).to.be.above(Date.UTC(2026, 0, 1));
      const before = real.performanceNow();
      await new Promise((resolve) => real.setTimeout(resolve, 5));
      expect(real.performanceNow() - before).to.be.above(3);
    } finally {
      time.uninstall();
    }
    time.uninstall();
    expect(dispatched.virtual).to.equal(0);
  });

  it('are seen by a body only where dispatchers stand in for them', () => {
    const time = installVirtualTime(0);
    const { setTimeout: fake, Date: FakeDate } = globalThis;
    const seen = () => [globalThis.setTimeout === real.setTimeout, globalThis.Date === real.Date];
    try {
      expect(withRealGlobals(seen)).to.deep.equal([false, false]);
      dispatched.registered = true;
      expect(withRealGlobals(seen)).to.deep.equal([true, true]);
      expect(() =>
        withRealGlobals(() => {
          throw new Error('no');
        }),
      ).to.throw('no');
      expect([globalThis.setTimeout === fake, globalThis.Date === FakeDate]).to.deep.equal([true, true]);
    } finally {
      dispatched.registered = false;
      time.uninstall();
    }
  });
});
