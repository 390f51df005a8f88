import type { SqsContext } from './validate';

/** Placeholder until move tasks exist. */
export function advanceMoveTasks(_context: SqsContext): void {}
