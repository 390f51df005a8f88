import type { Duration } from './duration';
import { toMs } from './duration';
import { FakeMisuse } from './errors';

/** How long answers take, as data, in ms. */
export type Latency =
  | { readonly kind: 'fixed'; readonly ms: number }
  | { readonly kind: 'uniform'; readonly leastMs: number; readonly mostMs: number }
  /** Log-normal: half of the answers come within the median, all but one in a hundred within the p99. */
  | { readonly kind: 'skewed'; readonly medianMs: number; readonly p99Ms: number };

/** How a test writes a latency. */
export type LatencyLike =
  | Duration
  | { readonly least: Duration; readonly most: Duration }
  | { readonly median: Duration; readonly p99: Duration };

/** @throws FakeMisuse for bounds in the wrong order, and what `toMs` throws. */
export function toLatency(given: LatencyLike): Latency {
  if (typeof given !== 'object') return { kind: 'fixed', ms: toMs(given) };
  if ('least' in given) {
    const [leastMs, mostMs] = [toMs(given.least), toMs(given.most)];
    if (leastMs > mostMs)
      throw new FakeMisuse(`latency: the least (${leastMs} ms) is above the most (${mostMs} ms).`);
    return { kind: 'uniform', leastMs, mostMs };
  }
  const [medianMs, p99Ms] = [toMs(given.median), toMs(given.p99)];
  if (medianMs <= 0 || p99Ms < medianMs)
    throw new FakeMisuse(
      `latency: the median (${medianMs} ms) must be above 0 and the p99 (${p99Ms} ms) no less.`,
    );
  return { kind: 'skewed', medianMs, p99Ms };
}

/** The 99th percentile of the standard normal distribution. */
const P99 = 2.326_347_874;

/** Draws whole milliseconds. */
export function drawLatency(latency: Latency, random: () => number): number {
  switch (latency.kind) {
    case 'fixed':
      return latency.ms;
    case 'uniform':
      return Math.round(latency.leastMs + random() * (latency.mostMs - latency.leastMs));
    case 'skewed': {
      const sigma = Math.log(latency.p99Ms / latency.medianMs) / P99;
      return Math.round(latency.medianMs * Math.exp(sigma * normal(random)));
    }
  }
}

/** A draw from the standard normal distribution, by the method of Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export function describeLatency(latency: Latency): string {
  switch (latency.kind) {
    case 'fixed':
      return `${latency.ms} ms`;
    case 'uniform':
      return `${latency.leastMs} to ${latency.mostMs} ms`;
    case 'skewed':
      return `median ${latency.medianMs} ms, p99 ${latency.p99Ms} ms`;
  }
}
