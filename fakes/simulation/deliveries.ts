import { runInScope, Task } from '../kernel/scope';

/** How a task ended. `deliveries`: how often it was begun in all. */
export type Outcome =
  | { readonly kind: 'returned'; readonly value: unknown; readonly deliveries: number }
  | { readonly kind: 'threw'; readonly error: unknown; readonly deliveries: number }
  | { readonly kind: 'crashed'; readonly deliveries: number };

/** A task that was begun, maybe more than once. */
export interface Running {
  readonly name: string;
  readonly outcome: Outcome | undefined;
  /** Its latest delivery. */
  readonly task: Task;
  /** The run is over: what still goes on is dead, and nothing is delivered again. */
  abandon(): void;
}

/** Starts a task; when it crashes or throws, it is delivered again, `most` times in all. */
export function begin(name: string, body: () => Promise<unknown>, most: number): Running {
  const running: { name: string; outcome: Outcome | undefined; task: Task; abandon(): void } = {
    name,
    outcome: undefined,
    task: new Task(name),
    abandon() {
      abandoned = true;
      running.task.crash();
    },
  };
  let abandoned = false;
  let deliveries = 0;
  const deliver = (task: Task): void => {
    running.task = task;
    deliveries++;
    const end = (outcome: Outcome): void => {
      if (abandoned || running.task !== task || running.outcome !== undefined) return;
      if (outcome.kind === 'returned' || deliveries >= most) running.outcome = outcome;
      else {
        // What the delivery before left running (a call it did not await) belongs to a process that is gone.
        task.crash();
        deliver(new Task(name));
      }
    };
    void task.crashed.then(() => end({ kind: 'crashed', deliveries }));
    void runInScope({ task }, async () => body()).then(
      (value) => end({ kind: 'returned', value, deliveries }),
      (error: unknown) => end({ kind: 'threw', error, deliveries }),
    );
  };
  deliver(running.task);
  return running;
}
