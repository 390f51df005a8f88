import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { explore, sweepFaults, type ExploreOptions, type FakeAws } from '../../fakes';
import { median } from './measure';

const s3 = new S3Client({});
const Bucket = 'bench';

const get = (Key: string) => s3.send(new GetObjectCommand({ Bucket, Key }));
const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));

function arrange(aws: FakeAws): void {
  const bucket = aws.s3.createBucket(Bucket);
  bucket.put('pointer', '[]');
}

/** Read, write, read, write: four calls. */
const handler = (name: string) => async (): Promise<void> => {
  await get('pointer');
  await put(`data/${name}`);
  await get('pointer');
  await put('pointer');
};

const twoHandlers: ExploreOptions = {
  arrange,
  tasks: { A: handler('A'), B: handler('B') },
  assert: () => undefined,
  reduce: false,
};

async function tenCalls(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await get('pointer');
    await put(`data/${i}`);
  }
}

async function timed<T>(body: () => Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const begun = process.hrtime.bigint();
  const result = await body();
  return { ms: Number(process.hrtime.bigint() - begun) / 1e6, result };
}

/** How much the heap grows over 100,000 runs of one exploration, in MB: what a search keeps must not grow with its runs. */
async function heapGrowth(): Promise<number> {
  const walk = async (runs: number): Promise<number> => {
    await explore({ ...twoHandlers, strategy: 'random', runs });
    globalThis.gc?.();
    return process.memoryUsage().heapUsed / 1024 ** 2;
  };
  const before = await walk(2_000);
  const after = await walk(100_000);
  console.log(`\nHeap over 100,000 runs: ${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after`);
  return after - before;
}

/** `simulation.schedulesPerSecond`: two handlers of four calls; `simulation.singleFaults10Calls.ms`: a whole sweep. */
export async function benchSimulation(figures: Map<string, number>): Promise<void> {
  const rates: number[] = [];
  const sweeps: number[] = [];
  let swept = '';
  for (let round = 0; round < 7; round++) {
    const walk = await timed(() => explore({ ...twoHandlers, strategy: 'random', runs: 1_000 }));
    const sweep = await timed(() => sweepFaults({ arrange, act: tenCalls, assert: () => undefined }));
    swept = sweep.result.summary;
    // The first round warms the code up.
    if (round === 0) continue;
    rates.push((1_000 * walk.result.runs) / walk.ms);
    sweeps.push(sweep.ms);
  }
  figures.set('simulation.heapGrowthMB100kRuns', await heapGrowth());
  figures.set('simulation.schedulesPerSecond', median(rates));
  figures.set('simulation.singleFaults10Calls.ms', median(sweeps));
  console.log(`\nSimulation: ${median(rates).toFixed(0)} schedules per second (two handlers of four calls)`);
  console.log(`single faults of ten calls: ${median(sweeps).toFixed(0)} ms (${swept})`);
}
