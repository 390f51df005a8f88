import { readBatchResponse } from '../batch-response';
import { deliver } from '../destinations';
import { failureRecord, type GivenUp } from './failure-record';
import { requireFunction } from '../functions';
import type { Invocation } from '../invocation';
import { isForgotten } from '../invocation-faults';
import { invoke } from '../invoke';
import type { Machine } from '../machine';
import type { Batch, OpenWindow, StreamMapping } from '../state';
import type { DeadLetter } from '../step';
import { streamEventRecord } from './stream-event';
import type { Lane } from './stream-lanes';
import { isTooLarge, stateIn, windowEvent, windowInfo } from './tumbling-window';

/** Assumed: the pause before a failed batch is tried again; it doubles up to a minute. */
const RETRY_DELAY_MS = { first: 1_000, most: 60_000 };

/** What one try of a batch came to. */
export interface Tried {
  readonly invocations: readonly Invocation[];
  readonly deadLetters: readonly DeadLetter[];
  /** What of the batch comes again, and the tumbling window from here on. */
  readonly pending: readonly Batch[];
  readonly window: OpenWindow | undefined;
}

/** Where a batch belongs. */
interface Place {
  readonly machine: Machine;
  readonly mapping: StreamMapping;
  readonly lane: Lane;
  readonly window: OpenWindow | undefined;
}

/** Invokes one batch of a lane, or gives up what of it is too old. */
export async function tryBatch(place: Place, batch: Batch): Promise<Tried> {
  const { machine, mapping, window } = place;
  const [tooOld, fresh] = splitByAge(machine, mapping, batch);
  if (tooOld.length > 0) {
    const given = { ...batch, records: tooOld };
    const letter = await giveUp(place, given, 'RecordAgeExceeded', batch.failures, undefined);
    const pending = fresh.length === 0 ? [] : [{ ...batch, records: fresh }];
    return { invocations: [], deadLetters: [letter], pending, window };
  }
  const { EventSourceArn: streamArn, UUID } = mapping.configuration;
  const entry = requireFunction(machine.state, mapping.functionName);
  const invocation = await invoke(machine, entry, eventOf(place, batch), {
    mapping: UUID,
    eventSourceArn: streamArn,
    batchSize: batch.records.length,
    retry: batch.failures > 0 || batch.redelivered === true,
  });
  const rest = whatRemains(place, batch, invocation);
  const invocations = [invocation];
  if (isDone(rest, batch) && isForgotten(machine, entry.name)) {
    const again = { ...batch, redelivered: true, dueAt: machine.world.clock.now() };
    return { invocations, deadLetters: [], pending: [again], window };
  }
  if (rest.kind === 'keep')
    return { invocations, deadLetters: [], pending: rest.pending, window: rest.window };
  const given = { ...batch, records: rest.records };
  const letter = await giveUp(place, given, 'RetryAttemptsExhausted', batch.failures + 1, invocation);
  return {
    invocations,
    deadLetters: [letter],
    pending: [],
    window: batch.final === undefined ? window : undefined,
  };
}

/** Whether nothing of a batch comes again. */
function isDone(rest: Remainder, { final }: Batch): boolean {
  if (rest.kind !== 'keep') return false;
  return rest.pending.every((pending) => final === undefined && pending.final !== undefined);
}

function eventOf({ mapping, lane, window }: Place, batch: Batch): object {
  const { EventSourceArn: streamArn } = mapping.configuration;
  const Records = batch.records.map((record) => streamEventRecord(record, streamArn));
  return window === undefined ? { Records } : windowEvent(mapping, lane.shard.id, window, batch, Records);
}

type Remainder =
  | {
      readonly kind: 'keep';
      readonly pending: readonly Batch[];
      readonly window: OpenWindow | undefined;
    }
  | { readonly kind: 'giveUp'; readonly records: Batch['records'] };

