import { replay } from '../../fakes';
import { arrangePointer, everyNameOnce, naive } from './pointer-writers';

/** Replays a tape of two naive writers so many times, and prints what it found: one line, if all is as it should be. */
async function main(tape: string, times: number): Promise<void> {
  const seen = new Map<string, number>();
  for (let i = 0; i < times; i++) {
    const { failures, violations } = await replay(tape, {
      arrange: arrangePointer,
      tasks: { A: naive('A'), B: naive('B') },
      assert: everyNameOnce('A', 'B'),
    });
    const key = JSON.stringify({ failures, message: violations[0]?.message, replay: violations[0]?.replay });
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  const found = [...seen].map(([key, count]) => ({ count, ...(JSON.parse(key) as object) }));
  process.stdout.write(JSON.stringify(found));
}

const [tape = '', times = '1'] = process.argv.slice(2);
void main(tape, Number(times));
