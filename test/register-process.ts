// What follows is taken here, at load, as application code takes it: before any world exists.
import { randomBytes, randomUUID } from 'node:crypto';
import { hrtime } from 'node:process';
import { clearTimeout as clearOfModule, setTimeout as setOfModule } from 'node:timers';
import { setImmediate as pause, setInterval as ticks, setTimeout as sleep } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { explore, fakeAws, type ExploreReport } from '../fakes';

const { setTimeout: later, setInterval: often, setImmediate: soon, clearTimeout: never } = globalThis;
const { Date: Clock } = globalThis;
const { now } = globalThis.Date;
const { random } = Math;
const stopwatch = performance.now.bind(performance);
const promised = promisify(setTimeout);
const ofWeb = crypto.getRandomValues.bind(crypto);
const machine = later(() => undefined, 60_000);

const HOUR = 3_600_000;
const START = Clock.UTC(2026, 0, 1);
const s3 = new S3Client({});

/** Sleeps an hour in every way, and says what time it is by every clock. */
async function everyClock(): Promise<Record<string, unknown>> {
  const begun = { stopwatch: stopwatch(), hrtime: hrtime.bigint() };
  await sleep(HOUR, 'value');
  await promised(HOUR);
  await new Promise<void>((resolve) => void later(resolve, HOUR));
  await new Promise<void>((resolve) => void setOfModule(resolve, HOUR));
  await new Promise<void>((resolve) => void soon(resolve));
  await pause();
  for await (const _ of ticks(HOUR)) break;
  await new Promise<void>((resolve) => {
    const timer = often(() => {
      never(timer);
      resolve();
    }, HOUR);
  });
  clearOfModule(later(() => expectNothing(), 1));
  never(machine);
  return {
    now: now() - START,
    date: new Clock().getTime() - START,
    isDate: new Clock() instanceof Clock && new Clock() instanceof Date,
    text: typeof Clock(),
    stopwatch: Math.round(stopwatch() - begun.stopwatch),
    hrtime: Number((hrtime.bigint() - begun.hrtime) / 1_000_000n),
    seconds: hrtime()[0] > 0,
  };
}

function expectNothing(): never {
  throw new Error('a cleared timer fired');
}

/** Two handlers whose keys and pauses come from what was captured. */
async function captured(): Promise<ExploreReport> {
  return explore({
    arrange: (aws) => void aws.s3.createBucket('registered'),
    tasks: Object.fromEntries(
      ['A', 'B'].map((name) => [
        name,
        async () => {
          const Key = `${name}/${randomUUID()}/${random()}/${randomBytes(4).toString('hex')}/${ofWeb(new Uint8Array(2)).join()}`;
          await s3.send(new PutObjectCommand({ Bucket: 'registered', Key, Body: String(now()) }));
          await sleep(1_000 * random());
          await s3.send(new GetObjectCommand({ Bucket: 'registered', Key }));
        },
      ]),
    ),
    reduce: false,
    assert: () => undefined,
  });
}

async function main(): Promise<void> {
  const wallBegun = process.hrtime.bigint();
  const aws = fakeAws({ time: 'virtual', start: START });
  const clocks = await everyClock();
  aws.unplug();
  const { runs, complete, failures } = await captured();
  // Without a world everything is the machine's again.
  const before = now();
  await sleep(20);
  const waited = now() - before;
  const real = {
    waited: waited >= 15 && waited < 5_000,
    today: Math.abs(new Clock().getTime() - Date.now()) < 1_000,
    random: new Set([random(), random(), random()]).size,
    uuid: randomUUID() !== randomUUID(),
  };
  const quick = process.hrtime.bigint() - wallBegun < 60_000_000_000n;
  process.stdout.write(JSON.stringify({ clocks, explored: { runs, complete, failures }, real, quick }));
}

main().catch((error: unknown) => {
  process.stderr.write(String(error));
  process.exitCode = 1;
});
