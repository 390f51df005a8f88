import type { BodyDamage } from './body-damage';
import { FakeMisuse } from './errors';
import type { Rng } from './rng';
import type { ServiceFault } from './operation';

/** What a rule asks of an operation that has to know about it: only the operation can fail a part of its work. */
export interface Advice {
  /** Fails these entries of a batch: by position (0-based), by their Id (SQS), by their Key (S3), or all of them. */
  readonly failEntries?: {
    readonly entries: 'all' | readonly (number | string)[];
    /** AWS's code for the entry; the service's usual one when left out. */
    readonly code?: string;
    /** SQS: whether the sender is to blame, so that sending again is pointless. Default false. */
    readonly senderFault?: boolean;
  };
  /** An eventually consistent read answers from before the last `writes` writes to what it reads. */
  readonly stale?: { readonly writes: number };
  /** The same of a store that is S3 by its interface only: S3 itself is strongly consistent. */
  readonly staleUnlikeS3?: { readonly writes: number };
  /** S3: somebody else deletes these keys right before the call looks. Default: the key that the call names. */
  readonly vanish?: { readonly keys?: readonly string[] };
  /** CloudWatch answers GetMetricData in part: the page ends early, or queries fail with InternalError (by Id, default all). */
  readonly partialData?: {
    readonly statusCode: 'PartialData' | 'InternalError';
    readonly queries?: readonly string[];
  };
  /** What PutMetricData took shows in queries and alarms only so much later. */
  readonly late?: { readonly ms: number };
  /** A page ends after so many results though there is more; 0 is an empty page with a token. */
  readonly page?: { readonly atMost: number };
  /** What SQS hands out differs from what it has: at-least-once delivery, sampled servers, no order. */
  readonly deliver?: {
    /** Of so many of the messages handed out, a copy stays in the queue and is delivered again, even after a delete. */
    readonly duplicates?: number;
    /** Hands out no more than this, whatever there is. 0 looks like an empty queue. */
    readonly atMost?: number;
    /** Hands out messages in any order. */
    readonly reorder?: boolean;
  };
}

export type TransportFault = 'connectionReset' | 'connectionRefused' | 'dnsFailure' | 'timeout';

/** What strikes. Plain data: it is printed in reports and read back from replay strings. */
export type Effect =
  | { readonly kind: 'service'; readonly fault: ServiceFault; readonly applied: boolean }
  | { readonly kind: 'transport'; readonly fault: TransportFault; readonly applied: boolean }
  /** An error that AWS can answer the operation with, by its name. Only one with a status of 500 or more can hide work done. */
  | {
      readonly kind: 'error';
      readonly name: string;
      readonly message?: string;
      readonly applied: boolean;
      /** The status was sent before the work was done: 200. The SDK makes 503 of it. */
      readonly after200?: true;
    }
  /** The work is done, and the answer is damaged on its way: the SDK's comparison of digests fails, outside its retries. */
  | { readonly kind: 'damaged' }
  /** The call succeeds, and the stream of its answer is what fails. */
  | ({ readonly kind: 'body' } & BodyDamage)
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'never'; readonly applied: boolean }
  | { readonly kind: 'crash'; readonly applied: boolean }
  | { readonly kind: 'advice'; readonly advice: Advice };

/** Without end, as a number that JSON can write: for `times` and `until`. */
export const FOR_EVER = Number.MAX_SAFE_INTEGER;

/** Where a rule strikes, and how often. */
export interface FaultRule {
  readonly service: string;
  readonly operation: string;
  /** Strikes only inputs that contain this (deep, partial), as `mock.on(Command, input)` matches. */
  readonly input?: unknown;
  /** Strikes only inputs whose Key or Prefix begins with this: S3 throttles by prefix. */
  readonly keyPrefix?: string;
  /** Strikes only calls made by this task (a Lambda function's name, or the name given to `aws.run`). */
  readonly caller?: string;
  /** 'attempt': one attempt on the wire, the SDK may retry it away. 'operation': every attempt of the call. */
  readonly level: 'attempt' | 'operation';
  /** Lets this many matching attempts (or operations) pass first. */
  readonly after: number;
  /** Strikes this many attempts (or operations), then is spent. */
  readonly times: number;
  /** Strikes a matching attempt with this probability, drawn from the world's seed. */
  readonly probability: number;
  /** World time (epoch ms) from which on the rule no longer strikes. */
  readonly until: number;
  /** May stay unused without failing the test. */
  readonly optional: boolean;
  readonly effect: Effect;
}

/** One attempt, as the rules see it. */
export interface Attempt {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  readonly caller: string | undefined;
  /** The number of the call (one `client.send`): the same for all its attempts. */
  readonly call: number;
  readonly now: number;
}

interface Armed {
  rule: FaultRule;
  seen: number;
  struck: number;
  /** Reported as unused. */
  told: boolean;
  /** For rules on whole operations: the verdict on the latest calls, which holds for all their attempts. */
  readonly verdicts: Map<number, boolean>;
}

/** More calls than can be between two attempts at the same time. */
const KEPT_VERDICTS = 1_000;

/** The rules of a world in the order they were made. The first whose verdict is not "pass" decides. */
export class Faults {
  readonly #armed = new Map<string, Armed[]>();
  #rng: Rng;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  /** Adds a rule behind the ones there are. `amend` replaces it while its builder is still being called. */
  add(rule: FaultRule): { amend(rule: FaultRule): void } {
    const armed: Armed = { rule, seen: 0, struck: 0, told: false, verdicts: new Map() };
    const name = `${rule.service}.${rule.operation}`;
    this.#arm(armed);
    return {
      amend: (changed) => {
        if (armed.seen > 0) {
          throw new FakeMisuse(
            `a fault rule on ${name} was changed after it had been looked at: finish it before the call`,
          );
        }
        armed.rule = changed;
      },
    };
  }

