import type { Machine } from '../machine';
import type { Batch, Reader, StreamMapping } from '../state';
import { stepOf, type Step } from '../step';
import { tryBatch, type Tried } from './stream-batch';
import { openLanes, putReader, readerOf, type Lane } from './stream-lanes';
import { readNext, type Found } from './stream-reader';
import { windowEnds, windowOf } from './tumbling-window';

/** When a stream's mapping next has something to do: epoch ms, or undefined while nothing is in sight. */
export function streamDueAt(machine: Machine, mapping: StreamMapping): number | undefined {
  const times = openLanes(machine, mapping).flatMap((lane) => laneDueAt(machine, mapping, lane) ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}

function laneDueAt(machine: Machine, mapping: StreamMapping, lane: Lane): number | undefined {
  const reader = readerOf(machine, mapping, lane);
  const [pending] = reader.pending;
  if (pending !== undefined) return pending.dueAt;
  const now = machine.world.clock.now();
  const found = readNext(machine, mapping, lane, reader);
  if (found.records.length > 0) {
    if (found.complete || reader.openedAt === undefined) return now;
    return reader.openedAt + mapping.configuration.MaximumBatchingWindowInSeconds * 1000;
  }
  if (reader.window !== undefined)
    return isWindowOver(lane, found) ? now : windowEnds(mapping, reader.window);
  return found.position === reader.position ? found.arrivesAt : now;
}

/** Documented: services-ddb-windows, "When a shard ends, Lambda considers the current window to be closed". */
function isWindowOver({ shard }: Lane, { windowOver, position }: Found): boolean {
  return windowOver || (shard.end !== undefined && position >= shard.end);
}

/**
 * Serves a stream's mapping once: one batch of every lane that is due, all lanes at once. A lane has one batch under way;
 * a batch that fails comes again, before anything that follows, until it succeeds, its retries are used up, or its
 * records are too old.
 */
export async function serveStream(machine: Machine, mapping: StreamMapping): Promise<Step> {
  const now = machine.world.clock.now();
  const due = openLanes(machine, mapping).filter(
    (lane) => (laneDueAt(machine, mapping, lane) ?? Infinity) <= now,
  );
  const served = await Promise.all(due.map((lane) => serveLane(machine, mapping, lane)));
  return stepOf(mapping.configuration.UUID, {
    invocations: served.flatMap((tried) => tried?.invocations ?? []),
    deadLetters: served.flatMap((tried) => tried?.deadLetters ?? []),
  });
}

async function serveLane(machine: Machine, mapping: StreamMapping, lane: Lane): Promise<Tried | undefined> {
  const reader = readerOf(machine, mapping, lane);
  const batch = reader.pending[0] ?? nextBatch(machine, mapping, lane, reader);
  if (batch === undefined) return undefined;
  const later = reader.pending.slice(1);
  const window = readerOf(machine, mapping, lane).window ?? windowOf(mapping, batch);
  const tried = await tryBatch({ machine, mapping, lane, window }, batch);
  putReader(machine, mapping, lane, { pending: [...tried.pending, ...later], window: tried.window });
  return tried;
}

/** Reads the next batch of a lane, if one is complete. The position moves now: what fails is kept as pending. */
function nextBatch(machine: Machine, mapping: StreamMapping, lane: Lane, reader: Reader): Batch | undefined {
  const now = machine.world.clock.now();
  const { MaximumBatchingWindowInSeconds: seconds } = mapping.configuration;
  const found = readNext(machine, mapping, lane, reader);
  const { records, position } = found;
  if (records.length === 0) {
    const { window } = reader;
    const over = window !== undefined && (isWindowOver(lane, found) || now >= windowEnds(mapping, window));
    const final: Batch | undefined = over
      ? { records, failures: 0, dueAt: now, final: { early: false } }
      : undefined;
    putReader(machine, mapping, lane, { position, pending: final === undefined ? [] : [final] });
    return final;
  }
  if (reader.openedAt === undefined && seconds > 0 && !found.complete) {
    putReader(machine, mapping, lane, { openedAt: now });
    return undefined;
  }
  const batch: Batch = { records, failures: 0, dueAt: now };
  putReader(machine, mapping, lane, {
    position,
    pending: [batch],
    openedAt: undefined,
    window: reader.window ?? windowOf(mapping, batch),
  });
  return batch;
}
