import type { Call } from '../kernel/call';
import type { Effect } from '../kernel/faults';
import { currentTask, type Task } from '../kernel/scope';
import {
  areRivals,
  faultCatalogue,
  faultModes,
  needsRival,
  type FaultMode,
  type FaultModeName,
} from './fault-modes';
import { subject } from './subject';

/** Something that waits for its turn: an attempt of a call, or a point at which the code under test yields. */
export interface Pending {
  readonly task: Task | undefined;
  /** What it is, in words: `PutObject snapshots pointer`. */
  readonly label: string;
  /** The ways in which it can go wrong. */
  readonly modes: readonly FaultMode[];
  /** The call, if it is one. */
  readonly call?: Call;
  /** Lets it go on, struck by a fault or not. */
  release(mode: FaultMode | undefined): void;
}

/** What waits for its turn, in the order in which it came. */
export class PendingCalls {
  readonly #waiting: Pending[] = [];
  /** Faults on whole operations: they strike every attempt of the call of that number. */
  readonly #sticky = new Map<number, Effect>();
  readonly #tasks = new Set<Task>();

  constructor(readonly faults: readonly FaultModeName[] | 'all') {}

  /** Every task that ever came here. */
  get tasks(): ReadonlySet<Task> {
    return this.#tasks;
  }

  /** What waits and whose task is alive. */
  alive(): readonly Pending[] {
    return this.#waiting.filter(({ task }) => task?.dead !== true);
  }

  /** A world's gate: resolves when it is this attempt's turn. */
  park(call: Call): Promise<void> {
    const task = currentTask();
    // A struck operation goes on as decided; an attempt that was woken from a wait is not struck again.
    const decided = this.#sticky.has(call.number) || call.fault !== undefined;
    const label = `${call.operation.row.name} ${subject(call.input)}`;
    const decide = (mode: FaultMode | undefined): void => {
      if (mode?.level === 'operation') this.#sticky.set(call.number, mode.effect);
      const effect = mode?.effect ?? this.#sticky.get(call.number);
      // Left undecided, the world's own fault rules have their say.
      if (effect !== undefined) call.fault = { effect };
    };
    return this.#wait(task, label, decided ? [] : this.#modes(call, task), decide, call);
  }

  /** Another point at which the order is open, between calls. */
  yield(label: string): Promise<void> {
    return this.#wait(currentTask(), `(yields) ${label}`, [], () => undefined);
  }

  #wait(
    task: Task | undefined,
    label: string,
    modes: readonly FaultMode[],
    decide: (mode: FaultMode | undefined) => void,
    call?: Call,
  ): Promise<void> {
    if (task !== undefined) this.#tasks.add(task);
    const hasRival = (of: Call): boolean =>
      this.#waiting.some(({ call: other }) => other !== undefined && areRivals(of, other));
    return new Promise((resolve) => {
      const pending: Pending = {
        task,
        label,
        ...(call === undefined ? {} : { call }),
        // Asked when somebody chooses: by then others may have come, or gone.
        get modes() {
          return modes.filter((mode) => !needsRival(mode) || (call !== undefined && hasRival(call)));
        },
        release: (mode) => {
          this.#waiting.splice(this.#waiting.indexOf(pending), 1);
          decide(mode);
          resolve();
        },
      };
      this.#waiting.push(pending);
    });
  }

  #modes(call: Call, task: Task | undefined): readonly FaultMode[] {
    if (this.faults.length === 0) return [];
    const modes =
      this.faults === 'all'
        ? faultCatalogue(call.operation, call.input)
        : faultModes(call.operation, call.input, this.faults);
    // AWS's own pollers neither crash nor fail in a way that anybody sees; what they deliver may still be odd.
    if (call.caller?.startsWith('aws:') === true)
      return modes.filter(({ effect }) => effect.kind === 'advice' && effect.advice.deliver !== undefined);
    return task === undefined ? modes.filter(({ effect }) => effect.kind !== 'crash') : modes;
  }
}
