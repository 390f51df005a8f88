import { runInScope, type Task } from '../kernel/scope';
import type { Machine } from './machine';

/** How a piece of a function's life ended. */
export type Ending<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'crashed' };

/**
 * Runs code of a task until it ends, dies by a crash fault, or the world's time passes its deadline. `strike` is called at
 * the deadline, before anything else can happen.
 */
export function execute<T>(
  { world }: Machine,
  task: Task,
  { deadline, strike }: { readonly deadline: number; readonly strike: () => void },
  body: () => Promise<T>,
): Promise<Ending<T>> {
  return new Promise((resolve) => {
    const timer = world.clock.deadline(deadline, () => {
      resolve({ kind: 'timedOut' });
      strike();
    });
    const end = (ending: Ending<T>): void => {
      timer.cancel();
      resolve(ending);
    };
    void task.hung.then(() => timer.expect());
    void task.crashed.then(() => end({ kind: 'crashed' }));
    void runInScope({ task }, body).then(
      (value) => end({ kind: 'done', value }),
      (error: unknown) => end({ kind: 'threw', error }),
    );
  });
}
