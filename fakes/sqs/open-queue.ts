import { openLine, type Line } from './line';
import { advanceMoveTasks } from './move-task-progress';
import type { Queue } from './state';
import type { SqsContext } from './validate';

/**
 * Opens a queue's messages for an operation that has passed all its checks: first lets the move tasks of the world do
 * what has fallen due, then drops what has expired.
 */
export function openQueue(context: SqsContext, queue: Queue): Line {
  advanceMoveTasks(context);
  return openLine(context.state, queue, context.now);
}
