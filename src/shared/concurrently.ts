/**
 * Does `work` for every value, at most `limit` at a time, and waits for all that was begun.
 * @throws the first error; what had not begun by then is not begun.
 */
export async function concurrently<Value>(
  values: readonly Value[],
  limit: number,
  work: (value: Value) => Promise<void>,
): Promise<void> {
  const queue = values.values();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const value of queue) {
      try {
        await work(value);
      } catch (error) {
        failures.push(error);
      }
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, values.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
