import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fakeAws, type FakeAws } from '../../fakes';
import { describeRule } from '../../fakes/kernel/fault-text';
import { armFaults } from './faults';
import { deploy, NAIVE, type Naive } from './pipeline';
import { progressOn } from './progress';
import { generateReceipts } from './receipts';
import { judge, type Verdict } from './verdict';
import { editReceipt, writeReceipt } from './workload';

/** Seconds on the wall: the one clock of the process that virtual time leaves alone. */
const wallClock = (): number => process.uptime();

interface Options {
  readonly seed: number;
  readonly receipts: number;
  readonly faults: 'none' | 'all';
  /** Deploys a Lambda with a known mistake, to see what comes of it. */
  readonly naive: Naive | undefined;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      receipts: { type: 'string', default: '200' },
      faults: { type: 'string', default: 'all' },
      naive: { type: 'string' },
    },
  });
  const [seed, receipts] = [Number(values.seed), Number(values.receipts)];
  const { faults } = values;
  const naive = NAIVE.find((name) => name === values.naive);
  if (
    !Number.isInteger(seed) ||
    !Number.isInteger(receipts) ||
    receipts < 1 ||
    (faults !== 'none' && faults !== 'all') ||
    naive !== values.naive
  ) {
    console.error(
      'usage: npm run demo -- [--seed N] [--receipts N] [--faults none|all] [--naive entries|errors]',
    );
    process.exit(2);
  }
  return { seed, receipts, faults, naive };
}

/** Receipts through both Lambdas and all four services; returns whether every invariant held. */
async function main(options: Options): Promise<boolean> {
  const begun = wallClock();
  const aws = fakeAws({ seed: options.seed, time: 'virtual', start: new Date('2026-01-01T08:00:00Z') });
  const startedAt = aws.clock.now();
  const progress = progressOn(process.stdout, 'stream records through the Lambdas');
  const receipts = generateReceipts(options.seed, options.receipts);
  let workDirectory: string | undefined;
  try {
    const deployed = await deploy(aws, (count) => progress.advance(count), options.naive);
    ({ workDirectory } = deployed);
    // A naive Lambda does not come as far as some of the faults.
    if (options.faults === 'all') armFaults(aws, options.naive === undefined ? options.receipts : 0);
    const settled = [];
    for (const work of [
      writeReceipt,
      (clients: typeof deployed.clients, one: (typeof receipts)[number]) =>
        editReceipt(clients, options.seed, one),
    ]) {
      for (const one of receipts) await work(deployed.clients, one);
      progress.total(aws.dynamodb.table('receipts').streamRecords().length);
      settled.push(await aws.lambda.settle({ maxInvocations: 100_000 }));
    }
    progress.end();
    const verdicts = await judge(aws, deployed.clients);
    report(aws, settled, verdicts);
    const wallSeconds = wallClock() - begun;
    const virtualMs = aws.clock.now() - startedAt;
    console.log(
      `\nTime: ${(virtualMs / 1_000).toFixed(1)} s on the world's clock, ${wallSeconds.toFixed(1)} s on the wall. Seed ${options.seed}.`,
    );
    const holds = verdicts.every(({ problems }) => problems.length === 0);
    if (options.naive === undefined) return holds;
    console.log(
      `\nDeployed with a mistake (${options.naive}): ${holds ? 'nothing was noticed, try another seed.' : 'found.'}`,
    );
    return !holds;
  } catch (error) {
    console.error(`\nThe last calls:\n${aws.calls.toText(40)}`);
    throw error;
  } finally {
    progress.end();
    if (workDirectory !== undefined) rmSync(workDirectory, { recursive: true, force: true });
    aws.unplug();
  }
}

type Settled = Awaited<ReturnType<FakeAws['lambda']['settle']>>;

function report(aws: FakeAws, settled: readonly Settled[], verdicts: readonly Verdict[]): void {
  console.log('Calls');
  for (const [name, count] of Object.entries(aws.calls.counts()))
    console.log(`  ${name.padEnd(36)}${String(count).padStart(8)}`);
  const struck = aws.world.faults.struck();
  if (struck.length > 0) console.log('\nFaults that struck');
  for (const { rule, struck: times } of struck)
    console.log(`  ${String(times).padStart(3)} x ${describeRule(rule)}`);
  const invocations = settled.flatMap((one) => one.invocations);
  const redelivered = settled.reduce((sum, { retries }) => sum + retries, 0);
  console.log(
    `\n${invocations.length} invocations, ${redelivered} of them redeliveries; ${aws.calls.retries} retries absorbed by the SDK; ` +
      `${settled.flatMap(({ deadLetters }) => deadLetters).length} dead letters`,
  );
  console.log('\nVerdict');
  for (const { invariant, problems } of verdicts) {
    console.log(`  ${problems.length === 0 ? 'holds ' : 'BROKEN'}  ${invariant}`);
    for (const problem of problems.slice(0, 5)) console.log(`          ${problem}`);
    if (problems.length > 0)
      console.log(`          ${problems.length} in all. The calls that led there:\n${aws.calls.toText(25)}`);
  }
}

main(readOptions()).then(
  (holds) => {
    process.exitCode = holds ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
