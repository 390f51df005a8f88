import fs from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { currentTask, type Task } from '../kernel/scope';

/** Collects what running tasks write to stdout and stderr. */
export interface LogCapture {
  /** From now on the task's output goes to `onLine`, line by line, and no longer to the terminal. Returns how to stop. */
  capture(task: Task, onLine: (line: string) => void): () => void;
}

type Write = typeof process.stdout.write;
type Sink = (chunk: unknown) => void;

/**
 * Captures by task, not by time: output of the test itself passes through while a function runs. `console.log` and
 * loggers with a console of their own (Powertools) end in the two streams; loggers that write to the file descriptors 1 and
 * 2 themselves (pino) in `fs.writeSync`.
 */
export function createLogCapture(): LogCapture {
  const sinks = new Map<Task, Sink>();
  let release: (() => void) | undefined;
  return {
    capture(task, onLine) {
      let rest = '';
      const decoder = new StringDecoder('utf8');
      sinks.set(task, (chunk) => {
        const text = chunk instanceof Uint8Array ? decoder.write(Buffer.from(chunk)) : String(chunk);
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) onLine(line);
      });
      release ??= hook(sinks);
      return () => {
        sinks.delete(task);
        rest += decoder.end();
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

function hook(sinks: ReadonlyMap<Task, Sink>): () => void {
  const sinkOfTask = (): Sink | undefined => {
    const task = currentTask();
    return task === undefined ? undefined : sinks.get(task);
  };
  const releases = [process.stdout, process.stderr].map((stream) => {
    const before: Write = Reflect.get(stream, 'write');
    const write = (...args: unknown[]): boolean => {
      const sink = sinkOfTask();
      if (sink === undefined) return Boolean(Reflect.apply(before, stream, args));
      sink(args[0]);
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
  releases.push(hookDescriptors(sinkOfTask));
  return () => releases.forEach((release) => release());
}

/** The descriptors of stdout and stderr, written to without their streams. */
function hookDescriptors(sinkOfTask: () => Sink | undefined): () => void {
  const before: typeof fs.writeSync = Reflect.get(fs, 'writeSync');
  const writeSync = (...args: readonly unknown[]): unknown => {
    const [descriptor, data, offset, length] = args;
    const sink = descriptor === 1 || descriptor === 2 ? sinkOfTask() : undefined;
    if (sink === undefined) return Reflect.apply(before, fs, args);
    if (!(data instanceof Uint8Array)) {
      sink(data);
      return Buffer.byteLength(String(data));
    }
    const start = typeof offset === 'number' ? offset : 0;
    const bytes = data.subarray(start, typeof length === 'number' ? start + length : undefined);
    sink(bytes);
    return bytes.byteLength;
  };
  Reflect.set(fs, 'writeSync', writeSync);
  return () => {
    if (Reflect.get(fs, 'writeSync') === writeSync) Reflect.set(fs, 'writeSync', before);
  };
}
