import { inspect } from 'node:util';
import { crc32 } from 'node:zlib';
import { describeEffect } from './fault-text';
import type { Effect } from './faults';

/** One attempt of one call, as it looked from outside. */
export interface JournalEntry {
  /** The number of the call (one `client.send`), from 1. */
  readonly call: number;
  /** 1 for the first attempt; more when the SDK retried. */
  readonly attempt: number;
  /** World time, epoch ms, when the attempt began and when it was answered. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** The task that called: a Lambda function's name, the name given to `aws.run`, or undefined. */
  readonly caller: string | undefined;
  /** As the caller gave it, by reference; large bodies and long lists abridged. */
  readonly input: unknown;
  readonly outcome: Outcome;
  /** The fault that struck this attempt. */
  readonly fault: Effect | undefined;
}

export type Outcome =
  | { readonly kind: 'answer'; readonly output: unknown }
  | { readonly kind: 'error'; readonly error: Error }
  | { readonly kind: 'noAnswer' };

/** Attempts kept; the counts go on for ever. */
const KEPT = 10_000;
const LARGE_BODY_BYTES = 1_024;

/** The log of every call: what a failing test prints, and what reports count. */
export class Journal {
  #entries: JournalEntry[] = [];
  readonly #counts = new Map<string, number>();
  #retries = 0;

  add(entry: JournalEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length >= 2 * KEPT) this.#entries = this.#entries.slice(-KEPT);
    if (entry.attempt > 1) this.#retries++;
    const name = `${entry.service}.${entry.operation}`;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** The latest attempts, oldest first. */
  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  /** Attempts per operation since the world began: `{ 'S3.PutObject': 3 }`. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** How many of all attempts were retries by the SDK. */
  get retries(): number {
    return this.#retries;
  }

  reset(): void {
    this.#entries = [];
    this.#retries = 0;
    this.#counts.clear();
  }

  /** The last `count` attempts as text, a line each: time, caller, call, outcome, fault. */
  toText(count = 50): string {
    const shown = this.#entries.slice(-count);
    const origin = shown[0]?.startedAt ?? 0;
    return shown.map((entry) => formatEntry(entry, origin)).join('\n');
  }
}

export function formatEntry(entry: JournalEntry, origin: number): string {
  const number = entry.attempt === 1 ? `#${entry.call}` : `#${entry.call}.${entry.attempt}`;
  const caller = entry.caller === undefined ? '' : `${entry.caller}  `;
  const fault = entry.fault === undefined ? '' : `  <- fault: ${describeEffect(entry.fault)}`;
  const time = `+${entry.startedAt - origin} ms`;
  return `${number.padEnd(7)}${time.padStart(12)}  ${caller}${entry.service}.${entry.operation} ${brief(entry.input)} -> ${formatOutcome(entry.outcome)}${fault}`;
}

function formatOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'answer':
      return `ok ${brief(outcome.output)}`;
    case 'error':
      return `${outcome.error.name}: ${outcome.error.message}`;
    case 'noAnswer':
      return 'no answer';
  }
}

/** A value on one line of bounded length. */
function brief(value: unknown, most = 160): string {
  const text = oneLine(value);
  if (text === undefined || text === '{}') return '';
  return text.length <= most ? text : `${text.slice(0, most)}...`;
}

function oneLine(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, function (this: Record<string, unknown>, key, member: unknown) {
      if (key === '$metadata') return undefined;
      // Not `member`: a Buffer has its own idea of JSON.
      const given = this[key];
      return ArrayBuffer.isView(given) ? `<${given.byteLength} bytes>` : member;
    });
  } catch {
    // A refused input may be anything: cyclic, thousands of levels deep, with a bigint.
    return inspect(value, { depth: 3, breakLength: Number.POSITIVE_INFINITY, compact: true });
  }
}

/** The longest list that is kept whole, and what is kept of a longer one: enough to see what was there. */
const LONG_LIST = 10;
const KEPT_OF_LIST = 3;

/**
 * An input or output as the journal keeps it: as it is, but for a large body, of which size and checksum are kept, and long
 * lists, of which the beginning is kept and the length. Thousands of answers of a hundred items would fill the memory.
 */
export function abridged(value: object, streaming: string | undefined): object {
  let copy: Record<string, unknown> | undefined;
  for (const [name, member] of Object.entries(value)) {
    const short = name === streaming ? shortBody(member) : shortList(member);
    if (short !== member) (copy ??= { ...value })[name] = short;
  }
  return copy ?? value;
}

function shortBody(body: unknown): unknown {
  if (!(body instanceof Uint8Array) || body.byteLength <= LARGE_BODY_BYTES) return body;
  return { bytes: body.byteLength, crc32: crc32(body).toString(16).padStart(8, '0') };
}

function shortList(list: unknown): unknown {
  if (!Array.isArray(list) || list.length <= LONG_LIST) return list;
  return [...(list.slice(0, KEPT_OF_LIST) as unknown[]), `... ${list.length} in all`];
}