  /** Whether there are no rules at all. */
  get none(): boolean {
    return this.#armed.size === 0;
  }

  /** What strikes this attempt, if anything does. `onCounted` is told which rules counted it: their counts go by the order of calls. */
  decide(attempt: Attempt, onCounted: (rule: string) => void = () => undefined): Effect | undefined {
    if (this.#armed.size === 0) return undefined;
    const name = `${attempt.service}.${attempt.operation}`;
    for (const [index, armed] of (this.#armed.get(name) ?? []).entries()) {
      const { seen } = armed;
      const strikes = this.#strikes(armed, attempt);
      if (armed.seen > seen) onCounted(`${name} ${index}`);
      if (strikes) return armed.rule.effect;
    }
    return undefined;
  }

  #strikes(armed: Armed, attempt: Attempt): boolean {
    if (armed.rule.level === 'attempt') return this.#strikesNow(armed, attempt);
    const { verdicts } = armed;
    const known = verdicts.get(attempt.call);
    if (known !== undefined) return known;
    const verdict = this.#strikesNow(armed, attempt);
    verdicts.set(attempt.call, verdict);
    const [oldest] = verdicts.keys();
    if (verdicts.size > KEPT_VERDICTS && oldest !== undefined) verdicts.delete(oldest);
    return verdict;
  }

  #strikesNow(armed: Armed, attempt: Attempt): boolean {
    const { rule } = armed;
    if (rule.caller !== attempt.caller && !strikesAnyone(rule, attempt)) return false;
    if (attempt.now >= rule.until || armed.struck >= rule.times) return false;
    if (rule.input !== undefined && !contains(attempt.input, rule.input)) return false;
    if (rule.keyPrefix !== undefined && !isUnder(attempt.input, rule.keyPrefix)) return false;
    armed.seen++;
    if (armed.seen <= rule.after) return false;
    if (rule.probability < 1 && this.#rng.next() >= rule.probability) return false;
    armed.struck++;
    return true;
  }

  /** The rules that never struck and were not allowed to. Each is told once. */
  takeUnused(): readonly FaultRule[] {
    const unused = [...this.#armed.values()]
      .flat()
      .filter((armed) => armed.struck === 0 && !armed.rule.optional && !armed.told);
    for (const armed of unused) armed.told = true;
    return unused.map(({ rule }) => rule);
  }

  /** Every rule with how often it struck, for reports. */
  struck(): readonly { rule: FaultRule; struck: number }[] {
    return [...this.#armed.values()].flat().map(({ rule, struck }) => ({ rule, struck }));
  }

  /** Calls are numbered from an earlier number again: verdicts on the calls that had those numbers are void. */
  forgetCalls(): void {
    for (const armed of [...this.#armed.values()].flat()) armed.verdicts.clear();
  }

  /** How far every rule has got, to come back to. */
  mark(): FaultsMark {
    const rules = [...this.#armed.values()].flat();
    return { rules: rules.map((armed) => [armed, armed.seen, armed.struck]), rng: this.#rng.state() };
  }

  /** Sets every rule back to how far it had got; rules made since are gone. */
  restore(mark: FaultsMark): void {
    this.#armed.clear();
    this.#rng.restore(mark.rng);
    for (const [armed, seen, struck] of mark.rules) {
      Object.assign(armed, { seen, struck, told: false });
      armed.verdicts.clear();
      this.#arm(armed);
    }
  }

  #arm(armed: Armed): void {
    const name = `${armed.rule.service}.${armed.rule.operation}`;
    const list = this.#armed.get(name);
    if (list === undefined) this.#armed.set(name, [armed]);
    else list.push(armed);
  }

  reset(rng: Rng): void {
    this.#armed.clear();
    this.#rng = rng;
  }
}

/** See `Faults.mark`. */
export interface FaultsMark {
  readonly rules: readonly (readonly [rule: Armed, seen: number, struck: number])[];
  readonly rng: readonly number[];
}

/** A rule without a caller strikes whoever calls, but for the calls that AWS itself makes ('aws:lambda' polling a queue). */
function strikesAnyone(rule: FaultRule, attempt: Attempt): boolean {
  return rule.caller === undefined && attempt.caller?.startsWith('aws:') !== true;
}

function isUnder(input: object, prefix: string): boolean {
  const { Key, Prefix } = input as { Key?: unknown; Prefix?: unknown };
  const key = Key ?? Prefix;
  return typeof key === 'string' && key.startsWith(prefix);
}

/** Whether a value contains a pattern: every member that the pattern names is there and matches in turn. */
export function contains(value: unknown, pattern: unknown): boolean {
  if (Object.is(value, pattern)) return true;
  if (isDate(value)) return sameDate(value, pattern);
  if (typeof pattern !== 'object' || pattern === null || typeof value !== 'object' || value === null)
    return false;
  if (isDate(pattern)) return false;
  if (ArrayBuffer.isView(pattern)) {
    return ArrayBuffer.isView(value) && Buffer.compare(toBuffer(value), toBuffer(pattern)) === 0;
  }
  return Object.entries(pattern).every(
    ([key, member]) => Object.hasOwn(value, key) && contains((value as Record<string, unknown>)[key], member),
  );
}

/** Dates are equal by their time; a pattern that went through JSON is a text. */
function sameDate(value: Date, pattern: unknown): boolean {
  return (typeof pattern === 'string' || isDate(pattern)) && value.getTime() === new Date(pattern).getTime();
}

/** Not instanceof: under fake timers dates of two Date classes meet. */
function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

function toBuffer(view: ArrayBufferView): Buffer {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
}
