import { expect } from 'chai';
import { FOR_EVER, type Attempt } from '../../fakes/kernel/faults';
import { createRng } from '../../fakes/kernel/rng';
import {
  describeCondition,
  NOTHING_STANDS,
  StandingConditions,
  type StandingCondition,
  type StandingEffect,
} from '../../fakes/kernel/standing';

const OUTAGE: StandingEffect = {
  kind: 'outage',
  effect: { kind: 'service', fault: 'serviceUnavailable', applied: false },
  rate: 1,
};
const condition = (members: Partial<StandingCondition> = {}): StandingCondition => ({
  service: 'S3',
  from: 0,
  until: FOR_EVER,
  optional: false,
  effect: OUTAGE,
  ...members,
});
const attempt = (members: Partial<Attempt> = {}): Attempt => ({
  service: 'S3',
  operation: 'PutObject',
  input: { Bucket: 'b', Key: 'k' },
  caller: undefined,
  call: 1,
  now: 1_000,
  ...members,
});

describe('kernel/standing', () => {
  let standing: StandingConditions;
  let touched: string[];
  let calls: number;
  const decide = (members: Partial<Attempt> = {}) =>
    standing.decide(attempt(members), `c/${calls++}`, (bucket) => touched.push(bucket));
  const strikes = (members: Partial<Attempt> = {}) => decide(members).effect !== undefined;

  beforeEach(() => {
    standing = new StandingConditions(createRng(1));
    touched = [];
    calls = 0;
  });

  it('nothing stands in a new world', () => expect(decide()).to.equal(NOTHING_STANDS));

  describe('hold', () => {
    it('from a time on until another', () => {
      standing.add(condition({ from: 1_000, until: 2_000 }));
      expect([999, 1_000, 1_999, 2_000].map((now) => strikes({ now }))).to.deep.equal([
        false,
        true,
        true,
        false,
      ]);
    });

    it('for a service, or for all', () => {
      const outage = standing.add(condition());
      expect(strikes({ service: 'SQS' })).to.equal(false);
      outage.end();
      expect(strikes()).to.equal(false);
      standing.add(condition({ service: '*' }));
      expect([strikes(), strikes({ service: 'SQS' })]).to.deep.equal([true, true]);
    });

    it('for operations, inputs and callers', () => {
      standing.add(
        condition({ operations: ['GetObject', 'PutObject'], input: { Bucket: 'b' }, caller: 'A' }),
      );
      expect(strikes({ caller: 'A' })).to.equal(true);
      expect(strikes({ caller: 'A', operation: 'GetObject' })).to.equal(true);
      expect(strikes({ caller: 'A', operation: 'HeadObject' })).to.equal(false);
      expect(strikes({ caller: 'A', input: { Bucket: 'c' } })).to.equal(false);
      expect([strikes({ caller: 'B' }), strikes()]).to.deep.equal([false, false]);
    });

    it("for AWS's own callers too, but for what is of the customer's machine and network", () => {
      standing.add(condition());
      standing.add(condition({ effect: { kind: 'latency', latency: { kind: 'fixed', ms: 5 } } }));
      standing.add(condition({ effect: { kind: 'clockSkew', ms: 7 } }));
      const { effect, latencyMs, skewMs } = decide({ caller: 'aws:lambda' });
      expect([effect?.kind, latencyMs, skewMs]).to.deep.equal(['service', 0, 0]);
      expect(decide({ caller: 'A' })).to.include({ latencyMs: 5, skewMs: 7 });
      standing.add(
        condition({ caller: 'aws:lambda', effect: { kind: 'latency', latency: { kind: 'fixed', ms: 2 } } }),
      );
      expect(decide({ caller: 'aws:lambda' }).latencyMs).to.equal(2);
    });
  });

  it('latencies and clocks add up, the first outage strikes, advice is laid together', () => {
    const effects: StandingEffect[] = [
      { kind: 'latency', latency: { kind: 'fixed', ms: 5 } },
      { kind: 'latency', latency: { kind: 'fixed', ms: 6 } },
      { kind: 'clockSkew', ms: 100 },
      { kind: 'clockSkew', ms: -30 },
      OUTAGE,
      { ...OUTAGE, effect: { kind: 'error', name: 'SlowDown', applied: false } },
      { kind: 'advice', advice: { stale: { writes: 1 } }, rate: 1 },
      { kind: 'advice', advice: { late: { ms: 1 } }, rate: 1 },
    ];
    for (const effect of effects) standing.add(condition({ effect }));
    expect(decide()).to.deep.equal({
      latencyMs: 11,
      skewMs: 70,
      effect: OUTAGE.effect,
      advice: { stale: { writes: 1 }, late: { ms: 1 } },
    });
  });

  it('strike a share of the calls, decided by seed and call alone', () => {
    standing.add(condition({ effect: { ...OUTAGE, rate: 0.3 } }));
    const first = Array.from({ length: 1_000 }, () => strikes());
    expect(first.filter(Boolean).length).to.be.within(260, 340);
    calls = 500;
    expect(strikes()).to.equal(first[500]);
    standing.add(condition({ effect: { kind: 'advice', advice: { stale: { writes: 1 } }, rate: 0.1 } }));
    const stale = Array.from({ length: 1_000 }, () => decide().advice.stale !== undefined);
    expect(stale.filter(Boolean).length).to.be.within(70, 130);
  });

  describe('throughput', () => {
    const bucket = (members: object = {}) =>
      standing.add(condition({ effect: { kind: 'throughput', perSecond: 2, burst: 3, ...members } }));

    it('lets a burst through, then as many as flow in', () => {
      bucket();
      expect([1, 2, 3, 4].map(() => strikes())).to.deep.equal([false, false, false, true]);
      expect(strikes({ now: 1_499 })).to.equal(true);
      expect([strikes({ now: 1_500 }), strikes({ now: 1_500 })]).to.deep.equal([false, true]);
      expect(Array.from({ length: 4 }, () => strikes({ now: 99_000 }))).to.deep.equal([
        false,
        false,
        false,
        true,
      ]);
      expect(decide({ now: 99_000 }).effect).to.deep.equal({
        kind: 'service',
        fault: 'throttled',
        applied: false,
      });
    });

    it('has a bucket for each value of a member', () => {
      bucket({ burst: 1, per: 'Key' });
      expect(strikes()).to.equal(false);
      expect(strikes({ input: { Key: 'other' } })).to.equal(false);
      expect([strikes(), strikes({ input: {} }), strikes({ input: {} })]).to.deep.equal([true, false, true]);
      expect(touched).to.deep.equal(['0/k', '0/other', '0/k', '0/undefined', '0/undefined']);
    });

    it('is not drawn from by calls that fail anyway', () => {
      const outage = standing.add(condition());
      bucket({ burst: 1 });
      expect(strikes()).to.equal(true);
      outage.end();
      expect([strikes(), strikes()]).to.deep.equal([false, true]);
    });
  });

  it('are told once when they met no call, unless they may', () => {
    const unmet = condition({ operations: ['GetObject'] });
    standing.add(unmet);
    standing.add(condition({ operations: ['HeadObject'], optional: true }));
    standing.add(condition({ effect: { ...OUTAGE, rate: 0.000_001 } }));
    decide();
    expect(standing.takeUnmet()).to.deep.equal([unmet]);
    expect(standing.takeUnmet()).to.deep.equal([]);
    expect(standing.met().map(({ met }) => met)).to.deep.equal([0, 0, 1]);
  });

  it('go back to how far they had got', () => {
    standing.add(condition({ effect: { kind: 'throughput', perSecond: 1, burst: 2 } }));
    decide();
    const mark = standing.mark();
    standing.add(condition({ operations: ['GetObject'] }));
    expect([strikes(), strikes()]).to.deep.equal([false, true]);
    standing.takeUnmet();
    for (let i = 0; i < 2; i++) {
      standing.restore(mark);
      expect(standing.met().map(({ met }) => met)).to.deep.equal([1]);
      expect([strikes(), strikes()]).to.deep.equal([false, true]);
    }
    standing.reset();
    expect(standing.conditions).to.deep.equal([]);
  });

  describe('are told in words', () => {
    const rows: [Partial<StandingCondition>, string][] = [
      [{}, 'S3: outage (serviceUnavailable), from +0 ms'],
      [
        { service: '*', until: 300_000 },
        'every service: outage (serviceUnavailable), from +0 ms for 300000 ms',
      ],
      [
        { operations: ['PutObject', 'GetObject'], input: { Bucket: 'b' }, caller: 'A' },
        'S3.PutObject|GetObject {"Bucket":"b"}: outage (serviceUnavailable), from +0 ms, for A',
      ],
      [{ effect: { ...OUTAGE, rate: 0.25 } }, 'S3: outage (serviceUnavailable, 25 % of calls), from +0 ms'],
      [
        { effect: { ...OUTAGE, effect: { kind: 'error', name: 'SlowDown', applied: false } } },
        'S3: outage (SlowDown), from +0 ms',
      ],
      [
        { effect: { ...OUTAGE, effect: { kind: 'never', applied: false } } },
        'S3: outage (never), from +0 ms',
      ],
      [{ effect: { kind: 'latency', latency: { kind: 'fixed', ms: 5 } } }, 'S3: latency of 5 ms, from +0 ms'],
      [{ effect: { kind: 'clockSkew', ms: -5 } }, 'S3: clock 5 ms behind, from +0 ms'],
      [{ effect: { kind: 'clockSkew', ms: 5 } }, 'S3: clock 5 ms ahead, from +0 ms'],
      [
        { effect: { kind: 'throughput', perSecond: 2, burst: 3 } },
        'S3: at most 2 a second, 3 at once, from +0 ms',
      ],
      [
        { effect: { kind: 'throughput', perSecond: 2, burst: 3, per: 'Key' } },
        'S3: at most 2 a second, 3 at once, per Key, from +0 ms',
      ],
      [
        { effect: { kind: 'advice', advice: { stale: { writes: 1 } }, rate: 0.5 } },
        'S3: {"stale":{"writes":1}}, 50 % of calls, from +0 ms',
      ],
    ];
    for (const [members, text] of rows)
      it(text, () => expect(describeCondition(condition(members))).to.equal(text));

    it('from where a report counts', () =>
      expect(describeCondition(condition({ from: 5_000 }), 2_000)).to.equal(
        'S3: outage (serviceUnavailable), from +3000 ms',
      ));
  });
});
