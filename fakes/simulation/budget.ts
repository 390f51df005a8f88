/** How far a run may stray from the undisturbed one. The budget is the coverage statement of an exploration. */
export interface Budget {
  /** How often a task that could go on is left for another. */
  readonly preemptions: number;
  /** How many calls meet a fault. */
  readonly faults: number;
  /** How often time moves on although a call could be made: "that call was slow". */
  readonly timeJumps: number;
}

/** What taking an option costs. */
export type Cost = Partial<Budget>;

/** What the undisturbed option costs. */
export const FREE: Cost = {};

export function affords(left: Budget, cost: Cost): boolean {
  return (
    (cost.preemptions ?? 0) <= left.preemptions &&
    (cost.faults ?? 0) <= left.faults &&
    (cost.timeJumps ?? 0) <= left.timeJumps
  );
}

export function spend(left: Budget, cost: Cost): Budget {
  return {
    preemptions: left.preemptions - (cost.preemptions ?? 0),
    faults: left.faults - (cost.faults ?? 0),
    timeJumps: left.timeJumps - (cost.timeJumps ?? 0),
  };
}

/** The budget in words: `all interleavings, at most 1 fault, no time jumps`. */
export function describeBudget({ preemptions, faults, timeJumps }: Budget): string {
  const interleavings = Number.isFinite(preemptions)
    ? atMost(preemptions, 'preemption')
    : 'all interleavings';
  return `${interleavings}, ${atMost(faults, 'fault')}, ${atMost(timeJumps, 'time jump')}`;
}

/** The same, where a sweep says it shorter: `all single faults at 3 calls`. */
export function describeCoverage(budget: Budget, calls: number): string {
  const { preemptions, faults, timeJumps } = budget;
  if (preemptions !== 0 || timeJumps !== 0 || faults < 1 || faults > 2) return describeBudget(budget);
  return `all single faults${faults === 2 ? ' and all pairs' : ''} at ${calls} ${calls === 1 ? 'call' : 'calls'}`;
}

function atMost(count: number, what: string): string {
  if (!Number.isFinite(count)) return `any number of ${what}s`;
  if (count === 0) return `no ${what}s`;
  return `at most ${count} ${what}${count === 1 ? '' : 's'}`;
}
