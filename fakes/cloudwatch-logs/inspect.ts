import { contains } from '../kernel/faults';
import type { InvocationReport, LogEvent, LogsState } from './state';

/** A line of a log. */
export interface LogLine {
  readonly message: string;
  /** The line as JSON, if it is a JSON object. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
  /** Epoch ms. */
  readonly timestamp: number;
  readonly group: string;
  readonly stream: string;
  /** The function and the invocation that wrote it; undefined for events of PutLogEvents. */
  readonly functionName: string | undefined;
  readonly requestId: string | undefined;
}

/** What a test sees of the logs, synchronously: `aws.logs`. */
export interface LogsInspect {
  /** What functions wrote to stdout and stderr, and events of PutLogEvents, in the order of their arrival. */
  lines(of?: {
    readonly functionName?: string;
    readonly requestId?: string;
    /** The name of a log group. */
    readonly group?: string;
  }): readonly LogLine[];
  /**
   * The lines in JSON that have these members: `where({ correlation_id: 'c-1' })`. Members of members are given as objects
   * or with dots: `where({ 'error.name': 'TypeError' })`.
   */
  where(members: Readonly<Record<string, unknown>>): readonly LogLine[];
  /** What Lambda reported about each invocation, oldest first. */
  reports(functionName?: string): readonly InvocationReport[];
  /** Everything as text, Lambda's own START, END and REPORT lines too: time, function, line. */
  text(): string;
}

/** The facade over the logs of all regions. */
export function createLogsInspect(state: LogsState): LogsInspect {
  const all = (): readonly Found[] =>
    [...state.events.entries()]
      .map(([key, event]) => ({ group: key[1], stream: key[2], sequence: key[4], event }))
      .toSorted((a, b) => a.sequence - b.sequence);
  const lines: LogsInspect['lines'] = ({ functionName, requestId, group } = {}) =>
    all()
      .filter((found) => group === undefined || found.group === group)
      .filter(({ event }) => event.source?.writer !== 'platform')
      .filter(({ event }) => functionName === undefined || event.source?.functionName === functionName)
      .filter(({ event }) => requestId === undefined || event.source?.requestId === requestId)
      .map(toLine);
  return {
    lines,
    where: (members) =>
      lines().filter(({ json }) =>
        Object.entries(members).every(([name, wanted]) => json !== undefined && has(json, name, wanted)),
      ),
    reports: (functionName) =>
      all()
        .flatMap(({ event }) => event.source?.report ?? [])
        .filter((report) => functionName === undefined || report.functionName === functionName),
    text: () => all().map(toText).join('\n'),
  };
}

interface Found {
  readonly group: string;
  readonly stream: string;
  readonly sequence: number;
  readonly event: LogEvent;
}

function toLine({ group, stream, event }: Found): LogLine {
  const { message, timestamp, source } = event;
  return {
    message,
    json: asObject(message),
    timestamp,
    group,
    stream,
    functionName: source?.functionName,
    requestId: source?.requestId,
  };
}

function toText({ group, event }: Found): string {
  return `${new Date(event.timestamp).toISOString()}  ${event.source?.functionName ?? group}  ${event.message}`;
}

/** A line as a JSON object. Something may stand before it, as Lambda's own prefix does. */
function asObject(line: string): Readonly<Record<string, unknown>> | undefined {
  const start = line.indexOf('{');
  if (start < 0) return undefined;
  try {
    const value: unknown = JSON.parse(line.slice(start));
    return typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value))
      : undefined;
  } catch {
    return undefined;
  }
}

function has(json: Readonly<Record<string, unknown>>, name: string, wanted: unknown): boolean {
  if (Object.hasOwn(json, name)) return contains(json[name], wanted);
  let value: unknown = json;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return false;
    value = Object.entries(value).find(([key]) => key === part)?.[1];
  }
  return contains(value, wanted);
}
