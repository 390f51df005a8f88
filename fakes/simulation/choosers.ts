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
      const open = openTo(options, left);
      const index = open[(numbers[step++] ?? 0) % open.length] ?? 0;
      left = spend(left, options[index]?.cost ?? FREE);
      return index;
    },
  };
}

/** Walks at random within a budget, every affordable option alike. */
export function wandering(rng: Rng, budget: Budget): Chooser {
  let left = budget;
  return {
    choose(options) {
      const open = openTo(options, left);
      const index = open[rng.below(open.length)] ?? 0;
      left = spend(left, options[index]?.cost ?? FREE);
      return index;
    },
  };
}

/** The positions of the options that a budget affords. Never empty: the first option of every step is free. */
function openTo(options: readonly Option[], left: Budget): readonly number[] {
  return options.flatMap((option, index) => (affords(left, option.cost) ? [index] : []));
}
