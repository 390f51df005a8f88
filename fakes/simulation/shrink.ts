import type { StepTaken } from './run';

/** Where a run left the undisturbed way: at this step, this token instead of the default. */
export type Deviations = ReadonlyMap<number, string>;

/**
 * The fewest deviations that still fail: removes halves, quarters and so on down to single ones for as long as the rest
 * still fails (ddmin). `fails` runs the scenario with some deviations and says what came of it.
 */
export async function shrink<R>(
  deviations: Deviations,
  fails: (deviations: Deviations) => Promise<R | undefined>,
): Promise<{ readonly deviations: Deviations; readonly result: R | undefined; readonly runs: number }> {
  let kept = [...deviations];
  let result: R | undefined;
  let runs = 0;
  for (let size = Math.ceil(kept.length / 2); size >= 1 && kept.length > 0;) {
    let removed = false;
    for (let start = 0; start < kept.length;) {
      const rest = [...kept.slice(0, start), ...kept.slice(start + size)];
      const outcome = await fails(new Map(rest));
      runs++;
      if (outcome === undefined) start += size;
      else {
        kept = rest;
        result = outcome;
        removed = true;
      }
    }
    if (!removed || size > kept.length) {
      if (size === 1) break;
      size = Math.ceil(Math.min(size, kept.length * 2) / 2);
    }
  }
  return { deviations: new Map(kept), result, runs };
}

/** The deviations of a run: the steps at which something else than the default was chosen. */
export function deviationsOf(steps: readonly StepTaken[]): Deviations {
  return new Map(steps.flatMap((step, i) => (step.isDefault ? [] : [[i, step.token] as const])));
}
