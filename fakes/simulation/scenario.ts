import { simulatedAws, type FakeAws } from '../aws';
import { describeRule } from '../kernel/fault-text';
import type { FaultRule, FaultsMark } from '../kernel/faults';
import { describeCondition, type StandingCondition, type StandingMark } from '../kernel/standing';
import { watchRealIo, type RealIo } from '../kernel/real-io';
import type { VirtualTime } from '../kernel/virtual-time';
import type { WorldMark } from '../kernel/world';
import type { Chooser } from './choosers';
import type { ExploreOptions } from './explore-options';
import { DEFAULT_FAULT_MODES, requireKnownFaults } from './fault-modes';
import { seedRandomness, type SeededRandomness } from './randomness';
import { replayOf, type Violation } from './report';
import { runOnce, type RunOptions, type RunResult, type Simulation } from './run';

/** A run, and what was wrong with it, if anything. */
export interface Ran {
  readonly run: RunResult;
  readonly violation: Violation | undefined;
}

/** What a scenario keeps of its process while it lives, and where its runs begin. */
interface Stage {
  readonly aws: FakeAws;
  readonly time: VirtualTime;
  readonly io: RealIo;
  readonly randomness: SeededRandomness;
}

interface Beginning {
  readonly world: WorldMark;
  readonly faults: FaultsMark;
  readonly standing: StandingMark;
  readonly at: number;
}

/** An arranged world in which the tasks can be run again and again from the same state. */
export class Scenario {
  readonly #sometimes = new Map<string, boolean>();
  readonly #struck = new Set<FaultRule>();
  readonly #met = new Set<StandingCondition>();

  private constructor(
    private readonly options: ExploreOptions,
    private readonly stage: Stage,
    private readonly beginning: Beginning,
  ) {}

  /** Builds the world and sets the scene. @throws what `options.arrange` throws */
  static async arrange(options: ExploreOptions, seed: number | undefined): Promise<Scenario> {
    const { aws, time } = simulatedAws({ ...options.world, ...(seed === undefined ? {} : { seed }) });
    const randomness = seedRandomness(aws.seed);
    const io = watchRealIo();
    const stage: Stage = { aws, time, io, randomness };
    try {
      requireKnownFaults(aws.world.operations(), options.faults);
      if (options.arrange !== undefined) await drive(stage, Promise.resolve(options.arrange(aws)));
      const { faults, standing } = aws.world;
      const beginning = {
        world: aws.mark(),
        faults: faults.mark(),
        standing: standing.mark(),
        at: aws.clock.now(),
      };
      return new Scenario(options, stage, beginning);
    } catch (error) {
      leave(stage);
      throw error;
    }
  }

  get seed(): number {
    return this.stage.aws.seed;
  }

