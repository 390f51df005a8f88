import type { Effect } from './faults';
import type { Wait } from './operation';
import type { Caller } from './policy/caller';
import type { StandingVerdict } from './standing';
import type { MountedOperation } from './world';

/** One call of a client while it is under way: what the plug keeps between its attempts. */
export interface Call {
  readonly number: number;
  readonly operation: MountedOperation;
  /** Names the call among those of its caller: see `World.identify`. */
  readonly identity: string;
  /** As the caller gave it, with a streamed body collected into bytes. */
  readonly input: object;
  readonly region: string;
  /** The task that calls, if any. */
  readonly caller: string | undefined;
  /** What the client signs with, as far as it matters to permissions. */
  readonly accessKeyId?: string | undefined;
  /** Who calls, where that is known otherwise than by an access key. */
  readonly principal?: Caller;
  /** What refuses the call before anybody looks at it: a signature that does not fit. */
  readonly refusal?: Error | undefined;
  /** World time, epoch ms. */
  readonly startedAt: number;
  /** 1 for the first attempt. */
  attempt: number;
  attemptStartedAt: number;
  /** Decided once per attempt: an attempt that waits and runs again meets the same fault. */
  fault: { readonly effect: Effect | undefined } | undefined;
  /** What the standing conditions make of this attempt, decided once like the fault. */
  standing: StandingVerdict | undefined;
  /** How far the client has set its clock right so far: the SDK's `systemClockOffset`, ms. */
  clockOffsetMs: number;
  /** What the SDK fills in for an idempotency token that the caller left out: the same for every attempt. */
  idempotencyToken?: string;
}

/** How an attempt goes on. An error of AWS or of the transport is thrown instead. */
export type Step =
  | { readonly kind: 'answer'; readonly output: object }
  | { readonly kind: 'wait'; readonly wait: Wait }
  | { readonly kind: 'never' }
  | { readonly kind: 'crash' };
