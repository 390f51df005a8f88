import type { Invocation } from './invocation';

/** Records whose events are kept. An invocation without records counts as one. */
const KEPT_RECORDS = 10_000;

/** Invocations with their events, as long as there is room for them. */
export interface RecentEvents {
  /** Notes an invocation; the events of the oldest ones are forgotten, never its own. */
  add(invocation: Invocation): void;
  reset(): void;
}

/** Hundreds of thousands of records, each of dozens of objects, would fill the memory and keep the collector busy. */
export function createRecentEvents(): RecentEvents {
  let recent: { event: unknown; readonly batchSize: number }[] = [];
  let records = 0;
  /** The first one that still has its event. */
  let first = 0;
  const weigh = ({ batchSize }: { readonly batchSize: number }): number => Math.max(1, batchSize);
  return {
    add(invocation) {
      recent.push(invocation);
      records += weigh(invocation);
      while (records > KEPT_RECORDS && first < recent.length - 1) {
        const oldest = recent[first++];
        if (oldest === undefined) break;
        records -= weigh(oldest);
        oldest.event = undefined;
      }
      if (first <= KEPT_RECORDS) return;
      recent = recent.slice(first);
      first = 0;
    },
    reset() {
      recent = [];
      records = first = 0;
    },
  };
}
