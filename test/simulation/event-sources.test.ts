import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { following } from '../../fakes/simulation/choosers';
import { Scenario } from '../../fakes/simulation/scenario';
import { explore, noLostUpdates, type ExploreOptions, type FakeAws } from '../../fakes';

const s3 = new S3Client({});
const sqs = new SQSClient({});

/** A queue whose function stores every message's body under its own name. */
async function arrange(aws: FakeAws): Promise<void> {
  await sqs.send(new CreateQueueCommand({ QueueName: 'work' }));
  aws.s3.createBucket('results');
  aws.lambda.function('store', async (event) => {
    const { Records } = event as { Records: { body: string }[] };
    for (const { body } of Records) {
      await s3.send(new PutObjectCommand({ Bucket: 'results', Key: body, Body: 'done' }));
    }
  });
  aws.lambda.eventSource({ queue: 'work', function: 'store', batchSize: 1 });
  for (const body of ['one', 'two']) aws.sqs.queue('work').send(body);
}

const pipeline: ExploreOptions = {
  arrange,
  tasks: { lambda: (aws) => aws.lambda.settle() },
  assert: ({ aws }) => noLostUpdates(aws.s3.bucket('results').keys(), ['one', 'two']),
};

describe('simulation of event sources', function () {
  this.timeout(20_000);

  it('a crash of the function ends in redelivery by the queue, after its visibility timeout', async () => {
    const times = new Set<boolean>();
    const report = await explore({
      ...pipeline,
      bounds: { preemptions: 0, faults: 1 },
      faults: ['crashBefore', 'crashAfter', 'deliveredTwice'],
      assert: async (finished) => {
        await pipeline.assert(finished);
        const { aws, injected } = finished;
        const late = aws.clock.now() - Date.UTC(2026, 0, 1) >= 30_000;
        if (injected.some((token) => token.startsWith('store!crash'))) times.add(late);
      },
    });
    expect(report).to.include({ failures: 0, complete: true });
    expect(report.runs).to.be.above(4);
    expect(times).to.deep.equal(new Set([true]));
  });

  it('a run that is given up in the middle of a step does not block the next', async () => {
    const scenario = await Scenario.arrange(pipeline, undefined);
    let step = 0;
    const givenUp = await scenario.run({ choose: () => (step++ === 1 ? 'prune' : 0) });
    expect(givenUp.run.pruned).to.equal(true);
    expect((await scenario.run(following([]))).violation).to.equal(undefined);
    scenario.end();
  });

  it('a search that stops in the middle of an invocation leaves nothing behind', async () => {
    const other = async (): Promise<void> =>
      void (await s3.send(new PutObjectCommand({ Bucket: 'results', Key: 'other' })));
    const report = await explore({ ...pipeline, tasks: { ...pipeline.tasks, other } });
    expect(report).to.include({ failures: 0, complete: true });
  });

  it('every run begins with cold functions: what their modules remember does not leak from run to run', async () => {
    const counts = new Set<unknown>();
    const report = await explore({
      async arrange(aws) {
        aws.s3.createBucket('results');
        aws.lambda.function('count', {
          init() {
            let count = 0;
            return async () => {
              await s3.send(new PutObjectCommand({ Bucket: 'results', Key: `${++count}` }));
              return count;
            };
          },
        });
        // A warm one, before the exploration begins.
        await aws.lambda.invoke('count');
      },
      tasks: {
        A: (aws) => aws.lambda.invoke('count'),
        B: async () => void (await s3.send(new PutObjectCommand({ Bucket: 'results', Key: 'other' }))),
      },
      reduce: false,
      assert({ outcomes }) {
        const value = outcomes['A']?.kind === 'returned' ? outcomes['A'].value : undefined;
        counts.add((value as { outcome: { payload: unknown } }).outcome.payload);
      },
    });
    expect(report).to.include({ runs: 2, failures: 0, complete: true });
    expect([...counts]).to.deep.equal([1]);
  });

  it('tasks invoke functions directly, in every order', async () => {
    const report = await explore({
      ...pipeline,
      tasks: {
        A: (aws) => aws.lambda.invoke('store', { Records: [{ body: 'one' }, { body: 'two' }] }),
        B: (aws) => aws.lambda.invoke('store', { Records: [{ body: 'two' }, { body: 'one' }] }),
      },
      reduce: false,
    });
    expect(report).to.include({ runs: 6, failures: 0, complete: true });
  });
});
