import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import type { JournalEntry } from '../kernel/journal';
import { hash } from '../kernel/rng';
import { escape } from './escape';
import { STYLE } from './html-style';
import { columnsOf, describeCall, formatOutcome, type Violation } from './report';
import type { StepTaken } from './run';
import { asText, diffLines, netChanges, titleOf } from './state-diff';
import { formatMs, kindOf, timeline } from './timeline';

interface Page {
  readonly tasks: readonly string[];
  readonly summary: string;
}

/**
 * Writes a failing run as a page that needs nothing else. Returns its path: `target` when it ends in .html, otherwise a
 * file of that folder whose name the failure decides.
 */
export function writeHtmlReport(target: string, violation: Violation, page: Page): string {
  const name = `${hash(violation.message + violation.replay)
    .toString(16)
    .padStart(8, '0')}.html`;
  const path = target.endsWith('.html') ? target : join(target, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, htmlReport(violation, page));
  return path;
}

const LEGEND = [
  ['ok', 'answered'],
  ['failed', 'refused or no answer'],
  ['struck', 'struck by a fault'],
  ['time', 'time moves on'],
] as const;

/**
 * A failing run as one self-contained page: the invariant, how to replay it, the run as a drawing, every call with its input,
 * answer and what it changed, and what all of it amounts to.
 */
export function htmlReport(violation: Violation, { tasks: given, summary }: Page): string {
  const { run, faults = [] } = violation;
  const tasks = columnsOf(run, given);
  const origin = run.steps[0]?.at ?? 0;
  const columns = `auto auto repeat(${tasks.length}, minmax(16rem, 1fr))`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escape(firstLine(violation.message))}</title><style>${STYLE}</style></head>
<body>
<h1>${escape(violation.message)}</h1>
<p class="summary">${escape(summary)}</p>
<h2>Replay</h2>
<code class="replay">AWS_FAKES_REPLAY='${escape(violation.replay)}' npx mocha -g '...'</code>
<h2>The run</h2>
<p class="legend">${LEGEND.map(([kind, text]) => `<span class="${kind}">${text}</span>`).join('')}</p>
<div class="scroll">${timeline(run.steps, tasks)}</div>
<h2>How the tasks ended</h2>
<ul>${Object.entries(run.outcomes)
    .map(([name, outcome]) => `<li>${escape(name)} ${escape(formatOutcome(outcome))}</li>`)
    .join('')}</ul>
${section('Rules and conditions in force', faults.length === 0 ? '' : `<ul>${faults.map((text) => `<li>${escape(text)}</li>`).join('')}</ul>`)}
<h2>Step by step</h2>
<section class="timeline" style="grid-template-columns: ${columns}">
<div class="head">step</div><div class="head">time</div>${tasks.map((name) => `<div class="head task">${escape(name)}</div>`).join('')}
${run.steps.map((step, i) => stepCells(step, i, origin, tasks)).join('\n')}
</section>
${section('What the run changed', changesOf(netChanges(run.steps)))}
</body>
</html>
`;
}

function section(title: string, content: string): string {
  return content === '' ? '' : `<h2>${title}</h2>\n${content}`;
}

function stepCells(step: StepTaken, index: number, origin: number, tasks: readonly string[]): string {
  const row = `grid-row: ${index + 2}`;
  const column =
    step.task === undefined ? `3 / span ${Math.max(1, tasks.length)}` : String(3 + tasks.indexOf(step.task));
  return (
    `<div class="at" style="${row}; grid-column: 1">${index + 1}</div>` +
    `<div class="at" style="${row}; grid-column: 2">${formatMs(step.at - origin)}</div>` +
    `<div class="step ${kindOf(step)}" id="step-${index + 1}" style="${row}; grid-column: ${column}">${stepBody(step)}</div>`
  );
}

function stepBody(step: StepTaken): string {
  const mode = step.token.split('!')[1];
  const { length } = step.changes;
  return [
    mode === undefined ? '' : `<b>! ${escape(mode)}</b> `,
    step.calls.length === 0 ? `<i>${escape(titleOfStep(step))}</i>` : '',
    ...step.calls.map(callDetails),
    length === 0
      ? ''
      : `<details><summary>${length} ${length === 1 ? 'change' : 'changes'}</summary>${changesOf(step.changes)}</details>`,
  ].join('');
}

/** What a step without an answer did: a call that was sent and waits, say. The column says whose it is. */
function titleOfStep({ task, token, label }: StepTaken): string {
  if (task === undefined) return 'time moves on';
  const [name, mode] = token.split('!');
  return label.replace(`${name} `, '').replace(`!${mode}`, '');
}

/** A call to unfold. What went wrong lies open. */
function callDetails(entry: JournalEntry): string {
  const { outcome } = entry;
  const [label, value] =
    outcome.kind === 'answer'
      ? ['output', outcome.output]
      : [outcome.kind === 'error' ? 'error' : 'outcome', outcome.kind === 'error' ? outcome.error : outcome];
  return (
    `<details${outcome.kind === 'answer' ? '' : ' open'}><summary>${escape(describeCall(entry))}</summary>` +
    `<div class="label">input</div><pre>${escape(shown(entry.input))}</pre>` +
    `<div class="label">${label}</div><pre>${escape(shown(value))}</pre></details>`
  );
}

/** Entries, and under each the members that differ. */
function changesOf(changes: StepTaken['changes']): string {
  if (changes.length === 0) return '';
  const entries = changes.map((change) => {
    const lines = diffLines(change).map(
      ({ sign, text }) =>
        `<span class="${sign === '-' ? 'removed' : 'added'}">${sign} ${escape(text)}</span>`,
    );
    return `${escape(titleOf(change))}\n${lines.join('\n')}`;
  });
  return `<pre>${entries.join('\n\n')}</pre>`;
}

const MOST_SHOWN = 4_000;

function shown(value: unknown): string {
  const text = inspect(asText(value instanceof Error ? withoutStack(value) : value), {
    depth: 8,
    breakLength: 100,
    maxStringLength: 1_000,
    maxArrayLength: 50,
  });
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}...`;
}

/** What a caller sees of an error; its stack lies in the SDK and in this library. */
function withoutStack(error: Error): object {
  const { name, message } = error;
  return Object.assign({}, error, { name, message });
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
