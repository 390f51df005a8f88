import { expect } from 'chai';
import { createDynamodb } from '../../fakes/dynamodb/service';
import { createLambda } from '../../fakes/lambda/lambda';
import { sqs } from '../../fakes/sqs/service';
import { lambdaWorld, type LambdaWorld } from './world';

describe('aws.lambda', () => {
  let w: LambdaWorld;
  beforeEach(() => {
    w = lambdaWorld();
  });
  afterEach(() => w.aws.unplug());

  it('serves one thing at a time: a second step or settle is a misuse', async () => {
    w.lambda.function('f', async () => undefined);
    w.lambda.invokeAsync('f');
    const first = w.lambda.settle();
    const message = await w.lambda.step().then(
      () => '',
      (error: Error) => error.message,
    );
    expect(message).to.equal('aws.lambda.step(): step() or settle() is running already. Await it first.');
    expect((await first).invocations).to.have.length(1);
    expect(w.aws.world.takeProblems()).to.have.length(1);
    expect(await w.lambda.step()).to.equal(undefined);
  });

  it('a step of a life that was taken back does not end the step of the next one', async () => {
    const life = w.aws.mark();
    let next: Promise<unknown> = Promise.resolve();
    w.lambda.function('f', async () => {
      w.aws.restore(life);
      next = w.lambda.step();
    });
    w.lambda.invokeAsync('f');
    await w.lambda.step();
    await next;
    expect(await w.lambda.step()).to.equal(undefined);
  });

  it('forgets functions, mappings and invocations at reset', async () => {
    await w.queue('jobs');
    w.lambda.function('f', async () => undefined);
    w.lambda.eventSource({ queue: 'jobs', function: 'f' });
    await w.lambda.invoke('f');
    w.aws.reset();
    expect(w.lambda.invocations).to.deep.equal([]);
    expect(w.lambda.eventSourceMappings()).to.deep.equal([]);
    expect(
      await w.lambda.invoke('f').then(
        () => '',
        (error: Error) => error.name,
      ),
    ).to.equal('FakeMisuse');
  });

  it('goes back to a mark: mappings, buffers and stream positions are state', async () => {
    await w.table();
    w.lambda.function('f', async () => undefined);
    w.lambda.eventSource({ table: 'orders', function: 'f' });
    await w.put('a');
    const mark = w.aws.mark();
    const first = await w.lambda.settle();
    w.aws.restore(mark);
    const second = await w.lambda.settle();
    expect(second.invocations.map(({ event }) => event)).to.deep.equal(
      first.invocations.map(({ event }) => event),
    );
    expect(second.invocations[0]?.requestId).to.equal(first.invocations[0]?.requestId);
  });

  it('stands on a world and the states of its services, without hooks if need be', async () => {
    const { world } = w.aws;
    const lambda = createLambda(world, {
      sqs: { state: world.state(sqs) },
      dynamodb: { state: world.state(createDynamodb({ errorWording: '2026' })) },
    });
    lambda.function('f', async () => console.log('line'));
    expect((await lambda.invoke('f')).logs).to.deep.equal(['line']);
  });
});
