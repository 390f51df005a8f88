import type { InvocationReport } from '../cloudwatch-logs/state';
import type { World } from '../kernel/world';
import type { FunctionErrorPayload, InvocationOutcome } from './invocation';
import type { FunctionEntry } from './state';

/** Gets every line of a function's log. */
export type OnLogLine = (line: string, functionName: string, origin: LineOrigin) => void;

/** The log of one invocation. */
export interface InvocationLog {
  /** The stream of the sandbox that is made for it, if one is. */
  readonly logStreamName: string;
  /** A line of the function. */
  write(line: string): void;
  /** The initialisation came to its end. */
  initialised(): void;
  /** It failed: what follows counts as the invocation's own time. */
  again(): void;
  /** What the runtime writes about an error that the initialisation or the handler threw. */
  failed(what: 'Uncaught Exception' | 'Invoke Error', payload: FunctionErrorPayload, error: unknown): void;
  /** Lambda's line about an initialisation that failed. */
  initReport(
    phase: 'init' | 'invoke',
    durationMs: number,
    status: 'error' | 'timeout',
    errorType: string | undefined,
  ): void;
  /** The function is initialised: from here on it runs in this stream. Returns when, epoch ms. */
  begin(logStreamName: string): void;
  end(outcome: InvocationOutcome): void;
}

/** Opens the log of an invocation: lines of Lambda itself stand around those of the function, which `keep` gets too. */
export function openLog(
  world: Pick<World, 'clock'>,
  entry: FunctionEntry,
  onLogLine: OnLogLine | undefined,
  run: {
    readonly requestId: string;
    readonly logStreamName: string;
    readonly keep: (line: string) => void;
  },
): InvocationLog {
  const { requestId } = run;
  const openedAt = world.clock.now();
  let { logStreamName } = run;
  let begun = false;
  /** When the time of the invocation itself began. */
  let runFrom: number | undefined;
  let initMs: number | undefined;
  const platform = (line: string, report?: InvocationReport): void =>
    onLogLine?.(line, entry.name, { requestId, logStreamName, writer: 'platform', report });
  const write = (line: string): void => {
    run.keep(line);
    onLogLine?.(line, entry.name, { requestId, logStreamName, writer: 'function', report: undefined });
  };
  const begin = (stream: string): void => {
    logStreamName = stream;
    begun = true;
    runFrom ??= world.clock.now();
    platform(startLine(requestId));
  };
  return {
    logStreamName: run.logStreamName,
    write,
    initialised: () => void (initMs = world.clock.now() - openedAt),
    again: () => void (runFrom = world.clock.now()),
    failed(what, payload, error) {
      const time = new Date(world.clock.now()).toISOString();
      const id = what === 'Invoke Error' ? requestId : 'undefined';
      write(`${time}\t${id}\tERROR\t${what} \t${errorJson(payload, error)}`);
    },
    initReport: (...told) => platform(initLine(...told)),
    begin,
    end(outcome) {
      if (!begun) begin(logStreamName);
      const now = world.clock.now();
      const report = reportOf(entry, {
        requestId,
        initMs,
        durationMs: now - (runFrom ?? now),
        status: STATUS[outcome.kind],
      });
      const [end, numbers] = endLines(report);
      platform(end);
      platform(numbers, report);
    },
  };
}

/**
 * An error as the runtime writes it. Captured: the lines, the blank in front of their last tab, and that an error's own
 * members stand between its message and its stack (public logs of Node.js on Lambda, 2020 to 2026).
 */
function errorJson({ errorType, errorMessage, trace: stack }: FunctionErrorPayload, error: unknown): string {
  const own = error instanceof Error ? Object.fromEntries(Object.entries(error)) : {};
  try {
    return JSON.stringify({ errorType, errorMessage, ...own, stack });
  } catch {
    return JSON.stringify({ errorType, errorMessage, stack });
  }
}

/** Documented: nodejs-logging, a REPORT line has a status when the invocation did not come to its end. */
const STATUS: Readonly<Record<InvocationOutcome['kind'], InvocationReport['status']>> = {
  returned: undefined,
  threw: undefined,
  timedOut: 'timeout',
  crashed: 'error',
  throttled: undefined,
};

/** Where a line of a function belongs. */
export interface LineOrigin {
  readonly requestId: string;
  readonly logStreamName: string;
  /** 'platform': Lambda's own lines. */
  readonly writer: 'function' | 'platform';
  readonly report: InvocationReport | undefined;
}

/** The numbers of a REPORT line. Documented: since August 2025 the initialisation is billed too. */
export function reportOf(
  { name, memoryMB }: FunctionEntry,
  run: {
    readonly requestId: string;
    readonly initMs: number | undefined;
    readonly durationMs: number;
    readonly status: InvocationReport['status'];
  },
): InvocationReport {
  return {
    requestId: run.requestId,
    functionName: name,
    durationMs: run.durationMs,
    billedDurationMs: Math.max(1, Math.ceil(run.durationMs + (run.initMs ?? 0))),
    memorySizeMB: memoryMB,
    initDurationMs: run.initMs,
    status: run.status,
  };
}

export function startLine(requestId: string): string {
  return `START RequestId: ${requestId} Version: $LATEST`;
}

/** Captured: the parts and what stands between them (public logs of Lambda, 2024 and 2025). */
function initLine(
  phase: 'init' | 'invoke',
  durationMs: number,
  status: 'error' | 'timeout',
  errorType: string | undefined,
): string {
  const parts = [
    `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms`,
    `Phase: ${phase}`,
    `Status: ${status}`,
    ...(errorType === undefined ? [] : [`Error Type: ${errorType}`]),
  ];
  return parts.join('\t');
}

/** Documented: nodejs-logging. Assumed: all memory is used, as memory is not simulated. */
export function endLines(report: InvocationReport): readonly [end: string, report: string] {
  const { requestId, durationMs, billedDurationMs, memorySizeMB, initDurationMs, status } = report;
  const parts = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedDurationMs} ms`,
    `Memory Size: ${memorySizeMB} MB`,
    `Max Memory Used: ${memorySizeMB} MB`,
    ...(initDurationMs === undefined ? [] : [`Init Duration: ${initDurationMs.toFixed(2)} ms`]),
    ...(status === undefined ? [] : [`Status: ${status}`]),
  ];
  return [`END RequestId: ${requestId}`, `${parts.join('\t')}\t`];
}
