import { createClock, type Clock } from './clock';
import type { Call } from './call';
import { FakeMisuse, type LibraryError } from './errors';
import { describeRule } from './fault-text';
import { Faults } from './faults';
import { createIds, type Ids } from './ids';
import { Journal } from './journal';
import { Identities } from './policy/identities';
import type { AnyService, Context, OperationRow, Service } from './operation';
import { createRng, type Rng } from './rng';
import { describeCondition, StandingConditions } from './standing';
import { operationShape, type OperationShape } from './shape';
import { Store, type Mark } from './store';

/** A row of a service's table, mounted in a world: with its state and its compiled shapes. */
export interface MountedOperation {
  readonly service: AnyService;
  readonly state: unknown;
  readonly row: OperationRow<never>;
  readonly shape: OperationShape;
  /** The HTTP status of a plain success, from the SDK's schema. */
  readonly successStatus: number;
  readonly httpMethod: string;
}

export interface WorldOptions {
  /** Decides every id, every token and every chance. */
  readonly seed: number;
  /** For clients without a region of their own. */
  readonly region: string;
  readonly accountId: string;
}

/** A point to come back to: see `World.mark`. Plain data. */
export interface WorldMark {
  readonly store: Mark;
  readonly ids: Readonly<Record<string, number>>;
  readonly rng: readonly number[];
  readonly calls: number;
  readonly callsOf: readonly (readonly [caller: string, calls: number])[];
}

/** Everything a world consists of. It knows services only as tables. */
export class World {
  readonly clock: Clock = createClock();
  readonly store = new Store(() => this.clock.now());
  readonly journal = new Journal();
  readonly ids: Ids;
  readonly rng: Rng;
  readonly faults: Faults;
  /** Who calls, and what they may do. */
  readonly identities: Identities;
  readonly standing: StandingConditions;
  /** How often the world began anew: what is kept outside it for one life (the SDK's retry quota) goes by this. */
  generation = 0;
  /** A simulation's say: an attempt runs when this resolves. Undefined outside simulations. */
  gate: ((call: Call) => Promise<void>) | undefined = undefined;
  readonly #operations = new Map<unknown, MountedOperation>();
  readonly #states = new Map<string, unknown>();
  readonly #holds = new Set<{ release(): void }>();
  readonly #resets: (() => void)[] = [];
  #problems: LibraryError[] = [];
  #calls = 0;
  #callsOf = new Map<string, number>();

  constructor(
    readonly options: WorldOptions,
    readonly services: readonly AnyService[],
  ) {
    this.ids = createIds(options.seed);
    this.rng = createRng(options.seed);
    this.identities = new Identities(this.store, options.accountId);
    this.faults = new Faults(this.rng.fork('faults'));
    this.standing = new StandingConditions(this.rng.fork('standing'));
    for (const service of services) this.#mount(service);
  }

  #mount(service: AnyService): void {
    const state = service.createState(this.store);
    this.#states.set(service.name, state);
    for (const row of service.operations) {
      const schema = schemaOf(row.command);
      const traits = schema[3] as { http?: [string, string, number] } | number;
      const [httpMethod, , successStatus] = (typeof traits === 'object' && traits.http) || ['POST', '/', 200];
      this.#operations.set(row.command, {
        service,
        state,
        row,
        shape: operationShape(schema),
        successStatus,
        httpMethod,
      });
    }
  }

  /** The state of a service, as its `createState` made it. */
  state<State>(service: Service<State>): State {
    return this.#states.get(service.name) as State;
  }

  /** The row for a command, found by its class. */
  find(command: object): MountedOperation | undefined {
    return this.#operations.get(command.constructor);
  }

  /** What an operation gets when a test runs it without a client: now, in this region, under no fault. */
  contextOf<State>(state: State, operation: string, region = this.options.region): Context<State> {
    const now = this.clock.now();
    const { ids, rng } = this;
    const { accountId } = this.options;
    return { state, now, ids, rng, region, accountId, operation, startedAt: now, advice: {} };
  }

  operations(): readonly MountedOperation[] {
    return [...this.#operations.values()];
  }

  nextCall(): number {
    return ++this.#calls;
  }

  /** Names the next call of a caller. What is drawn for a call goes by this: it does not depend on what others call in between. */
  identify(caller = ''): string {
    const count = (this.#callsOf.get(caller) ?? 0) + 1;
    this.#callsOf.set(caller, count);
    return `${caller}/${count}`;
  }

  /** Keeps a misuse or refusal, so that it fails the test even if the handler swallows it. */
  remember<E extends LibraryError>(error: E): E {
    this.#problems.push(error);
    return error;
  }

  /** A point to come back to. Costs nothing; the writes from here on are kept until `reset`. */
  mark(): WorldMark {
    const hold = this.store.hold();
    this.#holds.add(hold);
    return {
      store: hold.position,
      ids: this.ids.state(),
      rng: this.rng.state(),
      calls: this.#calls,
      callsOf: [...this.#callsOf],
    };
  }

  /** Takes back every write, id and chance since the mark, and what clients spent of their retry quotas. Time, journal and fault rules go on. */
  restore(mark: WorldMark): void {
    this.store.restore(mark.store);
    this.ids.restore(mark.ids);
    this.rng.restore(mark.rng);
    this.#calls = mark.calls;
    this.#callsOf = new Map(mark.callsOf);
    this.faults.forgetCalls();
    this.generation++;
  }

  /** Calls back at every `reset`: for what is kept beside the store, as the journal is. */
  onReset(forget: () => void): void {
    this.#resets.push(forget);
  }

  /** An empty world with the same seed: as new, but for the time. */
  reset(): void {
    for (const forget of this.#resets) forget();
    this.store.reset();
    this.journal.reset();
    this.ids.restore({});
    this.rng.restore(createRng(this.options.seed).state());
    this.faults.reset(this.rng.fork('faults'));
    this.standing.reset();
    this.#holds.clear();
    this.#problems = [];
    this.#calls = 0;
    this.#callsOf.clear();
    this.generation++;
  }

  /**
   * What a test must not miss: remembered refusals and misuses, and fault rules that never struck.
   * Forgets them, so that they are reported once.
   */
  takeProblems(): readonly LibraryError[] {
    const unused = this.faults.takeUnused();
    const problems = [...this.#problems];
    this.#problems = [];
    if (unused.length > 0) {
      problems.push(
        new FakeMisuse(
          `${unused.length === 1 ? 'A fault rule' : `${unused.length} fault rules`} never struck:\n` +
            unused.map((rule) => `  ${describeRule(rule)}`).join('\n') +
            '\nNo call matched it (check the operation, the input and after()), or mark the rule .optional().',
        ),
      );
    }
    const unmet = this.standing.takeUnmet();
    if (unmet.length > 0) {
      problems.push(
        new FakeMisuse(
          `${unmet.length === 1 ? 'A standing condition' : `${unmet.length} standing conditions`} met no call:\n` +
            unmet.map((condition) => `  ${describeCondition(condition)}`).join('\n') +
            '\nNone was made while it held (check the service, the operations and the time), or mark it optional.',
        ),
      );
    }
    return problems;
  }
}

/** The runtime schema of a command class. The SDK puts it on instances only. */
function schemaOf(command: OperationRow<never>['command']): Parameters<typeof operationShape>[0] {
  const instance = new command({} as never) as { schema?: Parameters<typeof operationShape>[0] };
  if (instance.schema === undefined) {
    throw new FakeMisuse(
      `${command.name} carries no runtime schema: aws-fakes needs @aws-sdk/client-* 3.958.0 or newer.`,
    );
  }
  return instance.schema;
}
