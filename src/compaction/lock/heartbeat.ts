import type { Invocation } from '../../shared/invocation';
import type { Collection } from '../../shared/receipt-keys';
import type { OwnedLease } from './lease';

/** Which lease is kept alive, and how often. */
export interface HeartbeatOptions {
  readonly collection: Collection;
  readonly lease: OwnedLease;
  readonly intervalMs: number;
  /** Consecutive errors after which the lease counts as lost. */
  readonly maxFailures: number;
}

/** Keeps a lease alive until it is stopped or the lease is lost. */
export interface Heartbeat {
  /** No beat is under way any more when this has resolved (R09). */
  stop(): Promise<void>;
}

/** Starts beating: first after one interval, then one interval after each beat. */
export function startHeartbeat(
  { runtime, metrics, logger }: Pick<Invocation<unknown>, 'runtime' | 'metrics' | 'logger'>,
  { collection, lease, intervalMs, maxFailures }: HeartbeatOptions,
): Heartbeat {
  const abort = new AbortController();
  let failures = 0;
  let underway = Promise.resolve();

  const lose = (reason: string): void => {
    lease.giveUp();
    metrics.count('CompactionLockExpired', { collection, reason });
    logger.error('the lock is lost', { collection, reason });
  };
  const beat = async (): Promise<void> => {
    const result = await lease.beat(abort.signal);
    if (abort.signal.aborted) return;
    if (result === 'lost') return lose('taken');
    failures = result === 'error' ? failures + 1 : 0;
    if (failures > 0) metrics.count('CompactionHeartbeatFailed', { collection });
    if (failures >= maxFailures || !lease.isHeld()) return lose('heartbeat');
    cancel = schedule();
  };
  const schedule = (): (() => void) =>
    runtime.after(intervalMs, () => {
      underway = beat();
    });
  let cancel = schedule();
  return {
    async stop() {
      abort.abort();
      cancel();
      await underway;
    },
  };
}
