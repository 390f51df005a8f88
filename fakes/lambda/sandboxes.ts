import { FakeMisuse } from '../kernel/errors';
import type { Task } from '../kernel/scope';
import type { LambdaHandler } from './functions';

/** Where a function's code comes from: the handler itself, or what runs at every cold start and answers it. */
export type FunctionCode = LambdaHandler | { init(): LambdaHandler | Promise<LambdaHandler> };

/** A process that runs a function, one invocation at a time. Its module state lives as long as it does. */
export interface Sandbox {
  readonly handler: LambdaHandler;
  readonly logStreamName: string;
  /** Invocations that may have left work behind when they ended, frozen between invocations. */
  readonly frozen: Task[];
}

/** A place for one invocation of a function. */
export interface Taken {
  /** A warm sandbox, if there is one. */
  readonly warm: Sandbox | undefined;
  /** Gives the place back, with the sandbox; without one when its process died, or was never made. */
  release(sandbox: Sandbox | undefined): void;
}

interface Registered {
  readonly code: FunctionCode;
  /** Warm ones, the one used last at the end. */
  readonly idle: Sandbox[];
  running: number;
  /** In which life of the world these are: a world that went back to an earlier state has no process of a later one. */
  life: number;
}

/** The code of functions and their warm processes: what cannot be data, kept beside the world's state. */
export interface Sandboxes {
  register(name: string, code: FunctionCode): void;
  running(name: string): number;
  /** Takes a place, which counts as running until it is given back. */
  take(name: string): Taken;
  /** Makes a sandbox: `init` runs inside, so what it throws belongs to the invocation. */
  start(name: string, logStreamName: string): Promise<Sandbox>;
  /** Ends a function's warm sandboxes: the next invocation is a cold start. */
  recycle(name: string): void;
  /** Forgets every function. */
  reset(): void;
}

/** @param life says in which life the world is: its generation. */
export function createSandboxes(life: () => number): Sandboxes {
  const functions = new Map<string, Registered>();
  const find = (name: string): Registered => {
    const registered = functions.get(name);
    if (registered === undefined) throw new FakeMisuse(`aws.lambda has no code for the function ${name}.`);
    if (registered.life !== life()) {
      end(registered);
      registered.running = 0;
      registered.life = life();
    }
    return registered;
  };
  const end = ({ idle }: Registered): void => {
    for (const { frozen } of idle.splice(0)) for (const task of frozen) task.crash();
  };
  return {
    register(name, code) {
      if (typeof code === 'function' && code.length >= 3) {
        throw new FakeMisuse(
          `aws.lambda.function(${JSON.stringify(name)}): handlers with a callback are not modelled. Give an async handler.`,
        );
      }
      const before = functions.get(name);
      if (before !== undefined) end(before);
      functions.set(name, { code, idle: [], running: 0, life: life() });
    },
    running: (name) => find(name).running,
    take(name) {
      const registered = find(name);
      registered.running++;
      const taken = registered.life;
      return {
        warm: registered.idle.pop(),
        release(sandbox) {
          // Registered anew, or in another life: then there is nothing to give it back to.
          if (functions.get(name) !== registered || registered.life !== taken) return;
          registered.running--;
          if (sandbox !== undefined) registered.idle.push(sandbox);
        },
      };
    },
    async start(name, logStreamName) {
      const { code } = find(name);
      const handler = typeof code === 'function' ? code : await code.init();
      return { handler, logStreamName, frozen: [] };
    },
    recycle: (name) => end(find(name)),
    reset() {
      for (const registered of functions.values()) end(registered);
      functions.clear();
    },
  };
}
