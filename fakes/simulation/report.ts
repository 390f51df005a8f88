import type { JournalEntry } from '../kernel/journal';
import type { Outcome } from './deliveries';
import type { RunResult, StepTaken } from './run';
import { formatChanges, netChanges } from './state-diff';
import { subject } from './subject';
import { encodeTape } from './tape';

/** A run on which the scenario's assertion failed, or that could not go on. */
export interface Violation {
  /** The tape of the run: what `AWS_FAKES_REPLAY` takes. */
  readonly replay: string;
  readonly message: string;
  readonly error: unknown;
  readonly run: RunResult;
  /** The rules and standing conditions in force, in words, with how often they struck. */
  readonly faults?: readonly string[];
}

const COLUMN = 64;

/** A failing run as text: the invariant, every step in a column per task, virtual times, outcomes, the replay line. */
export function formatViolation(violation: Violation, given: readonly string[]): string {
  const tasks = columnsOf(violation.run, given);
  const origin = violation.run.steps[0]?.at ?? 0;
  const header = ` step     t(ms)  ${tasks.map((name) => name.padEnd(COLUMN)).join('')}`.trimEnd();
  return [
    violation.message,
    '',
    header,
    ...violation.run.steps.map((step, i) => formatStep(step, i, origin, tasks)),
    ...Object.entries(violation.run.outcomes).map(([name, outcome]) => `  ${name} ${formatOutcome(outcome)}`),
    ...titled(
      'faults in force:',
      (violation.faults ?? []).map((text) => `    ${text}`),
    ),
    ...titled('changed by the run:', formatChanges(netChanges(violation.run.steps))),
    '',
    `  replay: AWS_FAKES_REPLAY='${violation.replay}'`,
  ].join('\n');
}

/** The given tasks, and those that came up in the run: the functions that an event source invoked. */
export function columnsOf({ steps }: RunResult, tasks: readonly string[]): readonly string[] {
  return [...new Set([...tasks, ...steps.flatMap(({ task }) => task ?? [])])];
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `  ${title}`, ...lines];
}

const MOST_OTHERS = 10;

/** Further failing runs, a line each: what broke, and the tape. */
export function formatOthers(others: readonly Violation[]): readonly string[] {
  if (others.length === 0) return [];
  const lines = others
    .slice(0, MOST_OTHERS)
    .map(({ message, replay }) => `    ${message.split('\n')[0]} [${replay}]`);
  const more = others.length > MOST_OTHERS ? [`    and ${others.length - MOST_OTHERS} more`] : [];
  return ['  also failing:', ...lines, ...more];
}

function formatStep(step: StepTaken, index: number, origin: number, tasks: readonly string[]): string {
  const head = `${String(index + 1).padStart(5)}${String(step.at - origin).padStart(10)}  `;
  if (step.task === undefined) return `${head}(time moves on)`;
  const indent = ' '.repeat(Math.max(0, tasks.indexOf(step.task)) * COLUMN);
  const mode = step.token.split('!')[1];
  const struck = mode === undefined ? '' : `  ! ${mode}`;
  const calls =
    step.calls.length === 0
      ? [step.label.includes('(yields)') ? '(yields)' : '(waits)']
      : step.calls.map((entry) => describeCall(entry));
  return calls
    .map((text, i) => `${i === 0 ? head : ' '.repeat(head.length)}${indent}${text}${i === 0 ? struck : ''}`)
    .join('\n');
}

/** `PutObject bucket data/A -> PreconditionFailed`: what it touches, and how it ended. */
export function describeCall(entry: JournalEntry): string {
  const { outcome } = entry;
  const end = outcome.kind === 'error' ? outcome.error.name : outcome.kind === 'answer' ? 'ok' : 'no answer';
  const attempt = entry.attempt === 1 ? '' : ` (attempt ${entry.attempt})`;
  return `${entry.operation} ${subject(entry.input)}${attempt} -> ${end}`;
}

export function formatOutcome(outcome: Outcome): string {
  const times = outcome.deliveries === 1 ? '' : ` at delivery ${outcome.deliveries}`;
  if (outcome.kind === 'crashed') return `crashed${times}`;
  if (outcome.kind === 'threw') return `threw ${String(outcome.error)}${times}`;
  return `returned${times}`;
}

/** The tape of a run as its replay string. */
export function replayOf(run: RunResult): string {
  return encodeTape(run.steps.map((step) => step.token));
}
