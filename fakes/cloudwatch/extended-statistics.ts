import { Decimal } from 'decimal.js';
import { given } from '../kernel/given';
import type { Sample } from './statistics';

/** A statistic on the single values: a percentile, a percentile rank, or one of the trimmed statistics. */
export interface ExtendedStatistic {
  readonly kind: 'percentile' | 'mean' | 'winsorized' | 'count' | 'sum' | 'rank';
  /** Bounds as percentages of the values, or as values; a bound that is not given does not cut. */
  readonly bounds: 'percent' | 'value';
  readonly low: string | undefined;
  readonly high: string | undefined;
}

const KINDS: Readonly<Record<string, ExtendedStatistic['kind']>> = {
  P: 'percentile',
  TM: 'mean',
  WM: 'winsorized',
  TC: 'count',
  TS: 'sum',
  PR: 'rank',
};

/** Documented: Statistics-definitions, up to 10 decimal places. */
const NUMBER = String.raw`\d+(?:\.\d{1,10})?`;
const SHORT = new RegExp(String.raw`^(p|tm|wm|tc|ts)(${NUMBER})$`);
const PERCENT_RANGE = new RegExp(String.raw`^(TM|WM|TC|TS)\((?:(${NUMBER})%)?:(?:(${NUMBER})%)?\)$`);
const VALUE_RANGE = new RegExp(String.raw`^(TM|WM|TC|TS|PR)\((${NUMBER})?:(${NUMBER})?\)$`);

/** Reads `p99.9`, `tm90`, `TM(10%:90%)`, `TC(80:500)`, `PR(:300)`, `IQM`; undefined when it is none of them. */
export function parseExtendedStatistic(text: string): ExtendedStatistic | undefined {
  if (text === 'IQM' || text === 'iqm') return { kind: 'mean', bounds: 'percent', low: '25', high: '75' };
  const short = SHORT.exec(text);
  if (short !== null) {
    const [, name, high] = short;
    return percentages({
      kind: given(KINDS[given(name).toUpperCase()]),
      bounds: 'percent',
      low: undefined,
      high,
    });
  }
  const percent = PERCENT_RANGE.exec(text);
  const range = percent ?? VALUE_RANGE.exec(text);
  if (range === null) return undefined;
  const [, name, low, high] = range;
  if (low === undefined && high === undefined) return undefined;
  if (low !== undefined && high !== undefined && Number(low) >= Number(high)) return undefined;
  const kind = given(KINDS[given(name)]);
  return percent === null
    ? { kind, bounds: 'value', low, high }
    : percentages({ kind, bounds: 'percent', low, high });
}

function percentages(statistic: ExtendedStatistic): ExtendedStatistic | undefined {
  const within = [statistic.low, statistic.high].every(
    (bound) => bound === undefined || Number(bound) <= 100,
  );
  return within ? statistic : undefined;
}

/**
 * The statistic of values that are sorted, lowest first; undefined where there is nothing to take it of.
 *
 * Documented: Statistics-definitions ("p99 is the maximum value of the remaining 99%"; value bounds exclude the low one
 * and include the high one). Assumed: percentiles are values that occurred (nearest rank); CloudWatch's own digest may
 * interpolate between values in large data.
 */
export function extendedStatistic(
  statistic: ExtendedStatistic,
  values: readonly Sample[],
): number | undefined {
  const total = values.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return undefined;
  if (statistic.kind === 'percentile') return atRank(values, rankOf(given(statistic.high), total, 'ceil'));
  const kept =
    statistic.bounds === 'percent' ? keepRanks(statistic, values, total) : keepValues(statistic, values);
  const count = kept.reduce((sum, [, weight]) => sum + weight, 0);
  const sum = kept.reduce((all, [value, weight]) => all + value * weight, 0);
  if (statistic.kind === 'count') return count;
  if (statistic.kind === 'sum') return sum;
  if (statistic.kind === 'rank') return (100 * count) / total;
  if (statistic.kind === 'winsorized') return winsorizedMean(statistic, values, kept, total);
  return count === 0 ? undefined : sum / count;
}

/** The lowest value at or below which that many values lie. */
function atRank(values: readonly Sample[], rank: number): number {
  let below = 0;
  for (const [value, count] of values) {
    below += count;
    if (below >= rank) return value;
  }
  // Counts may be fractions: the last value then stands for the rest of a whole one.
  return given(values.at(-1))[0];
}

/** How many values a percentage of the total is, rounded as asked for; exact, so that 99.9 % of 1000 is 999. */
function rankOf(percent: string, total: number, round: 'ceil' | 'floor'): number {
  return new Decimal(percent).times(total).div(100)[round]().toNumber();
}

/** What lies between two percentiles: from either end, only whole values are cut off. */
function keepRanks(
  { low, high }: ExtendedStatistic,
  values: readonly Sample[],
  total: number,
): readonly Sample[] {
  const [first, last] = [rankOf(low ?? '0', total, 'floor'), rankOf(high ?? '100', total, 'ceil')];
  let below = 0;
  return values.flatMap(([value, count]): Sample[] => {
    const weight = Math.min(below + count, last) - Math.max(below, first);
    below += count;
    return weight > 0 ? [[value, weight]] : [];
  });
}

function keepValues({ low, high }: ExtendedStatistic, values: readonly Sample[]): readonly Sample[] {
  return values.filter(
    ([value]) => (low === undefined || value > Number(low)) && (high === undefined || value <= Number(high)),
  );
}

/** The mean when what lies outside the bounds counts as the bound. */
function winsorizedMean(
  { bounds, low, high }: ExtendedStatistic,
  values: readonly Sample[],
  kept: readonly Sample[],
  total: number,
): number | undefined {
  const [lowest, highest] =
    bounds === 'value'
      ? [Number(low ?? Number.NEGATIVE_INFINITY), Number(high ?? Number.POSITIVE_INFINITY)]
      : [kept[0]?.[0], kept.at(-1)?.[0]];
  if (lowest === undefined || highest === undefined) return undefined;
  const sum = values.reduce(
    (all, [value, count]) => all + Math.min(Math.max(value, lowest), highest) * count,
    0,
  );
  return sum / total;
}
