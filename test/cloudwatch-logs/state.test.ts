import { expect } from 'chai';
import { createState } from '../../fakes/cloudwatch-logs/state';
import { Store } from '../../fakes/kernel/store';

describe('CloudWatch Logs state', () => {
  it('names its collections', () => {
    const collections = Object.values(createState(new Store(() => 0)));
    expect(collections.map(({ name }) => name)).to.deep.equal(['logs.groups', 'logs.streams', 'logs.events']);
  });
});
