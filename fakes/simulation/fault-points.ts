import type { Chooser } from './choosers';
import { Scenario } from './scenario';
import { sweepOf, type SweepOptions } from './sweep';

/** A call of the undisturbed run: where a fault can strike. */
export interface FaultPoint {
  /** Its step in the run, from 0. */
  readonly step: number;
  /** Its number among the calls, from 1. */
  readonly number: number;
  /** `PutObject snapshots pointer` */
  readonly what: string;
  /** What a sweep tries there, by the names on the tape. */
  readonly faults: readonly string[];
}

/** Runs a sweep's handlers undisturbed and lists the calls they make. @throws what `arrange` throws */
export async function faultPoints(options: SweepOptions): Promise<readonly FaultPoint[]> {
  const scenario = await Scenario.arrange(sweepOf(options), undefined);
  try {
    const tried: (readonly string[])[] = [];
    const undisturbed: Chooser = {
      choose([first, ...others]) {
        const prefix = `${first?.token}!`;
        tried.push(
          others.flatMap(({ token }) => (token.startsWith(prefix) ? [token.slice(prefix.length)] : [])),
        );
        return 0;
      },
    };
    const { run } = await scenario.run(undisturbed, { judged: false });
    return run.steps
      .flatMap(({ task, label }, step) =>
        task === undefined ? [] : [{ step, what: label, faults: tried.slice(step, step + 1).flat() }],
      )
      .map((point, i) => ({ ...point, number: i + 1 }));
  } finally {
    scenario.end();
  }
}
