import type { use } from 'chai';
import type { LogLine, LogsInspect } from '../cloudwatch-logs/inspect';

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the only way to add to chai's assertions
  namespace Chai {
    interface Assertion {
      /**
       * A line that a function wrote, or that came by PutLogEvents: a line in JSON by its members (deep, partial; members of
       * members also with dots), any line by a part of it or by a regular expression.
       */
      logged(line: Readonly<Record<string, unknown>> | string | RegExp): Assertion;
    }
  }
}

interface WorldLike {
  readonly logs: LogsInspect;
}

type Wanted = Readonly<Record<string, unknown>> | string | RegExp;

/**
 * A plugin for chai: `use(logMatcher)`, then `expect(aws).to.have.logged({ level: 'ERROR', correlation_id: 'c-1' })`. A line
 * that is not there fails with the one that has most of the members, and with those that are there.
 */
export const logMatcher: Parameters<typeof use>[0] = (chai, utils) => {
  chai.Assertion.addMethod('logged', function (wanted: Wanted) {
    const world: unknown = utils.flag(this, 'object');
    if (!isWorld(world)) throw new TypeError('expect(...).to.have.logged(): expect the world of fakeAws().');
    const { logs } = world;
    const found =
      typeof wanted === 'string' || wanted instanceof RegExp ? withText(logs, wanted) : logs.where(wanted);
    const subject =
      typeof wanted === 'string' || wanted instanceof RegExp ? String(wanted) : JSON.stringify(wanted);
    const [first] = found;
    this.assert(
      first !== undefined,
      first === undefined ? notLogged(logs, wanted, subject) : '',
      `expected no line ${subject} to be logged, but ${found.length} ${found.length === 1 ? 'was' : 'were'}: ${first?.message}`,
    );
  });
};

function withText(logs: LogsInspect, wanted: string | RegExp): readonly LogLine[] {
  const matches = ({ message }: LogLine): boolean =>
    typeof wanted === 'string' ? message.includes(wanted) : message.search(wanted) >= 0;
  return logs.lines().filter(matches);
}

/** More than a screenful helps nobody. */
const MAX_LISTED = 30;

function notLogged(logs: LogsInspect, wanted: Wanted, subject: string): string {
  const lines = logs.lines();
  if (lines.length === 0) return `No line ${subject} was logged: nothing was logged at all.`;
  const listed = lines
    .slice(0, MAX_LISTED)
    .map(({ functionName, group, message }) => `  ${functionName ?? group}  ${message}`);
  if (lines.length > MAX_LISTED) listed.push(`  and ${lines.length - MAX_LISTED} more`);
  return `No line ${subject} was logged.${nearest(logs, wanted)}\nThese were logged:\n${listed.join('\n')}`;
}

/** The line that has most of the members, and those in which it differs. */
function nearest(logs: LogsInspect, wanted: Wanted): string {
  if (typeof wanted === 'string' || wanted instanceof RegExp) return '';
  const members = Object.entries(wanted);
  const scored = new Map<string, { line: LogLine; has: Set<string> }>();
  for (const [name, value] of members) {
    for (const line of logs.where({ [name]: value })) {
      const key = `${line.group}\n${line.stream}\n${line.message}`;
      const entry = scored.get(key) ?? { line, has: new Set() };
      entry.has.add(name);
      scored.set(key, entry);
    }
  }
  const [best] = [...scored.values()].toSorted((a, b) => b.has.size - a.has.size);
  if (best === undefined) return ' No line has any of its members.';
  const differing = members.filter(([name]) => !best.has.has(name)).map(([name]) => name);
  return ` Nearest: ${best.line.message} (it differs in ${differing.join(', ')})`;
}

function isWorld(value: unknown): value is WorldLike {
  return typeof value === 'object' && value !== null && 'logs' in value;
}
