import type { PointData } from './state';

/** What the five plain statistics are made of. */
export interface Aggregate {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** A value and how often it occurred. */
export type Sample = readonly [value: number, count: number];

export type PlainStatistic = 'SampleCount' | 'Average' | 'Sum' | 'Minimum' | 'Maximum';

/**
 * Adds up data of one metric, one unit and one period; undefined where there is none.
 * Assumed: what occurred 0 times is no data.
 */
export function aggregate(data: Iterable<PointData>): Aggregate | undefined {
  let sampleCount = 0;
  let sum = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  let any = false;
  for (const point of data) {
    if (point.kind === 'set') {
      if (point.sampleCount === 0) continue;
      any = true;
      sampleCount += point.sampleCount;
      sum += point.sum;
      minimum = Math.min(minimum, point.minimum);
      maximum = Math.max(maximum, point.maximum);
      continue;
    }
    for (const [value, count] of rawSamples(point)) {
      if (count === 0) continue;
      any = true;
      sampleCount += count;
      sum += value * count;
      minimum = Math.min(minimum, value);
      maximum = Math.max(maximum, value);
    }
  }
  return any ? { sampleCount, sum, minimum, maximum } : undefined;
}

const PLAIN: Readonly<Record<PlainStatistic, (whole: Aggregate) => number>> = {
  SampleCount: ({ sampleCount }) => sampleCount,
  Sum: ({ sum }) => sum,
  Average: ({ sampleCount, sum }) => sum / sampleCount,
  Minimum: ({ minimum }) => minimum,
  Maximum: ({ maximum }) => maximum,
};

/** Documented: Statistics-definitions. */
export function plainStatistic(statistic: PlainStatistic, whole: Aggregate): number {
  return PLAIN[statistic](whole);
}

/** Whether a text names one of the five plain statistics. */
export function isPlainStatistic(text: string): text is PlainStatistic {
  return Object.hasOwn(PLAIN, text);
}

/**
 * The single values behind data, lowest first; undefined where CloudWatch cannot know them.
 * Documented: Statistics-definitions, "Requirements to use percentiles": raw values, or a statistic set whose values must
 * all be the same; and no negative values.
 */
export function rawValues(data: Iterable<PointData>): readonly Sample[] | undefined {
  const samples: Sample[] = [];
  for (const point of data) {
    if (point.kind !== 'set') {
      for (const sample of rawSamples(point)) if (sample[1] > 0) samples.push(sample);
    } else {
      const { sampleCount, sum, minimum, maximum } = point;
      if (minimum !== maximum || sum !== minimum * sampleCount) return undefined;
      samples.push([minimum, sampleCount]);
    }
  }
  if (samples.some(([value]) => value < 0)) return undefined;
  return samples.toSorted(([a], [b]) => a - b);
}

function* rawSamples(point: Exclude<PointData, { kind: 'set' }>): Generator<Sample, void, undefined> {
  if (point.kind === 'value') yield [point.value, 1];
  else for (const [i, value] of point.values.entries()) yield [value, point.counts[i] ?? 1];
}
