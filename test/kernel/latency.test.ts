import { expect } from 'chai';
import { FakeMisuse } from '../../fakes/kernel/errors';
import { describeLatency, drawLatency, toLatency, type LatencyLike } from '../../fakes/kernel/latency';
import { createRng } from '../../fakes/kernel/rng';

/** So many draws, in order of size. */
function draws(given: LatencyLike, count = 10_000): number[] {
  const rng = createRng(1);
  const latency = toLatency(given);
  return Array.from({ length: count }, () => drawLatency(latency, () => rng.next())).toSorted(
    (a, b) => a - b,
  );
}

describe('kernel/latency', () => {
  it('is fixed', () => {
    expect(new Set(draws('20ms'))).to.deep.equal(new Set([20]));
    expect(toLatency(7)).to.deep.equal({ kind: 'fixed', ms: 7 });
  });

  it('is uniform between two bounds, both included', () => {
    const drawn = draws({ least: 10, most: '0.02s' });
    expect([drawn[0], drawn.at(-1), new Set(drawn).size]).to.deep.equal([10, 20, 11]);
    expect(new Set(draws({ least: 5, most: 5 }))).to.deep.equal(new Set([5]));
  });

  it('is skewed as latencies are: half within the median, all but a hundredth within the p99', () => {
    const drawn = draws({ median: '20ms', p99: '200ms' });
    const within = (ms: number) => drawn.filter((one) => one <= ms).length / drawn.length;
    expect(within(20)).to.be.closeTo(0.5, 0.02);
    expect(within(200)).to.be.closeTo(0.99, 0.004);
    expect(drawn[0]).to.be.at.least(1);
    expect(drawn.every((one) => Number.isInteger(one))).to.equal(true);
  });

  it('is the same for the same chances', () =>
    expect(draws({ median: 5, p99: 50 }, 10)).to.deep.equal(draws({ median: 5, p99: 50 }, 10)));

  const misuses: [LatencyLike, RegExp][] = [
    [{ least: 2, most: 1 }, /^latency: the least \(2 ms\) is above the most \(1 ms\)\.$/],
    [{ median: 0, p99: 1 }, /^latency: the median \(0 ms\) must be above 0 and the p99 \(1 ms\) no less\.$/],
    [{ median: 2, p99: 1 }, /p99 \(1 ms\) no less/],
    ['soon' as never, /^not a duration/],
  ];
  for (const [given, message] of misuses)
    it(`refuses ${JSON.stringify(given)}`, () =>
      expect(() => toLatency(given)).to.throw(FakeMisuse, message));

  it('is told in words', () => {
    const told = ([20, { least: 1, most: 2 }, { median: 1, p99: 1 }] as const).map((one) =>
      describeLatency(toLatency(one)),
    );
    expect(told).to.deep.equal(['20 ms', '1 to 2 ms', 'median 1 ms, p99 1 ms']);
  });
});
