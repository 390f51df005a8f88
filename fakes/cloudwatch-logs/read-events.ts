import { DAY_MS, MAX_PAGE_BYTES } from './limits';
import { eventBytes, type LogWriter } from './append';
import type { EventKey, LogEvent, LogGroup } from './state';

/** Where in the order of events something stands. */
export type Place = readonly [timestamp: number, sequence: number];

/** Which events of a stream or group are meant: from one time (included) to another (excluded). */
export interface Span {
  readonly from: number;
  readonly before: number;
  /** Only events behind this place, in the direction of reading. */
  readonly after?: Place | undefined;
  /** Newest first. */
  readonly reverse: boolean;
}

export type StoredEvent = readonly [key: EventKey, event: LogEvent];

/** From when on the events of a group are kept, epoch ms: what a retention policy took away does not come back. */
export function keptFrom({ now }: Pick<LogWriter, 'now'>, { retentionDays }: LogGroup): number {
  return retentionDays === undefined ? Number.NEGATIVE_INFINITY : now - retentionDays * DAY_MS;
}

/** The events of a stream in their order; costs what it yields. */
export function readStream(
  { state, region }: Pick<LogWriter, 'state' | 'region'>,
  group: string,
  stream: string,
  { from, before, after, reverse }: Span,
): Generator<StoredEvent> {
  const at = (time: number, sequence: number): EventKey => [region, group, stream, time, sequence];
  const bounds = { from: at(from, 0), before: at(before, 0), reverse };
  if (after === undefined) return state.events.entries(bounds);
  const [time, sequence] = after;
  if (reverse)
    return state.events.entries({
      ...bounds,
      before: at(Math.min(before, time), time < before ? sequence : 0),
    });
  return state.events.entries(time < from ? bounds : { ...bounds, from: at(time, sequence + 1) });
}

/** Events of several streams as one, in the order of time, then of arrival; costs what it yields, and one event a stream. */
export function* mergeStreams(
  streams: readonly Generator<StoredEvent>[],
  reverse: boolean,
): Generator<StoredEvent> {
  const sign = reverse ? -1 : 1;
  const compare = (a: StoredEvent, b: StoredEvent): number => sign * (a[0][3] - b[0][3] || a[0][4] - b[0][4]);
  /** The next event of each stream, the one to yield last at the end. */
  const heads: { readonly next: StoredEvent; readonly rest: Generator<StoredEvent> }[] = [];
  const enter = (rest: Generator<StoredEvent>): void => {
    const { value, done } = rest.next();
    if (done === true) return;
    let [low, high] = [0, heads.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const there = heads[middle];
      if (there !== undefined && compare(value, there.next) < 0) low = middle + 1;
      else high = middle;
    }
    heads.splice(low, 0, { next: value, rest });
  };
  for (const stream of streams) enter(stream);
  for (let head = heads.pop(); head !== undefined; head = heads.pop()) {
    yield head.next;
    enter(head.rest);
  }
}

/** As many events as a page holds: `limit` of them, or 1 MB, but one at least. */
export function takePage(
  events: Iterable<StoredEvent>,
  limit: number,
): { readonly page: readonly StoredEvent[]; readonly isLast: boolean } {
  const page: StoredEvent[] = [];
  let bytes = 0;
  for (const stored of events) {
    bytes += eventBytes(stored[1].message);
    if (page.length >= limit || (page.length > 0 && bytes > MAX_PAGE_BYTES)) return { page, isLast: false };
    page.push(stored);
  }
  return { page, isLast: true };
}
