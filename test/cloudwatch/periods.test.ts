import { expect } from 'chai';
import { countPeriods, isRetained, queryRange } from '../../fakes/cloudwatch/periods';

describe('CloudWatch periods', () => {
  const DAY = 86_400_000;
  const now = Date.UTC(2026, 5, 1);
  const at = (text: string, daysAgo: number) => Date.parse(`1970-01-01T${text}Z`) + now - daysAgo * DAY;
  const text = (time: number) => new Date(time).toISOString().slice(11, 19);

  const rounded: readonly [title: string, start: number, periodSeconds: number, expected: string][] = [
    ['the minute', at('12:32:34', 1), 60, '12:32:00'],
    ['the minute whatever the period', at('12:32:34', 1), 3_600, '12:32:00'],
    ['five minutes from 15 days on', at('12:32:34', 16), 300, '12:30:00'],
    ['the hour from 63 days on', at('12:32:34', 64), 3_600, '12:00:00'],
    ['the division of the minute for 5 s', at('12:32:34', 1), 5, '12:32:30'],
    ['the division of the minute for 10 s', at('12:32:39', 1), 10, '12:32:30'],
    ['the division of the minute for 20 s', at('12:32:39', 1), 20, '12:32:20'],
    ['the division of the minute for 30 s', at('12:32:29', 1), 30, '12:32:00'],
    ['the second for 1 s', at('12:32:34', 1) + 999, 1, '12:32:34'],
  ];
  for (const [title, start, periodSeconds, expected] of rounded) {
    it(`begin at ${title}`, () => {
      expect(text(queryRange(now, start, now, periodSeconds).startMs)).to.equal(expected);
    });
  }

  it('are counted with the last one begun', () => {
    expect(countPeriods({ startMs: 0, endMs: 120_000, periodMs: 60_000 })).to.equal(2);
    expect(countPeriods({ startMs: 0, endMs: 120_001, periodMs: 60_000 })).to.equal(3);
  });

  const HOUR = 3_600_000;
  const retention: readonly [ageMs: number, periodSeconds: number, kept: boolean][] = [
    [3 * HOUR, 1, true],
    [3 * HOUR + 1, 1, false],
    [3 * HOUR + 1, 60, true],
    [15 * DAY, 60, true],
    [15 * DAY + 1, 60, false],
    [15 * DAY + 1, 300, true],
    [63 * DAY, 300, true],
    [63 * DAY + 1, 300, false],
    [63 * DAY + 1, 3_600, true],
    [455 * DAY, 3_600, true],
    [455 * DAY + 1, 3_600, false],
    [4 * HOUR, 30, false],
  ];
  for (const [ageMs, periodSeconds, kept] of retention) {
    it(`of ${periodSeconds} s ${kept ? 'have' : 'no longer have'} data ${ageMs / HOUR} hours old`, () => {
      expect(isRetained(ageMs, periodSeconds * 1_000)).to.equal(kept);
    });
  }
});
