import { expect } from 'chai';
import { metricOf } from '../../fakes/cloudwatch-logs/metric-extraction';
import type { MetricRule } from '../../fakes/cloudwatch-logs/state';

describe('CloudWatch Logs: metrics in events', () => {
  const rule: MetricRule = {
    metricName: 'm',
    metricNamespace: 'n',
    metricValue: '2',
    defaultValue: undefined,
    unit: undefined,
    dimensions: undefined,
  };
  const found = (message: string, pattern: string, more: Partial<MetricRule> = {}) =>
    metricOf(
      { name: 'f', group: 'g', pattern, createdAt: 0, transformation: { ...rule, ...more } },
      { id: '', message, timestamp: 5, ingestedAt: 9, source: undefined },
    );

  it('have the time of the event', () => {
    expect(found('ERROR', 'ERROR', { unit: 'Count' })).to.deep.equal({
      namespace: 'n',
      metricName: 'm',
      dimensions: [],
      timestamp: 5,
      unit: 'Count',
      value: 2,
    });
  });

  it('are none where nothing matches, unless there is a default value', () => {
    expect(found('INFO', 'ERROR')).to.equal(undefined);
    expect(found('INFO', 'ERROR', { defaultValue: 0 })).to.include({ value: 0, unit: 'None' });
    expect(found('INFO', 'ERROR', { defaultValue: 7 })).to.include({ value: 7 });
  });

  it('need a number and every dimension', () => {
    const pattern = '{ $.a = * }';
    const dimensions = { A: '$.a', B: '$.b' };
    expect(found('{"a":"x"}', pattern, { metricValue: '$.a' })).to.equal(undefined);
    expect(found('{"a":1}', pattern, { metricValue: '$.b' })).to.equal(undefined);
    expect(found('{"a":1}', pattern, { dimensions })).to.equal(undefined);
    expect(found('{"a":1,"b":true}', pattern, { dimensions })?.dimensions).to.deep.equal([
      { Name: 'A', Value: '1' },
      { Name: 'B', Value: 'true' },
    ]);
  });
});
