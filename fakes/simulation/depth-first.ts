import type { Footprint } from '../kernel/footprint';
import { affords, spend, type Budget } from './budget';
import type { Option } from './choices';
import { Nondeterminism, WHAT_IS_UNCONTROLLED, type Chooser } from './choosers';

interface Touched {
  readonly task: string | undefined;
  readonly footprint: Footprint;
}

interface Node {
  /** The options that were affordable and awake here, in order. */
  readonly open: readonly Pick<Option, 'token' | 'label'>[];
  /** Which of them the current run takes. */
  index: number;
  /** What the options taken here before had touched: the siblings of the current one. */
  readonly done: Map<string, Touched>;
  /** Options that need no exploring here: another order of independent calls was explored already. */
  readonly sleep: ReadonlyMap<string, Touched>;
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

  readonly #allows: (depth: number, option: Option) => boolean;

  /** `allows` leaves out parts of the tree: options (at a depth, from 0) that other explorations look after. */
  constructor(
    budget: Budget,
    options: { readonly reduce: boolean; readonly allows?: (depth: number, option: Option) => boolean },
  ) {
    this.#budget = budget;
    this.#reduce = options.reduce && !Number.isFinite(budget.preemptions);
    this.#allows = options.allows ?? (() => true);
  }

  /** The chooser of the next run. */
  chooser(): Chooser {
    let depth = 0;
    let left = this.#budget;
    return {
      choose: (options) => {
        const known = this.#path[depth];
        const node = known ?? this.#open(depth, options, left);
        const taken = node?.open[node.index];
        if (node === undefined || taken === undefined) return 'prune';
        if (node === known) this.#refuseChange(depth, node, options, left);
        depth++;
        const index = options.findIndex((option) => option.token === taken.token);
        left = spend(left, options[index]?.cost ?? {});
        return index;
      },
      ...(this.#reduce
        ? {
            onStep: (option, footprint) =>
              void this.#path[depth - 1]?.done.set(option.token, { task: option.task, footprint }),
          }
        : {}),
    };
  }

  /** Goes on to the next untried choice. False when there is none left: the exploration is complete. */
  advance(): boolean {
    for (let node = this.#path.at(-1); node !== undefined; node = this.#path.at(-1)) {
      if (++node.index < node.open.length) return true;
      this.#path.pop();
    }
    return false;
  }

  #open(depth: number, options: readonly Option[], left: Budget): Node | undefined {
    const sleep = this.#sleepHere();
    const open = this.#openTo(depth, options, left, sleep);
    if (open.length === 0) return undefined;
    const node: Node = { open, index: 0, done: new Map(), sleep };
    this.#path.push(node);
    return node;
  }

  #openTo(depth: number, options: readonly Option[], left: Budget, sleep: Node['sleep']): readonly Option[] {
    return options.filter(
      (option) => affords(left, option.cost) && !sleep.has(option.token) && this.#allows(depth, option),
    );
  }

  /** What sleeps after the last step: what slept or was done before it, unless the step touched the same data. */
  #sleepHere(): Node['sleep'] {
    const parent = this.#path.at(-1);
    const taken = parent?.done.get(parent.open[parent.index]?.token ?? '');
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
    const now = this.#openTo(depth, options, left, node.sleep);
    if (now.length === node.open.length && now.every(({ label }, i) => label === node.open[i]?.label)) return;
    const labels = (open: Node['open']): string => open.map(({ label }) => label).join(', ');
    throw new Nondeterminism(
      `Uncontrolled nondeterminism at step ${depth + 1}: the first run offered [${labels(node.open)}], this one [${labels(now)}]. ` +
        WHAT_IS_UNCONTROLLED,
    );
  }
}
