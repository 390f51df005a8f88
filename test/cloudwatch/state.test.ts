import { expect } from 'chai';
import { completeDimensions, createState } from '../../fakes/cloudwatch/state';
import { Store } from '../../fakes/kernel/store';

describe('CloudWatch state', () => {
  it('names its collections', () => {
    const state = createState(new Store(() => 0));
    expect(Object.values(state).map(({ name }: { name: string }) => name)).to.deep.equal([
      'cloudwatch.metrics',
      'cloudwatch.points',
      'cloudwatch.alarms',
      'cloudwatch.history',
      'cloudwatch.actions',
      'cloudwatch.dashboards',
      'cloudwatch.insight-rules',
      'cloudwatch.metric-streams',
      'cloudwatch.anomaly-detectors',
      'cloudwatch.emf-problems',
      'cloudwatch.tags',
    ]);
  });

  it('completes dimensions', () => {
    expect(completeDimensions(undefined)).to.deep.equal([]);
    expect(completeDimensions([{ Name: 'a', Value: 'b' }])).to.deep.equal([{ Name: 'a', Value: 'b' }]);
  });
});