  /**
   * Makes one run and checks the assertion. `detailed`: with stack traces in errors and every step's changes, at a price.
   * `judged: false`: without the assertion. `timersMatter`: see `RunOptions`.
   */
  async run(chooser: Chooser, { detailed = false, judged = true, timersMatter = false } = {}): Promise<Ran> {
    const limit = Error.stackTraceLimit;
    if (!detailed) Error.stackTraceLimit = 0;
    try {
      this.#restart();
      const run = await this.#perform(chooser, { detailed, timersMatter });
      for (const { rule, struck } of this.stage.aws.world.faults.struck()) {
        if (struck > 0) this.#struck.add(rule);
      }
      for (const { condition, met } of this.stage.aws.world.standing.met()) {
        if (met > 0) this.#met.add(condition);
      }
      return { run, violation: run.pruned || !judged ? undefined : await this.#judge(run) };
    } finally {
      Error.stackTraceLimit = limit;
    }
  }

  /** What never came true in any run: what `sometimes` was told, rules that never struck, conditions that met no call. */
  neverTrue(): readonly string[] {
    const rules = this.beginning.faults.rules.map(([{ rule }]) => rule);
    return [
      ...[...this.#sometimes].flatMap(([what, ever]) => (ever ? [] : [what])),
      ...rules
        .filter((rule) => !rule.optional && !this.#struck.has(rule))
        .map((rule) => `fault rule ${describeRule(rule)}`),
      ...this.beginning.standing.flatMap(([{ condition }]) =>
        condition.optional || this.#met.has(condition)
          ? []
          : [`standing condition ${describeCondition(condition, this.beginning.at)}`],
      ),
    ];
  }

  end(): void {
    leave(this.stage);
  }

  #restart(): void {
    const { aws, time, io, randomness } = this.stage;
    aws.restore(this.beginning.world);
    aws.world.faults.restore(this.beginning.faults);
    aws.world.standing.restore(this.beginning.standing);
    time.restart(this.beginning.at);
    aws.calls.reset();
    randomness.restart();
    io.restart();
    this.options.reset?.();
  }

  #perform(chooser: Chooser, how: Pick<RunOptions, 'detailed' | 'timersMatter'>): Promise<RunResult> {
    const { aws, time, io } = this.stage;
    const tasks = Object.entries(this.options.tasks).map(
      ([name, body]) => [name, (simulation: Simulation) => body(aws, simulation)] as const,
    );
    return runOnce({
      world: aws.world,
      time,
      io,
      tasks: Object.fromEntries(tasks),
      // Without a budget for faults there is no need to look for them.
      faults: this.options.bounds?.faults ? (this.options.faults ?? DEFAULT_FAULT_MODES) : [],
      deliveries: this.options.deliveries ?? 1,
      choose: chooser.choose,
      onStep: chooser.onStep,
      ...how,
    });
  }

  /** The rules and conditions of the world in words, and how often each struck in the run that just ended. */
  #inForce(): readonly string[] {
    const { faults, standing } = this.stage.aws.world;
    return [
      ...faults.struck().map(({ rule, struck }) => `${describeRule(rule)} (struck ${struck})`),
      ...standing
        .met()
        .map(
          ({ condition, met }) => `${describeCondition(condition, this.beginning.at)} (met ${met} attempts)`,
        ),
    ];
  }

  async #judge(run: RunResult): Promise<Violation | undefined> {
    const violation = (error: unknown): Violation => ({
      replay: replayOf(run),
      message: error instanceof Error ? error.message : String(error),
      error,
      run,
      faults: this.#inForce(),
    });
    const { world } = this.stage.aws;
    // That a rule did not strike in one run of many is no mistake: see `neverTrue`.
    world.faults.takeUnused();
    world.standing.takeUnmet();
    const [problem] = world.takeProblems();
    if (problem !== undefined) return violation(problem);
    if (run.stuck !== undefined) return violation(new Error(run.stuck));
    const finished = {
      aws: this.stage.aws,
      outcomes: run.outcomes,
      injected: run.steps.flatMap(({ token }) => (token.includes('!') ? [token] : [])),
      steps: run.steps,
      sometimes: (what: string, holds: boolean) =>
        void this.#sometimes.set(what, holds || this.#sometimes.get(what) === true),
    };
    try {
      await drive(this.stage, Promise.resolve(this.options.assert(finished)));
      return undefined;
    } catch (error) {
      return violation(error);
    }
  }
}

function leave({ aws, io, randomness }: Stage): void {
  io.stop();
  randomness.restore();
  aws.world.faults.takeUnused();
  aws.world.standing.takeUnmet();
  aws.unplug();
}

/** Waits for code that runs outside a simulated run, moving time on whenever it waits. */
async function drive<T>({ time, io }: Stage, work: Promise<T>): Promise<T> {
  const state = { done: false };
  const finish = (): void => void (state.done = true);
  work.then(finish, finish);
  while (!state.done) {
    await io.quiescence();
    if (!state.done && time.hasTimers()) time.advanceToNextTimer();
  }
  return work;
}
