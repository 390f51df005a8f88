/** Microseconds per call of each of several functions, measured in turns so that all meet the same machine. */
export async function compare(
  functions: readonly (() => Promise<unknown>)[],
  options: { readonly calls: number; readonly rounds: number; readonly betweenRounds?: () => void },
): Promise<number[]> {
  const rounds: number[][] = functions.map(() => []);
  for (let round = 0; round <= options.rounds; round++) {
    for (const [i, run] of functions.entries()) {
      const begun = process.hrtime.bigint();
      for (let call = 0; call < options.calls; call++) await run();
      const us = Number(process.hrtime.bigint() - begun) / 1_000 / options.calls;
      // The first round warms the code up.
      if (round > 0) rounds[i]?.push(us);
      options.betweenRounds?.();
    }
  }
  return rounds.map(median);
}

/** Microseconds of one synchronous run, the median of several. */
export function timeSync(
  run: () => void,
  options: { readonly times: number; readonly prepare?: () => void },
): number {
  const samples: number[] = [];
  for (let i = 0; i < options.times; i++) {
    options.prepare?.();
    const begun = process.hrtime.bigint();
    run();
    samples.push(Number(process.hrtime.bigint() - begun) / 1_000);
  }
  return median(samples);
}

export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
