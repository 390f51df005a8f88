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
  const recent: Invocation[] = [];
  let records = 0;
  const weigh = ({ batchSize }: Invocation): number => Math.max(1, batchSize);
  return {
    add(invocation) {
      records += weigh(invocation);
      let forgotten = 0;
      for (const oldest of recent) {
        if (records <= KEPT_RECORDS) break;
        records -= weigh(oldest);
        oldest.event = undefined;
        forgotten += 1;
      }
      recent.splice(0, forgotten);
      recent.push(invocation);
    },
    reset() {
      recent.length = records = 0;
    },
  };
}
