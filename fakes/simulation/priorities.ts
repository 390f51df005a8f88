import type { Rng } from '../kernel/rng';
import { affords, spend, type Budget } from './budget';
import type { Option } from './choices';
import type { Chooser } from './choosers';

/** How many times priorities change in a run, the first order included: most bugs need no more than two or three. */
const DEPTH = 3;

/**
 * Probabilistic concurrency testing: tasks have random priorities, the highest that can go on does, and at a few random
 * steps the one that would go on becomes the lowest. A bug that needs d ordered steps among n tasks and k steps is found
 * with a probability of at least 1/(n * k^(d-1)) per run. Faults and time jumps strike at random steps, as many as the
 * budget has.
 *
 * @param steps how many steps a run has, about: where changes can fall.
 */
export function prioritized(rng: Rng, budget: Budget, steps: number): Chooser {
  const somewhere = (count: number): Set<number> =>
    new Set(Array.from({ length: Math.min(count, steps) }, () => rng.below(Math.max(1, steps))));
  const changes = somewhere(DEPTH - 1);
  const faults = somewhere(budget.faults);
  const jumps = somewhere(budget.timeJumps);
  const priorities = new Map<string, number>();
  let lowest = 0;
  let step = -1;
  let left = budget;

  const priorityOf = (task: string): number => {
    let priority = priorities.get(task);
    if (priority === undefined) priorities.set(task, (priority = 1 + rng.next()));
    return priority;
  };
  /** The undisturbed options of the task that goes on: its first pending call, before its later ones. */
  const favourite = (open: readonly Option[]): Option | undefined => {
    const calls = open.filter(({ task, token }) => task !== undefined && !token.includes('!'));
    return calls.toSorted((a, b) => priorityOf(b.task ?? '') - priorityOf(a.task ?? ''))[0];
  };
  return {
    choose(options) {
      step++;
      const open = options.filter(({ cost }) => affords(left, cost));
      let chosen = favourite(open);
      if (chosen?.task !== undefined && changes.has(step)) {
        priorities.set(chosen.task, (lowest -= 1));
        chosen = favourite(open);
      }
      const jump = jumps.has(step) ? open.find(({ task }) => task === undefined) : undefined;
      const struck = open.filter(({ token }) => token.startsWith(`${chosen?.token ?? ''}!`));
      if (jump !== undefined) chosen = jump;
      else if (faults.has(step) && struck.length > 0) chosen = struck[rng.below(struck.length)];
      // Nothing but time can go on: the first option.
      if (chosen === undefined) return 0;
      left = spend(left, chosen.cost);
      return options.indexOf(chosen);
    },
  };
}