function whatRemains(place: Place, batch: Batch, { outcome }: Invocation): Remainder {
  const { machine, mapping, window } = place;
  const { FunctionResponseTypes, MaximumRetryAttempts, BisectBatchOnFunctionError } = mapping.configuration;
  const now = machine.world.clock.now();
  const again = (...pending: Batch[]): Remainder => ({ kind: 'keep', pending, window });
  const { records, failures } = batch;
  // Documented: with-ddb, throttled invocations are tried again and use up no retries.
  if (outcome.kind === 'throttled') return again({ ...batch, dueAt: now + RETRY_DELAY_MS.first });
  const state = window === undefined || outcome.kind !== 'returned' ? undefined : stateIn(outcome.payload);
  const failed = outcome.kind !== 'returned' || (window !== undefined && state === undefined);
  if (!failed) {
    const done = afterSuccess(window, batch, state, now);
    if (!FunctionResponseTypes.includes('ReportBatchItemFailures')) return done;
    const ids = records.map((record) => record.dynamodb.SequenceNumber);
    const verdict = readBatchResponse(outcome.payload, ids);
    if (verdict.kind === 'succeeded') return done;
    const checkpoint = verdict.kind === 'partial' ? ids.indexOf(verdict.failed[0] ?? '') : 0;
    // Captured: what follows a checkpoint has all its retries again. Assumed: the state that came with it is kept.
    if (checkpoint > 0) {
      const rest = { records: records.slice(checkpoint), failures: 0, dueAt: now + RETRY_DELAY_MS.first };
      return { ...done, pending: [rest] };
    }
  } else if (BisectBatchOnFunctionError && records.length > 1) {
    // Documented: splitting a batch uses up no retries.
    const middle = Math.ceil(records.length / 2);
    const dueAt = now + delay(failures);
    const half = (part: Batch['records']): Batch => ({ records: part, failures, dueAt });
    return again(half(records.slice(0, middle)), half(records.slice(middle)));
  }
  if (MaximumRetryAttempts !== -1 && failures >= MaximumRetryAttempts) return { kind: 'giveUp', records };
  return again({ ...batch, failures: failures + 1, dueAt: now + delay(failures) });
}

/** A window's last invocation ends it; a state that grew too large calls for that invocation at once. */
function afterSuccess(
  window: OpenWindow | undefined,
  { final }: Batch,
  state: string | undefined,
  now: number,
): Remainder & { kind: 'keep' } {
  if (window === undefined || final !== undefined || state === undefined) {
    return { kind: 'keep', pending: [], window: undefined };
  }
  const pending = isTooLarge(state) ? [{ records: [], failures: 0, dueAt: now, final: { early: true } }] : [];
  return { kind: 'keep', pending, window: { ...window, state } };
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
): readonly [tooOld: Batch['records'], fresh: Batch['records']] {
  const { MaximumRecordAgeInSeconds: most } = mapping.configuration;
  const oldest = machine.world.clock.now() - (most === -1 ? RETENTION_MS : most * 1000);
  const index = records.findIndex(
    (record) => record.dynamodb.ApproximateCreationDateTime.getTime() >= oldest,
  );
  return index === -1 ? [records, []] : [records.slice(0, index), records.slice(index)];
}

async function giveUp(
  place: Place,
  batch: Batch,
  condition: GivenUp['condition'],
  invokeCount: number,
  last: Invocation | undefined,
): Promise<DeadLetter> {
  const { machine, mapping, lane, window } = place;
  const { UUID, EventSourceArn: streamArn, DestinationConfig } = mapping.configuration;
  const target = DestinationConfig.OnFailure.Destination;
  const { records } = batch;
  const numbers = records.map((record) => record.dynamodb.SequenceNumber);
  const info = window && windowInfo(mapping, window, batch);
  const what =
    numbers.length === 0
      ? `${condition} window ${info?.window.start ?? ''}`
      : `${condition} ${numbers[0] ?? ''}..${numbers.at(-1) ?? ''}`;
  if (target === undefined) return { source: streamArn, target, what };
  const entry = requireFunction(machine.state, mapping.functionName);
  const { id: shardId } = lane.shard;
  const given = { streamArn, shardId, records, condition, invokeCount, last, window: info };
  const told = failureRecord(machine, entry, { ...given, event: eventOf(place, batch) });
  const sent = await deliver(machine, target, { ...told, keyPrefix: `aws/lambda/${UUID}/${shardId}` });
  return { source: streamArn, target: sent ? target : undefined, what };
}
