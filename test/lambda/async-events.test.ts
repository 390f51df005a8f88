import { expect } from 'chai';
import { lambdaWorld, type LambdaWorld } from './world';

describe('lambda/async-events', () => {
  let w: LambdaWorld;
  beforeEach(() => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
  });
  afterEach(() => w.aws.unplug());

  it('run in the order in which they were accepted, those that wait for a retry in between', async () => {
    const seen: string[] = [];
    w.lambda.function('f', async (event: { name: string }) => {
      seen.push(event.name);
      if (event.name === 'a') throw new Error('no');
    });
    for (const name of ['a', 'b']) w.lambda.invokeAsync('f', { name });
    await w.lambda.settle({ until: w.aws.clock.now() });
    expect(seen).to.deep.equal(['a', 'b']);
    await w.aws.clock.advance('59s');
    w.lambda.invokeAsync('f', { name: 'c' });
    await w.lambda.settle();
    expect(seen).to.deep.equal(['a', 'b', 'c', 'a', 'a']);
  });
});
