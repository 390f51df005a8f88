import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { FakeMisuse } from '../../fakes';
import { explore, replay } from '../../fakes/simulation/explore';
import { SimulationFailure, type ExploreOptions } from '../../fakes/simulation/explore-options';
import { sweepFaults } from '../../fakes/simulation/sweep';
import { rejection } from '../kernel/toy-world';
import { arrangePointer, compareAndSwap, everyNameOnce, naive, namesBehindPointer } from './pointer-writers';

const client = new S3Client({});

async function failureOf(options: ExploreOptions): Promise<SimulationFailure> {
  try {
    await explore(options);
  } catch (error) {
    if (error instanceof SimulationFailure) return error;
    throw error;
  }
  throw new Error('the exploration found nothing');
}

const twoNaive: ExploreOptions = {
  arrange: arrangePointer,
  tasks: { A: naive('A'), B: naive('B') },
  assert: everyNameOnce('A', 'B'),
};

describe('explore', function () {
  this.timeout(20_000);

  it('refuses to call it proof where no call was made', async () => {
    const act = async (): Promise<never> => Promise.reject(new TypeError('undefined.x'));
    const swept = await rejection(sweepFaults({ act, assert: () => undefined }));
    expect(swept).to.be.instanceOf(FakeMisuse);
    expect(swept.message).to.equal(
      'No task made a call to AWS, so there was nothing to put in order or to fail: handler threw TypeError: undefined.x.',
    );
    const explored = await rejection(explore({ tasks: { A: async () => 1 }, assert: () => undefined }));
    expect(explored.message).to.match(/to fail: A returned\.$/);
  });

  it('runs all 20 orders of two times three calls, and 18 of them lose an update of the naive writer', async () => {
    const { report } = await failureOf({ ...twoNaive, reduce: false, keepGoing: true });
    expect(report).to.include({ runs: 20, failures: 18, complete: true });
  });

  it('leaves out orders of calls that touch different data: 4 classes, of which 2 fail', async () => {
    const { report } = await failureOf({ ...twoNaive, keepGoing: true });
    expect(report).to.include({ runs: 4, failures: 2, complete: true });
  });

  for (const [preemptions, runs, failures] of [
    [0, 2, 0],
    [1, 6, 4],
    [2, 14, 12],
  ] as const) {
    it(`makes ${runs} runs with at most ${preemptions} preemptions`, async () => {
      const options = { ...twoNaive, keepGoing: true, bounds: { preemptions } };
      const report = failures === 0 ? await explore(options) : (await failureOf(options)).report;
      expect(report).to.include({ runs, failures, complete: true });
    });
  }

  it('stops at the first failure unless told to go on, and says how far it got', async () => {
    const { report } = await failureOf({ ...twoNaive, reduce: false });
    expect(report).to.include({ failures: 1, complete: false });
    expect(report.runs).to.be.below(20);
    expect(report.summary).to.contain('not complete');
  });

  it('proves compare-and-swap over all 20 orders of two writers', async () => {
    const report = await explore({
      ...twoNaive,
      tasks: { A: compareAndSwap('A'), B: compareAndSwap('B') },
      reduce: false,
    });
    expect(report.summary).to.equal(
      '20 runs: all interleavings, no faults, no time jumps; COMPLETE; 0 failures; seed 1',
    );
  });

  it('proves compare-and-swap of three writers over 60 classes of orders, with all 6 end states', async () => {
    const ends = new Set<string>();
    const report = await explore({
      arrange: arrangePointer,
      tasks: { A: compareAndSwap('A'), B: compareAndSwap('B'), C: compareAndSwap('C') },
      assert: ({ aws }) => {
        everyNameOnce('A', 'B', 'C')({ aws });
        ends.add(namesBehindPointer(aws).join(''));
      },
    });
    expect(ends).to.have.keys('ABC', 'ACB', 'BAC', 'BCA', 'CAB', 'CBA');
    // A prototype that counted a refused conditional write as a write needed 108.
    expect(report).to.include({ runs: 60, failures: 0, complete: true });
  });

  it('reports the smallest failing run: invariant, a column per task, replay string', async () => {
    const { message } = await failureOf(twoNaive);
    expect(message).to.match(/^lost or doubled update: the pointer lists \[[AB]\], expected \[A,B\]\n/);
    expect(message).to.match(/ step {5}t\(ms\) {2}A +B\n/);
    expect(message).to.contain('PutObject snapshots data/A');
    expect(message).to.match(/replay: AWS_FAKES_REPLAY='v1\/A\*2\.B\*3\.A'\n/);
  });

  it('replays a tape, a hundred times the same', async () => {
    for (let i = 0; i < 100; i++) {
      const report = await replay('v1/A*2.B*3.A', twoNaive);
      expect(report.failures).to.equal(1);
      expect(report.violations[0]?.replay).to.equal('v1/A*2.B*3.A');
    }
  });

  it('replays only the tape in AWS_FAKES_REPLAY when it is set', async () => {
    process.env['AWS_FAKES_REPLAY'] = 'v1/A*3.B*3';
    try {
      expect(await explore(twoNaive)).to.include({ runs: 1, failures: 0, complete: false });
    } finally {
      delete process.env['AWS_FAKES_REPLAY'];
    }
  });

  it('fails on the tape in AWS_FAKES_REPLAY, with the whole report', async () => {
    process.env['AWS_FAKES_REPLAY'] = 'v1/A*2.B*3.A';
    try {
      const { message, report } = await failureOf({ ...twoNaive, verifyDeterminism: false });
      expect(report).to.include({ runs: 1, failures: 1 });
      expect(message).to.contain('not complete (one run)');
    } finally {
      delete process.env['AWS_FAKES_REPLAY'];
    }
  });

  it('refuses a tape that does not fit the code any more', async () => {
    const error = await replay('v1/A*2.C', twoNaive).catch((reason: unknown) => reason);
    expect(String(error)).to.contain('step 3 wants "C", available: A, B');
  });

  it('finds the same by a random walk, decided by the seed', async () => {
    const walk = { ...twoNaive, strategy: 'random', runs: 200, keepGoing: true } as const;
    const first = (await failureOf(walk)).report;
    const second = (await failureOf(walk)).report;
    const other = (await failureOf({ ...walk, world: { seed: 7 } })).report;
    expect(first.runs).to.equal(200);
    expect(first.failures).to.be.within(100, 190);
    expect(second.violations.map((v) => v.replay)).to.deep.equal(first.violations.map((v) => v.replay));
    expect(other.violations.map((v) => v.replay)).to.not.deep.equal(first.violations.map((v) => v.replay));
  });

  it('orders the parallel calls of one task: 3! orders', async () => {
    const put = (Key: string) => client.send(new PutObjectCommand({ Bucket: 'snapshots', Key, Body: 'x' }));
    const report = await explore({
      arrange: arrangePointer,
      tasks: { A: () => Promise.all([put('1'), put('2'), put('3')]) },
      assert: () => undefined,
      reduce: false,
    });
    expect(report).to.include({ runs: 6, complete: true });
  });

  it('sleeps on virtual time, and lets time jump only within the budget', async () => {
    const slow = async (): Promise<void> => {
      await sleep(3_600_000);
      await naive('A')();
    };
    const seen: number[] = [];
    const report = await explore({
      arrange: arrangePointer,
      tasks: { A: slow, B: naive('B') },
      assert: ({ aws }) => void seen.push(aws.clock.now()),
      bounds: { timeJumps: 0 },
      reduce: false,
    });
    expect(report.runs).to.equal(1);
    expect(seen).to.deep.equal([Date.UTC(2026, 0, 1) + 3_600_000]);
  });

  it('names the task that waits for something it does not control', async () => {
    const { message } = await failureOf({ ...twoNaive, tasks: { A: () => new Promise(() => undefined) } });
    expect(message).to.contain('deadlock: A waits for something the simulation does not control');
  });

  it('stops a task that goes on for ever', async () => {
    const endless = async (): Promise<void> => {
      for (;;) await client.send(new GetObjectCommand({ Bucket: 'snapshots', Key: 'pointer' }));
    };
    const { message } = await failureOf({ ...twoNaive, tasks: { A: endless } });
    expect(message).to.contain('no end after 10000 steps');
  });

  it('keeps to the first report when the failure does not come again and nobody wants it verified', async () => {
    let runs = 0;
    const { message } = await failureOf({
      ...twoNaive,
      assert: () => {
        if (runs++ === 0) throw new Error('only once');
      },
      verifyDeterminism: false,
    });
    expect(message).to.match(/^only once\n/);
    expect(message).to.contain("replay: AWS_FAKES_REPLAY='v1/A*3.B*3'");
  });

  for (const [verifyDeterminism, found] of [
    [
      true,
      /step 2: the first run had \[A PutObject snapshots data\/A0\], the same run again had \[A PutObject snapshots data\/A1\]/,
    ],
    [
      false,
      /step \d+: the first run offered \[A PutObject snapshots data\/A0.*\], this one \[A PutObject snapshots data\/A1.*\]/,
    ],
  ] as const) {
    it(`names nondeterminism instead of guessing around it, verifying: ${verifyDeterminism}`, async () => {
      let runs = 0;
      const tasks = { A: () => naive(`A${runs++}`)(), B: naive('B') };
      const error = await explore({ ...twoNaive, tasks, assert: () => undefined, verifyDeterminism }).catch(
        (reason: unknown) => reason,
      );
      expect(error).to.have.property('name', 'Nondeterminism');
      expect(String(error)).to.match(found);
    });
  }

  it('calls reset before every run, for what the code under test keeps in modules', async () => {
    let runs = 0;
    const report = await explore({
      ...twoNaive,
      tasks: { A: () => naive(`A${runs++}`)(), B: naive('B') },
      assert: () => undefined,
      reset: () => (runs = 0),
    });
    expect(report.complete).to.equal(true);
  });

  it('fails when something that should sometimes happen never does', async () => {
    const error = await failureOf({
      ...twoNaive,
      assert: ({ sometimes, aws }) => {
        sometimes('B was last', namesBehindPointer(aws).at(-1) === 'B');
        sometimes('nobody wrote', namesBehindPointer(aws).length === 0);
      },
    });
    expect(error.message).to.match(/^Never true in 4 runs: nobody wrote\.\n/);
  });

  it('reports a misuse of the library by the code under test, even when it is swallowed', async () => {
    const careless = async (): Promise<void> => {
      await client
        .send(new PutObjectCommand({ Bucket: 'snapshots', Key: 'k', Boddy: 'x' } as never))
        .catch(() => undefined);
    };
    const { message } = await failureOf({ ...twoNaive, tasks: { A: careless }, assert: () => undefined });
    expect(message).to.contain('Boddy is no member');
  });

  it('gives the world back when arranging fails', async () => {
    const error = await explore({ ...twoNaive, arrange: () => Promise.reject(new Error('no scene')) }).catch(
      (reason: unknown) => reason,
    );
    expect(String(error)).to.contain('no scene');
    expect(setTimeout).to.not.have.property('clock');
  });

  it('reaches the same end states with and without reduction (property)', async () => {
    const call = fc.record({ write: fc.boolean(), key: fc.constantFrom('x', 'y', 'z') });
    const scenario = fc.array(fc.array(call, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(scenario, async (plans) => {
        const endStates = async (reduce: boolean): Promise<Set<string>> => {
          const states = new Set<string>();
          const tasks = Object.fromEntries(
            plans.map((plan, i) => [
              `T${i}`,
              async () => {
                const seen: (string | undefined)[] = [];
                for (const { write, key } of plan) {
                  const Key = `k/${key}`;
                  if (write)
                    await client.send(
                      new PutObjectCommand({ Bucket: 'snapshots', Key, Body: `${i}:${seen.join()}` }),
                    );
                  else {
                    const got = await client
                      .send(new GetObjectCommand({ Bucket: 'snapshots', Key }))
                      .catch(() => undefined);
                    seen.push(await got?.Body?.transformToString());
                  }
                }
                return seen;
              },
            ]),
          );
          await explore({
            arrange: arrangePointer,
            tasks,
            reduce,
            assert: ({ aws, outcomes }) => {
              const bucket = aws.s3.bucket('snapshots');
              const bodies = bucket.keys('k/').map((key) => [key, bucket.get(key)?.text]);
              states.add(JSON.stringify([bodies, outcomes]));
            },
          });
          return states;
        };
        expect(await endStates(true)).to.deep.equal(await endStates(false));
      }),
      { numRuns: 25, seed: 42 },
    );
  });
});
