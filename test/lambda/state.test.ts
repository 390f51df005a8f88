import { expect } from 'chai';
import { Store } from '../../fakes/kernel/store';
import { createState } from '../../fakes/lambda/state';

describe('lambda/state', () => {
  it('names its collections, and orders events by when they are due', () => {
    const state = createState(new Store(() => 0));
    expect(Object.values(state).map(({ name }: { name: string }) => name)).to.deep.equal([
      'lambda.functions',
      'lambda.mappings',
      'lambda.buffers',
      'lambda.readers',
      'lambda.asyncEvents',
      'lambda.topics',
      'lambda.lastServed',
    ]);
    const event = {
      functionName: 'f',
      payload: '{}',
      requestId: 'r',
      acceptedAt: 0,
      failures: 0,
      throttles: 0,
    };
    state.asyncEvents.put([20, 1], event);
    state.asyncEvents.put([3, 2], event);
    expect(state.asyncEvents.first()?.[0]).to.deep.equal([3, 2]);
  });
});
