import type { Footprint } from '../kernel/footprint';
import type { Rng } from '../kernel/rng';
import { affords, FREE, spend, type Budget } from './budget';
import type { Option } from './choices';
import type { Choose } from './run';
import type { Tape } from './tape';

/** Two runs of the same choices met different options: something in the code under test is not under control. */
export class Nondeterminism extends Error {
  override readonly name = 'Nondeterminism';
}

/** What a message says about the causes. */
export const WHAT_IS_UNCONTROLLED =
  'The code under test draws on something outside the simulation: a clock or random source captured at load ' +
  '(mocha --require aws-fakes/register takes hold of those), ' +
  'state kept in a module between runs (give `reset`), or real I/O whose order is open.';

/** A chooser of one run: it also sees each step's footprint. */
export interface Chooser {
  readonly choose: Choose;
  readonly onStep?: (option: Option, footprint: Footprint) => void;
}

/** Takes the undisturbed way, but for the deviations: at step n, the option of that token if it is there. */
export function deviating(deviations: ReadonlyMap<number, string>): Chooser {
  let step = 0;
  return {
    choose(options) {
      const wanted = deviations.get(step++);
      return wanted === undefined
        ? 0
        : Math.max(
            0,
            options.findIndex(({ token }) => token === wanted),
          );
    },
  };
}

/** Follows a tape to the letter, then the undisturbed way. */
export function following(tape: Tape): Chooser {
  let step = 0;
  return {
    choose(options) {
      const wanted = tape[step++];
      if (wanted === undefined) return 0;
      const index = options.findIndex(({ token }) => token === wanted);
      if (index >= 0) return index;
      throw new Nondeterminism(
        `The replay does not fit the code any more: step ${step} wants "${wanted}", available: ${options.map(({ token }) => token).join(', ')}.`,
      );
    },
  };
}

/**
 * Decides by numbers: at each step, the n-th of the affordable options (modulo how many there are), 0 being what happens
 * when nothing interferes. After the last number, nothing interferes. For generators that shrink: `fc.array(fc.nat())`.
 */
export function numbered(numbers: readonly number[], budget: Budget): Chooser {
  let left = budget;
  let step = 0;
  return {
    choose(options) {
      const taken = take(options, left, () => numbers[step] ?? 0);
      step++;
      left = taken.left;
      return taken.index;
    },
  };
}

/** Walks at random within a budget, every affordable option alike. */
export function wandering(rng: Rng, budget: Budget): Chooser {
  let left = budget;
  return {
    choose(options) {
      const taken = take(options, left, (count) => rng.below(count));
      left = taken.left;
      return taken.index;
    },
  };
}

const UNDISTURBED = { index: 0, cost: FREE };

/** The n-th of the options that a budget affords (modulo how many there are), and what is left of the budget. */
function take(
  options: readonly Option[],
  left: Budget,
  nth: (count: number) => number,
): { readonly index: number; readonly left: Budget } {
  // Never empty: the first option of every step is free.
  const open = options.flatMap(({ cost }, index) => (affords(left, cost) ? [{ index, cost }] : []));
  const { index, cost } = open[nth(open.length) % open.length] ?? UNDISTURBED;
  return { index, left: spend(left, cost) };
}
