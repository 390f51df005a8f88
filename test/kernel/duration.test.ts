import { expect } from 'chai';
import { toMs } from '../../fakes/kernel/duration';
import { FakeMisuse } from '../../fakes/kernel/errors';

describe('kernel/duration', () => {
  const rows: [Parameters<typeof toMs>[0], number][] = [
    [0, 0],
    [1.5, 1.5],
    ['250ms', 250],
    ['30s', 30_000],
    ['1.5s', 1_500],
    ['5m', 300_000],
    ['12h', 43_200_000],
    ['2d', 172_800_000],
    ['0s', 0],
  ];
  for (const [given, ms] of rows) it(`reads ${given} as ${ms} ms`, () => expect(toMs(given)).to.equal(ms));

  for (const wrong of [
    '',
    '5',
    '5 m',
    '-5s',
    '5min',
    's',
    '1e3s',
    '5M',
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ]) {
    it(`refuses ${JSON.stringify(wrong)} (${String(wrong)})`, () => {
      expect(() => toMs(wrong as never)).to.throw(
        FakeMisuse,
        /^not a duration: .*'250ms', '30s', '5m', '12h', '2d'\.$/,
      );
    });
  }
});
