import type { Footprint } from '../kernel/footprint';
import type { Rng } from '../kernel/rng';
import { affords, spend, type Budget } from './budget';
import type { Choose, Option } from './run';
import type { Tape } from './tape';

/** Two runs of the same choices met different options: something in the code under test is not under control. */
export class Nondeterminism extends Error {
  override readonly name = 'Nondeterminism';
}

/** A chooser of one run: it also sees each step's footprint. */
export interface Chooser {
  readonly choose: Choose;
  onStep(option: Option, footprint: Footprint): void;
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
    onStep: () => undefined,
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
    onStep: () => undefined,
  };
}

/** Walks at random within a budget, every affordable option alike. */
export function wandering(rng: Rng, budget: Budget): Chooser {
  let left = budget;
  return {
    choose(options) {
      const open = options.flatMap((option, index) => (affords(left, option.cost) ? [index] : []));
      const index = open[rng.below(open.length)] ?? 0;
      left = spend(left, (options[index] as Option).cost);
      return index;
    },
    onStep: () => undefined,
  };
}

interface Node {
  /** The options that were affordable and awake here, in order. */
  readonly tokens: readonly string[];
  /** What they were going to do. */
  readonly labels: readonly string[];
  /** Which of them the current run takes. */
  index: number;
  /** What the options taken here before had touched: the siblings of the current one. */
  readonly done: Map<string, { task: string | undefined; footprint: Footprint }>;
  /** Options that need no exploring here: another order of independent calls was explored already. */
  readonly sleep: ReadonlyMap<string, { task: string | undefined; footprint: Footprint }>;
}

/**
 * All runs within a budget, depth first, by running again from the start with the next untried choice. With sleep sets, of
 * two orders of calls that do not touch each other's data only one is run.
 *
 * Sleep sets are unsound under a bound on preemptions (the one order that was run may be the one the bound forbids
 * elsewhere), so they are used only when that is unbounded.
 */
export class DepthFirst {
  readonly #path: Node[] = [];
  readonly #budget: Budget;
  readonly #reduce: boolean;

  constructor(budget: Budget, options: { readonly reduce: boolean }) {
    this.#budget = budget;
    this.#reduce = options.reduce && !Number.isFinite(budget.preemptions);
  }

  /** The chooser of the next run. */
  chooser(): Chooser {
    let depth = 0;
    let left = this.#budget;
    return {
      choose: (options) => {
        const node = this.#path[depth] ?? this.#open(options, left);
        if (node === undefined) return 'prune';
        depth++;
        const token = node.tokens[node.index] as string;
        this.#refuseChange(depth, node, options, left);
        const index = options.findIndex((option) => option.token === token);
        left = spend(left, (options[index] as Option).cost);
        return index;
      },
      onStep: (option, footprint) => {
        this.#path[depth - 1]?.done.set(option.token, { task: option.task, footprint });
      },
    };
  }

  /** Goes on to the next untried choice. False when there is none left: the exploration is complete. */
  advance(): boolean {
    for (let node = this.#path.at(-1); node !== undefined; node = this.#path.at(-1)) {
      if (++node.index < node.tokens.length) return true;
      this.#path.pop();
    }
    return false;
  }

  #open(options: readonly Option[], left: Budget): Node | undefined {
    const sleep = this.#sleepHere();
    const open = openTo(options, left, sleep);
    if (open.length === 0) return undefined;
    const node: Node = {
      tokens: open.map((option) => option.token),
      labels: open.map((option) => option.label),
      index: 0,
      done: new Map(),
      sleep,
    };
    this.#path.push(node);
    return node;
  }

  /** What sleeps after the last step: what slept or was done before it, unless the step touched the same data. */
  #sleepHere(): Node['sleep'] {
    const parent = this.#path.at(-1);
    const taken = parent?.done.get(parent.tokens[parent.index] as string);
    if (!this.#reduce || parent === undefined || taken === undefined || taken.task === undefined)
      return new Map();
    const asleep = [...parent.sleep, ...parent.done].filter(
      ([, other]) =>
        other.task !== undefined &&
        other.task !== taken.task &&
        !other.footprint.conflictsWith(taken.footprint),
    );
    return new Map(asleep);
  }

  #refuseChange(depth: number, node: Node, options: readonly Option[], left: Budget): void {
    const now = openTo(options, left, node.sleep).map((option) => option.label);
    if (now.join() === node.labels.join()) return;
    throw new Nondeterminism(
      `Uncontrolled nondeterminism at step ${depth}: the first run offered [${node.labels.join(', ')}], this one [${now.join(', ')}]. ` +
        'The code under test draws on something outside the simulation: a clock or random source captured at load, ' +
        'state kept in a module between runs, or real I/O.',
    );
  }
}

function openTo(options: readonly Option[], left: Budget, sleep: Node['sleep']): readonly Option[] {
  return options.filter((option) => affords(left, option.cost) && !sleep.has(option.token));
}
