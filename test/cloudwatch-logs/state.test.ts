import { expect } from 'chai';
import { createState, groupRange } from '../../fakes/cloudwatch-logs/state';
import { Store } from '../../fakes/kernel/store';

describe('CloudWatch Logs state', () => {
  it('names its collections', () => {
    const collections = Object.values(createState(new Store(() => 0)));
    expect(collections.map(({ name }) => name)).to.deep.equal([
      'logs.groups',
      'logs.streams',
      'logs.events',
      'logs.metric-filters',
      'logs.subscription-filters',
      'logs.deliveries',
    ]);
  });

  it('finds what belongs to a group and to no other whose name begins so', () => {
    const { metricFilters } = createState(new Store(() => 0));
    const transformation = {} as never;
    for (const group of ['a', 'ab', 'a/b', 'A']) {
      const entry = { name: 'f', group, pattern: '', createdAt: 0, transformation };
      metricFilters.put(['r', group, 'f'], entry);
    }
    expect([...metricFilters.entries(groupRange('r', 'a'))].map(([, { group }]) => group)).to.deep.equal([
      'a',
    ]);
  });
});
