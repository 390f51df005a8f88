import { currentTask, type Task } from '../kernel/scope';

/** Shows running functions an environment of their own in `process.env`. */
export interface Environment {
  /** From now on the task reads these variables; everybody else goes on reading what is there. Returns how to stop. */
  apply(task: Task, variables: Readonly<Record<string, string>>): () => void;
}

/**
 * Lays variables over `process.env` for as long as tasks run that have some. What a function assigns or deletes goes to
 * the process's own environment, as in a test that calls the handler itself.
 */
export function createEnvironment(): Environment {
  const layers = new Map<Task, Readonly<Record<string, string>>>();
  let release: (() => void) | undefined;
  return {
    apply(task, variables) {
      layers.set(task, variables);
      release ??= overlay(layers);
      return () => {
        layers.delete(task);
        if (layers.size > 0) return;
        release?.();
        release = undefined;
      };
    },
  };
}

function overlay(layers: ReadonlyMap<Task, Readonly<Record<string, string>>>): () => void {
  const before = process.env;
  const layer = (): Readonly<Record<string, string>> => {
    const task = currentTask();
    return (task && layers.get(task)) ?? NONE;
  };
  const has = (name: string | symbol): name is string =>
    typeof name === 'string' && Object.hasOwn(layer(), name);
  const shown = new Proxy(before, {
    get: (target, name) => (has(name) ? layer()[name] : Reflect.get(target, name)),
    has: (target, name) => has(name) || Reflect.has(target, name),
    ownKeys: (target) => [...new Set([...Reflect.ownKeys(target), ...Object.keys(layer())])],
    getOwnPropertyDescriptor: (target, name) =>
      has(name)
        ? { value: layer()[name], writable: true, enumerable: true, configurable: true }
        : Reflect.getOwnPropertyDescriptor(target, name),
  });
  process.env = shown;
  return () => {
    if (process.env === shown) process.env = before;
  };
}

const NONE: Readonly<Record<string, string>> = {};
