import { FakeMisuse } from './errors';

/** A span of time: milliseconds, or a number with a unit: '250ms', '30s', '5m', '12h', '2d'. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @throws FakeMisuse for anything that is not a span of at least 0 ms. */
export function toMs(duration: Duration): number {
  const match = typeof duration === 'string' ? /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration) : null;
  const ms = match ? Number(match[1]) * (UNIT_MS[match[2] as string] as number) : duration;
  if (typeof ms !== 'number' || !Number.isFinite(ms) || ms < 0) {
    throw new FakeMisuse(
      `not a duration: ${JSON.stringify(duration)}. Give milliseconds, or a text like '250ms', '30s', '5m', '12h', '2d'.`,
    );
  }
  return ms;
}
