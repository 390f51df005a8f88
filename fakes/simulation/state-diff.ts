import { inspect, isDeepStrictEqual } from 'node:util';
import type { StepTaken } from './run';

type Change = StepTaken['changes'][number];

/** A line of a difference: what is gone, what is new. */
export interface DiffLine {
  readonly sign: '-' | '+';
  readonly text: string;
}

/** What the steps of a run amount to, one change per entry; entries that are as they were at the beginning are left out. */
export function netChanges(steps: readonly StepTaken[]): readonly Change[] {
  const net = new Map<string, Change>();
  for (const change of steps.flatMap(({ changes }) => changes)) {
    const name = `${change.collection} ${inspect(change.key)}`;
    net.set(name, { ...change, before: (net.get(name) ?? change).before });
  }
  return [...net.values()].filter(({ before, after }) => !isDeepStrictEqual(before, after));
}

/** The members in which an entry differs, each with its path: `- body: "[]"`, `+ body: "[A]"`. */
export function diffLines({ before, after }: Pick<Change, 'before' | 'after'>): readonly DiffLine[] {
  const [old, now] = [leaves(before), leaves(after)];
  const lines: DiffLine[] = [];
  for (const path of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(path), now.get(path)];
    if (was === is) continue;
    const name = path === '' ? '' : `${path}: `;
    if (was !== undefined) lines.push({ sign: '-', text: name + was });
    if (is !== undefined) lines.push({ sign: '+', text: name + is });
  }
  return lines;
}

const MOST_LEAVES = 200;

/** Every innermost member by its path. Undefined has none. */
function leaves(value: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (part: unknown, path: string): void => {
    if (part === undefined || found.size >= MOST_LEAVES) return;
    const members = isPlain(part) ? Object.entries(part) : [];
    if (members.length === 0) found.set(path, shortValue(part));
    for (const [name, member] of members) visit(member, path === '' ? name : `${path}.${name}`);
  };
  visit(value, '');
  return found;
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

const MOST_TEXT = 120;
const PRINTABLE = /^[\t\n\r\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd]*$/u;

/** A value on one line of bounded length. */
export function shortValue(value: unknown): string {
  const text = inspect(asText(value), { depth: 4, breakLength: Number.POSITIVE_INFINITY, compact: true });
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}...`;
}

/** Bytes as the text that they are, if they are one; inside of objects and lists too. */
export function asText(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    const text = Buffer.from(value).toString('utf8');
    return PRINTABLE.test(text) ? text : Buffer.from(value);
  }
  if (Array.isArray(value)) return value.map((part) => asText(part));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asText(part)]));
}

const MOST_CHANGES = 12;
const MOST_LINES = 6;

/** The state's difference as text, for the end of a report: entries, and under each the members that differ. */
export function formatChanges(changes: readonly Change[]): readonly string[] {
  const shown = changes.slice(0, MOST_CHANGES).flatMap((change) => {
    const lines = diffLines(change);
    const more = lines.length > MOST_LINES ? [`      and ${lines.length - MOST_LINES} more`] : [];
    return [
      `    ${titleOf(change)}`,
      ...lines.slice(0, MOST_LINES).map(({ sign, text }) => `      ${sign} ${text}`),
      ...more,
    ];
  });
  const more = changes.length > MOST_CHANGES ? [`    and ${changes.length - MOST_CHANGES} more entries`] : [];
  return [...shown, ...more];
}

/** `s3.objects us-east-1 bucket key`, and whether it is new or gone. */
export function titleOf({ collection, key, before, after }: Change): string {
  const what = before === undefined ? ' (new)' : after === undefined ? ' (gone)' : '';
  const parts = Array.isArray(key) ? key.map((part) => plainText(part)) : [plainText(key)];
  return `${collection} ${parts.join(' ')}${what}`;
}

function plainText(part: unknown): string {
  return typeof part === 'string' ? part : shortValue(part);
}
