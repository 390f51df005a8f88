import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { following } from '../../fakes/simulation/choosers';
import type { ExploreOptions } from '../../fakes';
import { Scenario } from '../../fakes/simulation/scenario';
import { arrangePointer, everyNameOnce, naive } from './pointer-writers';

const options: ExploreOptions = {
  arrange: arrangePointer,
  tasks: { A: naive('A') },
  assert: everyNameOnce('A'),
};

describe('simulation/scenario', () => {
  const limit = Error.stackTraceLimit;

  it('begins every run from the arranged state', async () => {
    const scenario = await Scenario.arrange(options, 7);
    try {
      expect(scenario.seed).to.equal(7);
      for (let i = 0; i < 3; i++) {
        const { run, violation } = await scenario.run(following([]));
        expect(violation).to.equal(undefined);
        expect(run.steps.map(({ token }) => token)).to.deep.equal(['A', 'A', 'A']);
        expect(run.steps[0]?.changes).to.deep.equal([]);
      }
    } finally {
      scenario.end();
    }
    expect(Error.stackTraceLimit).to.equal(limit);
  });

  it('notes what every step changed, when asked', async () => {
    const scenario = await Scenario.arrange(options, undefined);
    const { run } = await scenario.run(following([]), { detailed: true });
    scenario.end();
    expect(run.steps.map(({ changes }) => changes.length > 0)).to.deep.equal([false, true, true]);
  });

  it('does not judge when asked not to', async () => {
    const fails = { ...options, assert: () => Promise.reject(new Error('never')) };
    const scenario = await Scenario.arrange(fails, undefined);
    expect((await scenario.run(following([]), { judged: false })).violation).to.equal(undefined);
    expect((await scenario.run(following([]))).violation?.message).to.equal('never');
    scenario.end();
  });

  it('takes what is thrown that is no error', async () => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- what a careless test may do
    const scenario = await Scenario.arrange({ ...options, assert: () => Promise.reject('words') }, undefined);
    expect((await scenario.run(following([]))).violation?.message).to.equal('words');
    scenario.end();
  });

  it('lets an assertion call AWS, on virtual time', async () => {
    const assert: ExploreOptions['assert'] = async ({ aws }) => {
      aws.faults.on(PutObjectCommand).throttled();
      await new S3Client({}).send(new PutObjectCommand({ Bucket: 'snapshots', Key: 'k' }));
      expect(aws.calls.retries).to.equal(1);
    };
    const scenario = await Scenario.arrange({ ...options, assert }, undefined);
    expect((await scenario.run(following([]))).violation).to.equal(undefined);
    expect((await scenario.run(following([]))).violation).to.equal(undefined);
    scenario.end();
  });

  describe('standing conditions', () => {
    const arrange: ExploreOptions['arrange'] = async (aws) => {
      await arrangePointer();
      aws.faults.latency('S3', { least: '1ms', most: '90ms' });
      aws.faults.throughput('S3', { perSecond: 0.01, burst: 2 }, { operations: ['PutObject'] });
      aws.faults.outage('SQS', { optional: true });
    };

    it('are the same in every run, buckets included', async () => {
      const scenario = await Scenario.arrange({ ...options, arrange }, undefined);
      const times = [];
      for (let i = 0; i < 3; i++) {
        const { run, violation } = await scenario.run(following([]));
        expect(violation).to.equal(undefined);
        times.push(run.steps.map(({ at }) => at));
      }
      expect(times[1]).to.deep.equal(times[0]);
      expect(times[2]).to.deep.equal(times[0]);
      expect(times[0]?.at(-1)).to.be.above(times[0]?.[0] ?? 0);
      expect(scenario.neverTrue()).to.deep.equal([]);
      scenario.end();
    });

    it('and rules are told with a failing run, with how often they struck', async () => {
      const scenario = await Scenario.arrange(
        {
          ...options,
          arrange: async (aws) => {
            await arrangePointer();
            aws.faults.on(PutObjectCommand).throttled();
            aws.faults.latency('S3', 5);
          },
          assert: () => Promise.reject(new Error('broken')),
        },
        undefined,
      );
      expect((await scenario.run(following([]))).violation?.faults).to.deep.equal([
        'S3.PutObject: throttled, 1 time (struck 1)',
        'S3: latency of 5 ms, from +0 ms (met 4 attempts)',
      ]);
      scenario.end();
    });

    it('that no call of any run meets are told', async () => {
      const late: ExploreOptions['arrange'] = async (aws) => {
        await arrangePointer();
        aws.faults.outage('S3', { after: '1h', for: '1m' });
      };
      const scenario = await Scenario.arrange({ ...options, arrange: late }, undefined);
      await scenario.run(following([]));
      expect(scenario.neverTrue()).to.deep.equal([
        'standing condition S3: outage (serviceUnavailable), from +3600000 ms for 60000 ms',
      ]);
      scenario.end();
    });
  });
});
