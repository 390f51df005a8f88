import { explore } from './explore';
import type { ExploreOptions, ExploreReport } from './explore-options';

export interface SweepOptions extends Omit<ExploreOptions, 'tasks' | 'strategy'> {
  /** The code under test: one handler, or several concurrent ones by name. */
  readonly act: ExploreOptions['tasks'][string] | ExploreOptions['tasks'];
  /** Whether the same event comes again after a crash or an error, as from a queue or a stream. Default true. */
  readonly redeliver?: boolean;
}

/** How often an event is delivered in all: enough for one fault, its redelivery, and a fault of the redelivery. */
const DELIVERIES = 3;

/**
 * Runs a handler once undisturbed, then once for every call it makes and every fault that AWS can show there, a crash
 * before and after the call included. Calls that appear only under a fault (retries, fallbacks, the redelivery) are
 * swept as well when `bounds: { faults: 2 }` allows a second one.
 *
 * @throws SimulationFailure when the assertion breaks under some fault.
 */
export async function sweepFaults(options: SweepOptions): Promise<ExploreReport> {
  return explore(sweepOf(options));
}

/** A sweep as the exploration that it is. */
export function sweepOf(options: SweepOptions): ExploreOptions {
  const { act, redeliver = true, bounds, ...rest } = options;
  return {
    keepGoing: true,
    ...rest,
    tasks: typeof act === 'function' ? { handler: act } : act,
    bounds: { preemptions: 0, faults: 1, timeJumps: 0, ...bounds },
    deliveries: options.deliveries ?? (redeliver ? DELIVERIES : 1),
  };
}
