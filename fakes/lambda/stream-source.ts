import { readBatchResponse } from './batch-response';
import { failureRecord, sendToQueue, type GivenUp } from './failure-record';
import { requireFunction } from './functions';
import type { Invocation } from './invocation';
import { invoke } from './invoke';
import type { Machine } from './machine';
import type { Batch, StreamMapping, Reader } from './state';
import { streamEventRecord } from './stream-event';
import { readNext, startingPosition } from './stream-reader';
import { stepOf, type DeadLetter, type Step } from './step';

/** Assumed: the pause before a failed batch is tried again; it doubles up to a minute. */
const RETRY_DELAY_MS = { first: 1_000, most: 60_000 };

/** When a stream's mapping next has something to do: epoch ms, or undefined while nothing is in sight. */
export function streamDueAt(machine: Machine, mapping: StreamMapping): number | undefined {
  const times = lanesOf(mapping).flatMap((lane) => laneDueAt(machine, mapping, lane) ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}

function laneDueAt(machine: Machine, mapping: StreamMapping, lane: number): number | undefined {
  const reader = readerOf(machine, mapping, lane);
  const [pending] = reader.pending;
  if (pending !== undefined) return pending.dueAt;
  const { records, position } = readNext(machine, mapping, lane, reader);
  const now = machine.world.clock.now();
  if (records.length === 0) return position === reader.position ? undefined : now;
  const { BatchSize, MaximumBatchingWindowInSeconds: window } = mapping.configuration;
  if (records.length >= BatchSize || reader.openedAt === undefined) return now;
  return reader.openedAt + window * 1000;
}

/**
 * Serves a stream's mapping once: one batch of every lane that is due, all lanes at once. A lane has one batch under way;
 * a batch that fails comes again, before anything that follows, until it succeeds, its retries are used up, or its
 * records are too old.
 */
export async function serveStream(machine: Machine, mapping: StreamMapping): Promise<Step> {
  const now = machine.world.clock.now();
  const due = lanesOf(mapping).filter((lane) => (laneDueAt(machine, mapping, lane) ?? Infinity) <= now);
  const served = await Promise.all(due.map((lane) => serveLane(machine, mapping, lane)));
  return stepOf(mapping.configuration.UUID, {
    invocations: served.flatMap(({ invocations }) => invocations),
    deadLetters: served.flatMap(({ deadLetters }) => deadLetters),
  });
}

interface Served {
  readonly invocations: readonly Invocation[];
  readonly deadLetters: readonly DeadLetter[];
}

const NOTHING: Served = { invocations: [], deadLetters: [] };

async function serveLane(machine: Machine, mapping: StreamMapping, lane: number): Promise<Served> {
  const now = machine.world.clock.now();
  const reader = readerOf(machine, mapping, lane);
  const put = (changes: Partial<Reader>): void =>
    machine.state.readers.put([mapping.configuration.UUID, lane], { ...reader, ...changes });
  let [batch] = reader.pending;
  const later = reader.pending.slice(1);
  if (batch === undefined) {
    const { BatchSize, MaximumBatchingWindowInSeconds: window } = mapping.configuration;
    const { records, position } = readNext(machine, mapping, lane, reader);
    if (records.length === 0) {
      put({ position });
      return NOTHING;
    }
    if (reader.openedAt === undefined && window > 0 && records.length < BatchSize) {
      put({ openedAt: now });
      return NOTHING;
    }
    batch = { records, failures: 0, dueAt: now };
    // The position moves now: what fails is kept as pending.
    put({ position, pending: [batch], openedAt: undefined });
  }
  return serveBatch(machine, mapping, batch, (pending) => {
    const current = readerOf(machine, mapping, lane);
    machine.state.readers.put([mapping.configuration.UUID, lane], {
      ...current,
      pending: [...pending, ...later],
    });
  });
}

/** Invokes one batch and says with `keep` what remains of it. */
async function serveBatch(
  machine: Machine,
  mapping: StreamMapping,
  batch: Batch,
  keep: (pending: readonly Batch[]) => void,
): Promise<Served> {
  const { EventSourceArn: streamArn, UUID } = mapping.configuration;
  const [tooOld, fresh] = splitByAge(machine, mapping, batch);
  if (tooOld.length > 0) {
    keep(fresh.length === 0 ? [] : [{ ...batch, records: fresh }]);
    const given: GivenUp = {
      streamArn,
      records: tooOld,
      condition: 'RecordAgeExceeded',
      invokeCount: batch.failures,
      last: undefined,
    };
    return { invocations: [], deadLetters: [await giveUp(machine, mapping, given)] };
  }
  const entry = requireFunction(machine.state, mapping.functionName);
  const records = batch.records.map((record) => streamEventRecord(record, streamArn));
  const invocation = await invoke(
    machine,
    entry,
    { Records: records },
    {
      mapping: UUID,
      eventSourceArn: streamArn,
      batchSize: records.length,
      retry: batch.failures > 0,
    },
  );
  const rest = whatRemains(machine, mapping, batch, invocation);
  if (rest.kind === 'keep') {
    keep(rest.pending);
    return { invocations: [invocation], deadLetters: [] };
  }
  keep([]);
  const given: GivenUp = {
    streamArn,
    records: rest.records,
    condition: 'RetryAttemptsExhausted',
    invokeCount: batch.failures + 1,
    last: invocation,
  };
  return { invocations: [invocation], deadLetters: [await giveUp(machine, mapping, given)] };
}

type Remainder =
  | { readonly kind: 'keep'; readonly pending: readonly Batch[] }
  | { readonly kind: 'giveUp'; readonly records: Batch['records'] };

const DONE: Remainder = { kind: 'keep', pending: [] };

function whatRemains(
  machine: Machine,
  mapping: StreamMapping,
  batch: Batch,
  { outcome }: Invocation,
): Remainder {
  const { FunctionResponseTypes, MaximumRetryAttempts, BisectBatchOnFunctionError } = mapping.configuration;
  const now = machine.world.clock.now();
  let { records, failures } = batch;
  // Documented: with-ddb, throttled invocations are tried again and use up no retries.
  if (outcome.kind === 'throttled')
    return { kind: 'keep', pending: [{ ...batch, dueAt: now + RETRY_DELAY_MS.first }] };
  if (outcome.kind === 'returned') {
    if (!FunctionResponseTypes.includes('ReportBatchItemFailures')) return DONE;
    const ids = records.map((record) => record.dynamodb.SequenceNumber);
    const verdict = readBatchResponse(outcome.payload, ids);
    if (verdict.kind === 'succeeded') return DONE;
    const checkpoint = verdict.kind === 'partial' ? ids.indexOf(verdict.failed[0] ?? '') : 0;
    // Captured: what follows a checkpoint has all its retries again.
    if (checkpoint > 0) {
      records = records.slice(checkpoint);
      return { kind: 'keep', pending: [{ records, failures: 0, dueAt: now + RETRY_DELAY_MS.first }] };
    }
  } else if (BisectBatchOnFunctionError && records.length > 1) {
    // Documented: splitting a batch uses up no retries.
    const middle = Math.ceil(records.length / 2);
    const halves = [records.slice(0, middle), records.slice(middle)];
    return {
      kind: 'keep',
      pending: halves.map((half) => ({ records: half, failures, dueAt: now + delay(failures) })),
    };
  }
  failures++;
  if (MaximumRetryAttempts !== -1 && failures > MaximumRetryAttempts) return { kind: 'giveUp', records };
  return { kind: 'keep', pending: [{ records, failures, dueAt: now + delay(failures - 1) }] };
}

function delay(failures: number): number {
  return Math.min(RETRY_DELAY_MS.most, RETRY_DELAY_MS.first * 2 ** Math.min(failures, 10));
}

/** Documented: the stream keeps records for 24 hours, whatever MaximumRecordAgeInSeconds says. */
const RETENTION_MS = 86_400_000;

function splitByAge(
  machine: Machine,
  mapping: StreamMapping,
  { records }: Batch,
): [Batch['records'], Batch['records']] {
  const { MaximumRecordAgeInSeconds: most } = mapping.configuration;
  const oldest = machine.world.clock.now() - (most === -1 ? RETENTION_MS : most * 1000);
  const index = records.findIndex(
    (record) => record.dynamodb.ApproximateCreationDateTime.getTime() >= oldest,
  );
  return index === -1 ? [records, []] : [records.slice(0, index), records.slice(index)];
}

async function giveUp(machine: Machine, mapping: StreamMapping, given: GivenUp): Promise<DeadLetter> {
  const target = mapping.configuration.DestinationConfig.OnFailure.Destination;
  const entry = requireFunction(machine.state, mapping.functionName);
  const sent =
    target !== undefined &&
    (await sendToQueue(machine, target, JSON.stringify(failureRecord(machine, entry, given))));
  const numbers = given.records.map((record) => record.dynamodb.SequenceNumber);
  return {
    source: given.streamArn,
    target: sent ? target : undefined,
    what: `${given.condition} ${numbers[0] ?? ''}..${numbers.at(-1) ?? ''}`,
  };
}

function lanesOf(mapping: StreamMapping): readonly number[] {
  return Array.from({ length: mapping.configuration.ParallelizationFactor }, (_, lane) => lane);
}

/** Makes a mapping's readers: they stand where it starts. */
export function openReaders(machine: Machine, mapping: StreamMapping): void {
  const position = startingPosition(machine, mapping);
  for (const lane of lanesOf(mapping)) {
    machine.state.readers.put([mapping.configuration.UUID, lane], {
      position,
      pending: [],
      openedAt: undefined,
    });
  }
}

function readerOf(machine: Machine, mapping: StreamMapping, lane: number): Reader {
  const reader = machine.state.readers.get([mapping.configuration.UUID, lane]);
  return reader ?? { position: undefined, pending: [], openedAt: undefined };
}
