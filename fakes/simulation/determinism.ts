import { isDeepStrictEqual } from 'node:util';
import type { JournalEntry } from '../kernel/journal';
import { Nondeterminism, WHAT_IS_UNCONTROLLED } from './choosers';
import type { RunResult, StepTaken } from './run';

/**
 * Compares two runs of the same tape: what was called, with what, and what was answered.
 *
 * @throws Nondeterminism that names the first difference.
 */
export function requireSameRun(first: RunResult, second: RunResult): void {
  for (const [i, step] of first.steps.entries()) {
    const other = second.steps[i];
    const difference = other === undefined ? ['a step', 'the end'] : differenceOf(step, other);
    if (difference !== undefined) refuse(i, difference);
  }
  if (second.steps.length > first.steps.length) refuse(first.steps.length, ['the end', 'a step']);
  if (first.stuck !== second.stuck)
    refuse(first.steps.length, [first.stuck ?? 'the end', second.stuck ?? 'the end']);
}

type Difference = readonly [first: string, second: string];

function refuse(step: number, [first, second]: readonly string[]): never {
  throw new Nondeterminism(
    `Uncontrolled nondeterminism at step ${step + 1}: the first run had ${first}, the same run again had ${second}. ${WHAT_IS_UNCONTROLLED}`,
  );
}

function differenceOf(one: StepTaken, other: StepTaken): Difference | undefined {
  if (one.label !== other.label) return [`[${one.label}]`, `[${other.label}]`];
  if (one.at !== other.at) return [`[${one.label}] at ${one.at}`, `it at ${other.at}`];
  for (let i = 0; i < Math.max(one.calls.length, other.calls.length); i++) {
    const [a, b] = [one.calls[i], other.calls[i]];
    if (a === undefined || b === undefined) return [a?.operation ?? 'no call', b?.operation ?? 'no call'];
    const found = firstDifference(visible(a), visible(b), a.operation);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What must be the same of a call. Of an error: its name, its words may carry anything. */
function visible({ operation, attempt, caller, input, outcome }: JournalEntry): object {
  return {
    operation,
    attempt,
    caller,
    input,
    error: outcome.kind === 'error' ? outcome.error.name : undefined,
    output: outcome.kind === 'answer' ? outcome.output : outcome.kind,
  };
}

/** The first member in which two values differ: where, and what is there. */
function firstDifference(a: unknown, b: unknown, path: string): Difference | undefined {
  if (isDeepStrictEqual(a, b)) return undefined;
  if (isRecord(a) && isRecord(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = firstDifference(a[key], b[key], `${path}.${key}`);
      if (found !== undefined) return found;
    }
  }
  return [`${path} = ${brief(a)}`, brief(b)];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}

function brief(value: unknown): string {
  const shown = value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value;
  const text = JSON.stringify(shown) ?? String(shown);
  return text.length <= 80 ? text : `${text.slice(0, 80)}...`;
}
