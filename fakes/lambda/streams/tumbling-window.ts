import type { StreamEventRecord } from './stream-event';
import { LIMITS } from '../limits';
import type { Batch, OpenWindow, StreamMapping } from '../state';

/** What a function gets with TumblingWindowInSeconds, beside the records. */
export interface WindowEvent {
  readonly Records: readonly StreamEventRecord[];
  readonly shardId: string;
  readonly eventSourceARN: string;
  readonly window: { readonly start: string; readonly end: string };
  readonly state: unknown;
  readonly isFinalInvokeForWindow: boolean;
  readonly isWindowTerminatedEarly: boolean;
}

/** What a failure's record says about the window. */
export type WindowInfo = Pick<WindowEvent, 'window' | 'isFinalInvokeForWindow' | 'isWindowTerminatedEarly'>;

/** The length of a mapping's windows; 0 when it has none. */
export function windowMsOf({ configuration }: StreamMapping): number {
  return configuration.TumblingWindowInSeconds * 1000;
}

/**
 * When the window of a record begins. Documented: services-ddb-windows, the time at which the record was inserted decides,
 * which streams know to the second. Captured: windows of 10 s begin at full tens of seconds (stackd, on AWS 2026-09-17).
 */
export function windowStart(mapping: StreamMapping, insertedAt: number): number {
  const length = windowMsOf(mapping);
  const second = Math.floor(insertedAt / 1000) * 1000;
  return Math.floor(second / length) * length;
}

/**
 * Until when a window may get further records. Documented: "Lambda waits for up to 2 minutes before assuming that the window
 * is over". Assumed: the two minutes begin with the window's end.
 */
export function windowEnds(mapping: StreamMapping, { start }: OpenWindow): number {
  return start + windowMsOf(mapping) + LIMITS.windowGraceMs;
}

/** The window that a batch opens, with a fresh state; undefined for a mapping without windows. */
export function windowOf(mapping: StreamMapping, { records: [first] }: Batch): OpenWindow | undefined {
  if (first === undefined || windowMsOf(mapping) === 0) return undefined;
  return { start: windowStart(mapping, first.dynamodb.ApproximateCreationDateTime.getTime()), state: '{}' };
}

export function windowInfo(mapping: StreamMapping, { start }: OpenWindow, { final }: Batch): WindowInfo {
  const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  return {
    window: { start: time(start), end: time(start + windowMsOf(mapping)) },
    isFinalInvokeForWindow: final !== undefined,
    isWindowTerminatedEarly: final?.early ?? false,
  };
}

/** Captured: the members and their order (stackd, on AWS 2026-09-17). */
export function windowEvent(
  mapping: StreamMapping,
  shardId: string,
  window: OpenWindow,
  batch: Batch,
  Records: readonly StreamEventRecord[],
): WindowEvent {
  const info = windowInfo(mapping, window, batch);
  return {
    Records,
    shardId,
    eventSourceARN: mapping.configuration.EventSourceArn,
    window: info.window,
    state: JSON.parse(window.state) as unknown,
    isFinalInvokeForWindow: info.isFinalInvokeForWindow,
    isWindowTerminatedEarly: info.isWindowTerminatedEarly,
  };
}

/**
 * The state in a handler's answer, as JSON text. Documented: without a `state` the invocation counts as failed.
 * @returns undefined when there is none
 */
export function stateIn(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null || !('state' in payload)) return undefined;
  return JSON.stringify(payload.state);
}

/** Documented: "Your state can be a maximum of 1 MB per shard. If it exceeds that size, Lambda terminates the window early". */
export function isTooLarge(state: string): boolean {
  return Buffer.byteLength(state) > LIMITS.windowStateBytes;
}
