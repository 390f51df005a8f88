import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { hash } from '../kernel/rng';
import { columnsOf, describeCall, formatOutcome, type Violation } from './report';
import type { StepTaken } from './run';

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

const STYLE = `
  :root { color-scheme: light dark; font: 14px/1.45 system-ui, sans-serif; }
  body { margin: 2rem auto; max-width: 90rem; padding: 0 1rem; }
  h1 { font-size: 1.2rem; white-space: pre-wrap; }
  code, pre, summary { font-family: ui-monospace, monospace; font-size: 12px; }
  pre { overflow: auto; max-height: 24rem; margin: .3rem 0; white-space: pre-wrap; }
  .timeline { display: grid; gap: 2px 1rem; overflow-x: auto; }
  .head { font-weight: 600; border-bottom: 2px solid; padding: .2rem; }
  .at { text-align: right; opacity: .7; font-variant-numeric: tabular-nums; padding: .2rem; }
  .step { border-left: 4px solid #4a7; padding: .2rem .5rem; background: color-mix(in srgb, #4a7 10%, transparent); min-width: 0; }
  .step.failed { border-color: #c80; background: color-mix(in srgb, #c80 12%, transparent); }
  .step.struck { border-color: #c33; background: color-mix(in srgb, #c33 14%, transparent); }
  .step.time { border-color: #888; border-left-style: dashed; background: none; opacity: .8; }
  .removed { color: #c33; } .added { color: #4a7; }
`;

/** A failing run as one self-contained page: the invariant, a timeline with a column per task, every call, every change. */
export function htmlReport(violation: Violation, { tasks: given, summary }: Page): string {
  const { run } = violation;
  const tasks = columnsOf(run, given);
  const origin = run.steps[0]?.at ?? 0;
  const columns = `auto auto repeat(${tasks.length}, minmax(14rem, 1fr))`;
  const outcomes = Object.entries(run.outcomes).map(
    ([name, outcome]) => `<li>${escape(name)} ${escape(formatOutcome(outcome))}</li>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escape(firstLine(violation.message))}</title><style>${STYLE}</style></head>
<body>
<h1>${escape(violation.message)}</h1>
<p>${escape(summary)}</p>
<p>Replay: <code>AWS_FAKES_REPLAY='${escape(violation.replay)}'</code></p>
<section class="timeline" style="grid-template-columns: ${columns}">
<div class="head">step</div><div class="head">ms</div>${tasks.map((name) => `<div class="head task">${escape(name)}</div>`).join('')}
${run.steps.map((step, i) => stepCells(step, i, origin, tasks)).join('\n')}
</section>
<ul>${outcomes.join('')}</ul>
</body>
</html>
`;
}

function stepCells(step: StepTaken, index: number, origin: number, tasks: readonly string[]): string {
  const row = `grid-row: ${index + 2}`;
  const column =
    step.task === undefined ? `3 / span ${Math.max(1, tasks.length)}` : String(3 + tasks.indexOf(step.task));
  return (
    `<div class="at" style="${row}; grid-column: 1">${index + 1}</div>` +
    `<div class="at" style="${row}; grid-column: 2">${step.at - origin}</div>` +
    `<div class="step ${kindOf(step)}" style="${row}; grid-column: ${column}">${stepBody(step)}</div>`
  );
}

function kindOf(step: StepTaken): string {
  if (step.token.includes('!')) return 'struck';
  if (step.task === undefined) return 'time';
  return step.calls.some(({ outcome }) => outcome.kind !== 'answer') ? 'failed' : 'ok';
}

function stepBody(step: StepTaken): string {
  const mode = step.token.split('!')[1];
  const title = step.task === undefined ? 'time moves on' : step.label;
  const calls = step.calls.map(
    (entry) =>
      `<details><summary>${escape(describeCall(entry))}</summary><pre>${escape(shown(entry.input))}</pre>` +
      `<pre>${escape(shown(entry.outcome.kind === 'answer' ? entry.outcome.output : entry.outcome))}</pre></details>`,
  );
  const changes = step.changes.map(
    ({ collection, key, before, after }) =>
      `${escape(`${collection} ${shown(key)}`)}\n` +
      (before === undefined ? '' : `<span class="removed">- ${escape(shown(before))}</span>\n`) +
      (after === undefined ? '' : `<span class="added">+ ${escape(shown(after))}</span>\n`),
  );
  return [
    mode === undefined ? '' : `<b>! ${escape(mode)}</b>`,
    step.calls.length === 0 ? `<i>${escape(title)}</i>` : '',
    ...calls,
    changes.length === 0
      ? ''
      : `<details><summary>${changes.length} ${changes.length === 1 ? 'change' : 'changes'}</summary><pre>${changes.join('')}</pre></details>`,
  ].join('');
}

const MOST_SHOWN = 4_000;

function shown(value: unknown): string {
  const text = inspect(value, { depth: 8, breakLength: 100, maxStringLength: 1_000, maxArrayLength: 50 });
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}...`;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
