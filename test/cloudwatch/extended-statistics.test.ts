import { expect } from 'chai';
import fc from 'fast-check';
import { extendedStatistic, parseExtendedStatistic } from '../../fakes/cloudwatch/extended-statistics';
import type { Sample } from '../../fakes/cloudwatch/statistics';

describe('CloudWatch extended statistics', () => {
  const of = (text: string, values: readonly number[]): number | undefined => {
    const statistic = parseExtendedStatistic(text);
    if (statistic === undefined) throw new Error(`${text} was not read`);
    const samples = values.toSorted((a, b) => a - b).map((value): Sample => [value, 1]);
    return extendedStatistic(statistic, samples);
  };
  const oneTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

  const hundred: readonly [string, number | undefined][] = [
    ['p0', 1],
    ['p50', 50],
    ['p99', 99],
    ['p99.9', 100],
    ['p100', 100],
    ['p0.0', 1],
    ['tm90', 45.5],
    ['TM(10%:90%)', 50.5],
    ['TM(:95%)', 48],
    ['TM(90%:)', 95.5],
    ['TM(10:20)', 15.5],
    ['TM(:3)', 2],
    ['TM(98:)', 99.5],
    ['TM(200:300)', undefined],
    ['IQM', 50.5],
    ['iqm', 50.5],
    ['TC(80:500)', 20],
    ['tc90', 90],
    ['TC(200:300)', 0],
    ['TS(80%:)', 1810],
    ['ts90', 4095],
    ['TS(:2)', 3],
    ['PR(:30)', 30],
    ['PR(10:20)', 10],
    ['PR(90:)', 10],
    ['wm98', 50.47],
    ['WM(10%:90%)', 50.5],
    ['WM(10:90)', 50.4],
    ['WM(:10)', 9.55],
    ['WM(90:)', 90.55],
  ];
  for (const [text, expected] of hundred) {
    it(`give ${String(expected)} as the ${text} of 1 to 100`, () => {
      const actual = of(text, oneTo(100));
      if (expected === undefined || actual === undefined) expect(actual).to.equal(expected);
      else expect(actual).to.be.closeTo(expected, 1e-9);
    });
  }

  const unread = [
    '90',
    'p',
    'p101',
    'p-1',
    'P90',
    'TM90',
    'tm(10%:90%)',
    'TM(:)',
    'TM(90%:10%)',
    'TM(10%:20)',
    'pr(:3)',
  ];
  for (const text of [...unread, 'PR(10%:20%)', 'PR(5:5)', 'TM(:101%)', 'p1.12345678901', 'Average', '']) {
    it(`do not read ${JSON.stringify(text)}`, () => expect(parseExtendedStatistic(text)).to.equal(undefined));
  }

  it('cut percentages exactly, without the errors of binary fractions', () => {
    expect(of('p99.9', oneTo(1_000))).to.equal(999);
    expect(of('tc99.9', oneTo(1_000))).to.equal(999);
    expect(of('p7', oneTo(100))).to.equal(7);
  });

  it('take fractions of counts', () => {
    const statistic = parseExtendedStatistic('p100');
    expect(
      statistic &&
        extendedStatistic(statistic, [
          [4, 0.25],
          [7, 0.5],
        ]),
    ).to.equal(7);
  });

  it('are nothing where everything is cut off', () => {
    expect(['TM(100%:)', 'WM(100%:)'].map((text) => of(text, [1, 2]))).to.deep.equal([undefined, undefined]);
    expect(of('WM(:10)', [50, 60])).to.equal(10);
  });

  it('are nothing without values', () => expect(of('p50', [])).to.equal(undefined));

  const values = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 60 });
  const percent = fc.integer({ min: 0, max: 100 });

  it('agree with a naive percentile: the lowest value that enough values do not exceed', () => {
    fc.assert(
      fc.property(values, percent, (list, p) => {
        const naive = list
          .toSorted((a, b) => a - b)
          .find((value) => list.filter((other) => other <= value).length * 100 >= p * list.length);
        expect(of(`p${p}`, list)).to.equal(naive);
      }),
    );
  });

  it('agree with naive trimmed statistics that cut whole values from a sorted list', () => {
    fc.assert(
      fc.property(values, percent, percent, (list, a, b) => {
        fc.pre(a < b);
        const sorted = list.toSorted((x, y) => x - y);
        const kept = sorted.slice(Math.floor((a * list.length) / 100), Math.ceil((b * list.length) / 100));
        const sum = kept.reduce((x, y) => x + y, 0);
        expect(of(`TC(${a}%:${b}%)`, list)).to.equal(kept.length);
        expect(of(`TS(${a}%:${b}%)`, list)).to.equal(sum);
        expect(of(`TM(${a}%:${b}%)`, list)).to.be.closeTo(sum / kept.length, 1e-6);
      }),
    );
  });

  it('agree with naive statistics between two values, the low one excluded', () => {
    fc.assert(
      fc.property(values, fc.nat(1_000), fc.nat(1_000), (list, a, b) => {
        fc.pre(a < b);
        const kept = list.filter((value) => value > a && value <= b);
        expect(of(`TC(${a}:${b})`, list)).to.equal(kept.length);
        expect(of(`PR(${a}:${b})`, list)).to.be.closeTo((100 * kept.length) / list.length, 1e-9);
        const clamped = list.map((value) => Math.min(Math.max(value, a), b));
        const mean = clamped.reduce((x, y) => x + y, 0) / list.length;
        expect(of(`WM(${a}:${b})`, list)).to.be.closeTo(mean, 1e-6);
      }),
    );
  });

  it('take a value with a count for that many values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 9 })), { minLength: 1 }),
        percent,
        (pairs, p) => {
          const statistic = parseExtendedStatistic(`p${p}`);
          const sorted = pairs.toSorted(([x], [y]) => x - y);
          const spread = pairs.flatMap(([value, count]) => Array<number>(count).fill(value));
          expect(statistic && extendedStatistic(statistic, sorted)).to.equal(of(`p${p}`, spread));
        },
      ),
    );
  });
});
