import { currentTask, type Task } from '../kernel/scope';

/** Collects what running tasks write to stdout and stderr. */
export interface LogCapture {
  /** From now on the task's output goes to `onLine`, line by line, and no longer to the terminal. Returns how to stop. */
  capture(task: Task, onLine: (line: string) => void): () => void;
}

type Write = typeof process.stdout.write;

/**
 * Captures by task, not by time: output of the test itself passes through while a function runs. `console.log` and
 * loggers with a console of their own (Powertools) both end in these two streams.
 */
export function createLogCapture(): LogCapture {
  const sinks = new Map<Task, (text: string) => void>();
  let release: (() => void) | undefined;
  return {
    capture(task, onLine) {
      let rest = '';
      sinks.set(task, (text) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) onLine(line);
      });
      release ??= hook(sinks);
      return () => {
        sinks.delete(task);
        if (rest !== '') onLine(rest);
        if (sinks.size > 0) return;
        release?.();
        release = undefined;
      };
    },
  };
}

function isFunction(value: unknown): value is () => void {
  return typeof value === 'function';
}

function hook(sinks: ReadonlyMap<Task, (text: string) => void>): () => void {
  const releases = [process.stdout, process.stderr].map((stream) => {
    const before: Write = Reflect.get(stream, 'write');
    const write = (...args: unknown[]): boolean => {
      const task = currentTask();
      const sink = task === undefined ? undefined : sinks.get(task);
      if (sink === undefined) return Boolean(Reflect.apply(before, stream, args));
      const [chunk] = args;
      sink(chunk instanceof Uint8Array ? Buffer.from(chunk).toString('utf8') : String(chunk));
      const callback = args.find(isFunction);
      if (callback !== undefined) process.nextTick(callback);
      return true;
    };
    stream.write = write;
    return () => {
      // Somebody who hooked later keeps calling us: then there is nothing to put back, and everything passes through.
      if (stream.write === write) stream.write = before;
    };
  });
  return () => releases.forEach((release) => release());
}
