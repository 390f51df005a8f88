import { expect } from 'chai';
import { installVirtualTime, type VirtualTime } from '../../fakes/kernel/virtual-time';
import { choices } from '../../fakes/simulation/choices';
import { PendingCalls } from '../../fakes/simulation/pending';

describe('simulation/choices', () => {
  let time: VirtualTime;
  beforeEach(() => (time = installVirtualTime(0, { manual: true })));
  afterEach(() => time.uninstall());

  it('offers the current task first and free, others for a preemption, time for a jump', () => {
    const pending = new PendingCalls([]);
    void pending.yield('one');
    void pending.yield('two');
    expect(choices(pending, time, undefined).map(({ token, cost }) => [token, cost])).to.deep.equal([
      ['-', { preemptions: 0 }],
      ['-:1', { preemptions: 1 }],
    ]);
    globalThis.setTimeout(() => undefined, 5);
    expect(choices(pending, time, 'gone').at(-1)).to.deep.include({
      token: 'T',
      cost: { timeJumps: 1 },
      task: undefined,
    });
    expect(choices(new PendingCalls([]), time, undefined)[0]).to.deep.include({ token: 'T', cost: {} });
  });
});
