import { simulatedAws, type FakeAws } from '../aws';
import type { VirtualTime } from '../kernel/virtual-time';
import type { WorldMark } from '../kernel/world';
import type { Chooser } from './choosers';
import { DEFAULT_FAULT_MODES } from './fault-modes';
import type { ExploreOptions } from './explore-options';
import { seedTaskRandomness } from './randomness';
import { replayOf, type Violation } from './report';
import { runOnce, type RunResult } from './run';

const realSetImmediate = globalThis.setImmediate;

/** An arranged world in which the tasks can be run again and again from the same state. */
export class Scenario {
  /** Runs that were made to their end; pruned ones do not count. */
  runs = 0;
  readonly #sometimes = new Map<string, boolean>();

  private constructor(
    private readonly options: ExploreOptions,
    private readonly aws: FakeAws,
    private readonly time: VirtualTime,
    private readonly restoreRandomness: () => void,
    private readonly mark: WorldMark,
    private readonly startedAt: number,
  ) {}

  static async arrange(options: ExploreOptions): Promise<Scenario> {
    const { aws, time } = simulatedAws(options.world ?? {});
    const restoreRandomness = seedTaskRandomness(aws.seed);
    try {
      if (options.arrange !== undefined) await drive(time, Promise.resolve(options.arrange(aws)));
      return new Scenario(options, aws, time, restoreRandomness, aws.mark(), aws.clock.now());
    } catch (error) {
      restoreRandomness();
      aws.unplug();
      throw error;
    }
  }

  get seed(): number {
    return this.aws.seed;
  }

  /** Makes one run; returns what was wrong with it, if anything. */
  async run(chooser: Chooser): Promise<Violation | undefined> {
    this.aws.restore(this.mark);
    this.time.restart(this.startedAt);
    this.aws.calls.reset();
    this.options.reset?.();
    const tasks = Object.entries(this.options.tasks).map(
      ([name, body]) => [name, () => body(this.aws)] as const,
    );
    const run = await runOnce({
      world: this.aws.world,
      time: this.time,
      tasks: Object.fromEntries(tasks),
      // Without a budget for faults there is no need to look for them.
      faults: this.options.bounds?.faults ? (this.options.faults ?? DEFAULT_FAULT_MODES) : [],
      deliveries: this.options.deliveries ?? 1,
      choose: chooser.choose,
      onStep: (option, footprint) => chooser.onStep(option, footprint),
    });
    if (run.pruned) return undefined;
    this.runs++;
    return this.#judge(run);
  }

  async #judge(run: RunResult): Promise<Violation | undefined> {
    const violation = (error: unknown): Violation => ({
      replay: replayOf(run),
      message: error instanceof Error ? error.message : String(error),
      error,
      run,
    });
    if (run.stuck !== undefined) return violation(new Error(run.stuck));
    const injected = run.steps.flatMap(({ token }) => (token.includes('!') ? [token] : []));
    try {
      const finished = {
        aws: this.aws,
        outcomes: run.outcomes,
        injected,
        sometimes: (what: string, holds: boolean) =>
          void this.#sometimes.set(what, holds || this.#sometimes.get(what) === true),
      };
      await drive(this.time, Promise.resolve(this.options.assert(finished)));
      const [problem] = this.aws.world.takeProblems();
      return problem === undefined ? undefined : violation(problem);
    } catch (error) {
      return violation(error);
    }
  }

  /** What `sometimes` was told and never was true. */
  neverTrue(): readonly string[] {
    return [...this.#sometimes].flatMap(([what, ever]) => (ever ? [] : [what]));
  }

  end(): void {
    this.restoreRandomness();
    this.aws.unplug();
  }
}

/** Waits for code that runs outside a simulated run, moving time on whenever it waits. */
async function drive<T>(time: VirtualTime, work: Promise<T>): Promise<T> {
  let done = false;
  const finish = (): void => {
    done = true;
  };
  work.then(finish, finish);
  while (!done) {
    await new Promise((resolve) => realSetImmediate(resolve));
    if (!done && time.hasTimers()) time.advanceToNextTimer();
  }
  return work;
}
