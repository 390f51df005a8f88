import { expect } from 'chai';
import { ingest, type MetricSink } from '../../fakes/cloudwatch-logs/ingest';
import { createState } from '../../fakes/cloudwatch-logs/state';
import { createIds } from '../../fakes/kernel/ids';
import { Store } from '../../fakes/kernel/store';

describe('CloudWatch Logs: taking events in', () => {
  const state = createState(new Store(() => 0));
  const writer = { state, region: 'r', accountId: '000000000000', now: 9, ids: createIds(1) };
  const seen: string[] = [];
  const sink: MetricSink = {
    publish: (_, { metricName, value }) => void seen.push(`${metricName}=${value}`),
    extract: (_, message) => void seen.push(message),
  };
  const rule = {
    metricNamespace: 'n',
    metricValue: '1',
    defaultValue: undefined,
    unit: undefined,
    dimensions: undefined,
  };
  const filter = { pattern: 'a', createdAt: 0 };
  state.metricFilters.put(['r', 'g', 'f'], {
    ...filter,
    name: 'f',
    group: 'g',
    transformation: { ...rule, metricName: 'm' },
  });
  state.subscriptionFilters.put(['r', 'g', 's'], {
    ...filter,
    name: 's',
    group: 'g',
    destinationArn: 'arn',
    distribution: 'ByLogStream',
  });

  it('asks the filters of the group, and looks for embedded metrics', () => {
    const events = ['a', 'b', 'ab'].map((message, timestamp) => ({ message, timestamp, source: undefined }));
    ingest(writer, sink, 'g', 'stream', events);
    expect(seen).to.deep.equal(['m=1', 'm=1', 'a', 'b', 'ab']);
    const [delivery, ...others] = [...state.deliveries.entries()].map(([, found]) => found);
    expect(others).to.deep.equal([]);
    expect(delivery).to.deep.include({
      region: 'r',
      group: 'g',
      stream: 'stream',
      filter: 's',
      destinationArn: 'arn',
    });
    expect(delivery?.events.map(({ message }) => message)).to.deep.equal(['a', 'ab']);
  });

  it('does not ask the filters of another group', () => {
    seen.length = 0;
    ingest(writer, sink, 'g2', 'stream', [{ message: 'a', timestamp: 0, source: undefined }]);
    expect(seen).to.deep.equal(['a']);
    expect([...state.deliveries.entries()]).to.have.length(1);
  });
});
