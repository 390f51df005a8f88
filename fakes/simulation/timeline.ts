import { escape } from './escape';
import type { StepTaken } from './run';

const LANE = 46;
const STEP = 34;
const LABELS = 150;
const TOP = 26;

/** How a step went: decides its colour. */
export type StepKind = 'ok' | 'failed' | 'struck' | 'time';

export function kindOf(step: StepTaken): StepKind {
  if (step.token.includes('!')) return 'struck';
  if (step.task === undefined) return 'time';
  return step.calls.some(({ outcome }) => outcome.kind !== 'answer') ? 'failed' : 'ok';
}

/**
 * A run as a drawing: a lane for each task, a mark for each step from left to right, a line that goes from lane to lane as
 * the run does, and the virtual time wherever it moves. Every mark leads to its step.
 */
export function timeline(steps: readonly StepTaken[], tasks: readonly string[]): string {
  const origin = steps[0]?.at ?? 0;
  const width = LABELS + Math.max(1, steps.length) * STEP + 20;
  const height = TOP + Math.max(1, tasks.length) * LANE + 24;
  const lanes = tasks.map((name, i) => lane(name, middleOf(i), width));
  const times = steps.flatMap((step, i) =>
    i === 0 || step.at !== steps[i - 1]?.at ? [timeMark(i, step.at - origin, height)] : [],
  );
  const path = steps.flatMap((step, i) => {
    const at = tasks.indexOf(step.task ?? '');
    return at < 0 ? [] : [`${centreOf(i)},${middleOf(at)}`];
  });
  const marks = steps.map((step, i) => mark(step, i, tasks));
  return (
    `<svg class="drawing" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="timeline of the run">` +
    `${times.join('')}${lanes.join('')}<polyline class="flow" points="${path.join(' ')}"/>${marks.join('')}</svg>`
  );
}

const centreOf = (step: number): number => LABELS + step * STEP + STEP / 2;
const middleOf = (task: number): number => TOP + task * LANE + LANE / 2;

function lane(name: string, y: number, width: number): string {
  const shown = name.length <= 18 ? name : `${name.slice(0, 17)}…`;
  return (
    `<line class="lane" x1="${LABELS}" x2="${width - 10}" y1="${y}" y2="${y}"/>` +
    `<text class="name" x="${LABELS - 14}" y="${y + 4}"><title>${escape(name)}</title>${escape(shown)}</text>`
  );
}

function timeMark(step: number, ms: number, height: number): string {
  const x = centreOf(step) - STEP / 2;
  return (
    `<line class="moment" x1="${x}" x2="${x}" y1="${TOP - 6}" y2="${height - 18}"/>` +
    `<text class="moment" x="${x + 3}" y="${height - 6}">${formatMs(ms)}</text>`
  );
}

function mark(step: StepTaken, index: number, tasks: readonly string[]): string {
  const kind = kindOf(step);
  const x = centreOf(index);
  const at = tasks.indexOf(step.task ?? '');
  const y = at < 0 ? TOP - 10 : middleOf(at);
  const shape =
    kind === 'time'
      ? `<path d="M${x - 6} ${y - 6} L${x + 6} ${y} L${x - 6} ${y + 6} Z"/>`
      : kind === 'struck'
        ? `<path d="M${x} ${y - 13} L${x + 13} ${y} L${x} ${y + 13} L${x - 13} ${y} Z"/>`
        : `<circle cx="${x}" cy="${y}" r="11"/>`;
  const number = kind === 'time' ? '' : `<text class="number" x="${x}" y="${y + 4}">${index + 1}</text>`;
  return `<a class="mark ${kind}" href="#step-${index + 1}"><title>${escape(`${index + 1}. ${step.label}`)}</title>${shape}${number}</a>`;
}

/** `0 ms`, `1.5 s`, `2 min`: short, for a reader. */
export function formatMs(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 60_000) return `${Number((ms / 1_000).toFixed(2))} s`;
  return `${Number((ms / 60_000).toFixed(1))} min`;
}
