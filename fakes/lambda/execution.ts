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
export async function execute<T>(
  { world }: Machine,
  task: Task,
  { deadline, strike }: { readonly deadline: number; readonly strike: () => void },
  body: () => Promise<T>,
): Promise<Ending<T>> {
  let resolveStruck: () => void = () => undefined;
  const struck = new Promise<void>((resolve) => (resolveStruck = resolve));
  const timer = world.clock.deadline(deadline, () => {
    resolveStruck();
    strike();
  });
  void task.hung.then(() => timer.expect());
  const ending = await Promise.race([
    struck.then((): Ending<T> => ({ kind: 'timedOut' })),
    task.crashed.then((): Ending<T> => ({ kind: 'crashed' })),
    runInScope({ task }, body).then(
      (value): Ending<T> => ({ kind: 'done', value }),
      (error: unknown): Ending<T> => ({ kind: 'threw', error }),
    ),
  ]);
  timer.cancel();
  return ending;
}
