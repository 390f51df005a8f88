import { isDeepStrictEqual } from 'node:util';
import type { FakeAws } from '../aws';
import type { Duration } from '../kernel/duration';
import { toMs } from '../kernel/duration';
import type { Outcome } from './deliveries';
import type { Finished } from './explore-options';

/** An invariant that does not hold. The message names what is wrong, so that it can head a report. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';
}

function broken(message: string): never {
  throw new InvariantBroken(message);
}

const MOST_NAMED = 10;

function list(values: Iterable<unknown>): string {
  const texts = [...values].map((value) =>
    typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)),
  );
  const more = texts.length > MOST_NAMED ? `, and ${texts.length - MOST_NAMED} more` : '';
  return `[${texts.slice(0, MOST_NAMED).join(', ')}${more}]`;
}

/** Every expected value is there. @throws InvariantBroken naming those that are not */
export function noLostUpdates<T>(actual: Iterable<T>, expected: Iterable<T>): void {
  const there = new Set(actual);
  const lost = [...expected].filter((value) => !there.has(value));
  if (lost.length > 0)
    broken(`lost update: ${list(lost)} ${lost.length === 1 ? 'is' : 'are'} not in ${list(there)}`);
}

/**
 * No value is there twice.
 *
 * @param by what makes two values the same. Default: the value itself.
 * @throws InvariantBroken naming each with its count
 */
export function noDuplicates<T>(actual: Iterable<T>, by: (value: T) => unknown = (value) => value): void {
  const counts = new Map<unknown, number>();
  for (const value of actual) counts.set(by(value), (counts.get(by(value)) ?? 0) + 1);
  const twice = [...counts].filter(([, count]) => count > 1);
  if (twice.length > 0)
    broken(`duplicate: ${twice.map(([value, count]) => `${list([value])} ${count} times`).join(', ')}`);
}

/** What became of messages. */
export interface MessageFates {
  /** What was sent, by whatever tells messages apart. */
  readonly sent: Iterable<string>;
  /** What was done, as the results show it. */
  readonly processed: Iterable<string>;
  /** What lies in the dead-letter queue. */
  readonly deadLettered: Iterable<string>;
  /** What still waits or is in flight: it may yet be processed. Default: nothing may. */
  readonly pending?: Iterable<string>;
}

/** Every message was processed, or is in the dead-letter queue, or still pending. @throws InvariantBroken */
export function everyMessageProcessedOrDeadLettered(fates: MessageFates): void {
  const known = new Set([...fates.processed, ...fates.deadLettered, ...(fates.pending ?? [])]);
  const gone = [...fates.sent].filter((message) => !known.has(message));
  if (gone.length > 0) broken(`lost message: ${list(gone)} neither processed nor dead-lettered`);
}

/** Everything that is referred to exists. @throws InvariantBroken naming what does not */
export function noDanglingReference<T>(references: Iterable<T>, exists: (reference: T) => boolean): void {
  const dangling = [...references].filter((reference) => !exists(reference));
  if (dangling.length > 0)
    broken(`dangling reference: ${list(dangling)} ${dangling.length === 1 ? 'does' : 'do'} not exist`);
}

/**
 * Doing it once more changes nothing that `view` shows: what an at-least-once queue may do at any time.
 *
 * @throws InvariantBroken naming what differs, and what `act` throws
 */
export async function idempotent(
  aws: FakeAws,
  act: () => Promise<unknown>,
  view: (aws: FakeAws) => unknown,
): Promise<void> {
  const before = structuredClone(view(aws));
  await act();
  const after = view(aws);
  if (!isDeepStrictEqual(before, after))
    broken(`not idempotent: ${list([before])} became ${list([after])} when done once more`);
}

/**
 * Every task ended within a time, on the world's clock.
 *
 * @throws InvariantBroken naming how long the run took
 */
export function deadlineRespected({ steps, aws }: Pick<Finished, 'steps' | 'aws'>, within: Duration): void {
  const begun = steps[0]?.at ?? aws.clock.now();
  const took = aws.clock.now() - begun;
  if (took > toMs(within)) broken(`deadline missed: the run took ${took} ms, allowed are ${toMs(within)} ms`);
}

/**
 * No task reports a failure whose work was done: after an error that says nothing about the outcome (connection lost, time-out)
 * a handler must look before it says "failed".
 *
 * @param saysFailed whether an outcome tells the caller that nothing happened. Default: it threw.
 * @param applied whether the task's effect is there.
 * @throws InvariantBroken naming the tasks
 */
export function unknownOutcomeNotTreatedAsFailure(
  { outcomes }: Pick<Finished, 'outcomes'>,
  applied: (task: string) => boolean,
  saysFailed: (outcome: Outcome) => boolean = ({ kind }) => kind === 'threw',
): void {
  const wrong = Object.entries(outcomes).flatMap(([task, outcome]) =>
    saysFailed(outcome) && applied(task) ? [task] : [],
  );
  if (wrong.length > 0)
    broken(`unknown outcome treated as failure: ${list(wrong)} reported a failure, but the work was done`);
}
