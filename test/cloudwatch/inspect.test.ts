import { CloudWatchClient, PutMetricDataCommand, type MetricDatum } from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { ingestLogLine } from '../../fakes/cloudwatch/emf';
import { cloudwatch as service } from '../../fakes/cloudwatch/service';
import { Alarms } from './alarm-fixture';
import type { CloudwatchInspect } from '../../fakes/cloudwatch/inspect';

describe('aws.cloudwatch', () => {
  let aws: FakeAws;
  let cloudwatch: CloudwatchInspect;

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    cloudwatch = aws.cloudwatch;
  });
  afterEach(() => aws.unplug());

  const put = (Namespace: string, ...MetricData: MetricDatum[]) =>
    new CloudWatchClient({}).send(new PutMetricDataCommand({ Namespace, MetricData }));
  const dimension = (Name: string, Value: string) => ({ Name, Value });

  it('shows what was published to a metric', async () => {
    const now = aws.clock.now();
    await put('Orders', { MetricName: 'Latency', Values: [4, 2], Counts: [1, 2], Unit: 'Milliseconds' });
    await put('Orders', { MetricName: 'Latency', Value: 10 });
    const metric = cloudwatch.metric('Orders', 'Latency');
    expect([metric.namespace, metric.name, metric.dimensions]).to.deep.equal(['Orders', 'Latency', {}]);
    expect([metric.sum(), metric.average(), metric.minimum(), metric.maximum()]).to.deep.equal([
      18, 4.5, 2, 10,
    ]);
    expect([metric.sampleCount(), metric.statistic('p50')]).to.deep.equal([4, 2]);
    expect(metric.values()).to.deep.equal([4, 2, 2, 10]);
    expect(metric.units()).to.deep.equal(['Milliseconds', 'None']);
    expect(metric.timestamps()).to.deep.equal([now, now]);
  });

  it('sees what is published after it was asked for', async () => {
    await put('N', { MetricName: 'm', Value: 1 });
    const metric = cloudwatch.metric('N', 'm');
    await put('N', { MetricName: 'm', Value: 1 });
    expect(metric.sum()).to.equal(2);
  });

  it('finds a metric by its dimensions, or by its name when it is the only one', async () => {
    await put('N', { MetricName: 'm', Value: 1, Dimensions: [dimension('a', '1')] });
    expect(cloudwatch.metric('N', 'm').sum()).to.equal(1);
    await put(
      'N',
      { MetricName: 'm', Value: 2 },
      { MetricName: 'm', Value: 4, Dimensions: [dimension('a', '2')] },
    );
    expect(cloudwatch.metric('N', 'm', {}).sum()).to.equal(2);
    expect(cloudwatch.metric('N', 'm', { a: '2' }).sum()).to.equal(4);
    expect(() => cloudwatch.metric('N', 'm')).to.throw(
      '3 metrics are N/m: say which one by its dimensions.\n  N/m\n  N/m {a=1}\n  N/m {a=2}',
    );
  });

  it('lists metrics', async () => {
    await put('A', { MetricName: 'm', Value: 1 });
    await put('B', { MetricName: 'n', Value: 1 });
    expect(cloudwatch.metrics().map(({ name }) => name)).to.deep.equal(['m', 'n']);
    expect(cloudwatch.metrics('B').map(({ name }) => name)).to.deep.equal(['n']);
  });

  it('says what was published, and what comes nearest, when a metric is not there', async () => {
    expect(() => cloudwatch.metric('N', 'm')).to.throw(
      'No metric N/m was published: no metric was published at all.',
    );
    await put('Orders', { MetricName: 'Latency', Value: 1 }, { MetricName: 'Errors', Value: 1 });
    expect(() => cloudwatch.metric('Orders', 'Latencies', { a: 'b' })).to.throw(
      'No metric Orders/Latencies {a=b} was published. Nearest: Orders/Latency\nThese were published:\n  Orders/Errors\n  Orders/Latency',
    );
  });

  it('lists no more than 30', async () => {
    await put('N', ...Array.from({ length: 31 }, (_, i) => ({ MetricName: `m${i}`, Value: 1 })));
    expect(() => cloudwatch.metric('N', 'x')).to.throw('  and 1 more');
  });

  it('does not make up the values of a statistic set', async () => {
    await put('N', { MetricName: 'm', StatisticValues: { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 } });
    const metric = cloudwatch.metric('N', 'm');
    expect(() => metric.values()).to.throw(
      'N/m was published as a statistic set: its single values are not known.',
    );
    expect(() => metric.statistic('p50')).to.throw(
      'N/m has no p50: it needs raw values, none of them negative.',
    );
    expect(() => metric.statistic('median')).to.throw(
      "statistic('median'): not an extended statistic of CloudWatch.",
    );
  });

  it('shows an alarm and the states it went through', async () => {
    const alarms = new Alarms();
    expect(() => cloudwatch.alarm('a')).to.throw('No alarm a in us-east-1. These exist:\n  none');
    await alarms.put({ TreatMissingData: 'notBreaching' });
    await alarms.publish({ Value: 3 });
    await aws.clock.advance('10m');
    expect(cloudwatch.alarm('a')).to.deep.equal({
      state: 'OK',
      reason:
        'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
      states: ['INSUFFICIENT_DATA', 'ALARM', 'OK'],
    });
    expect(() => cloudwatch.alarm('a', 'eu-west-1')).to.throw(
      'No alarm a in eu-west-1. These exist:\n  a (us-east-1)',
    );
  });

  it('tells of metrics in log lines that were dropped', () => {
    const line = JSON.stringify({ _aws: { Timestamp: aws.clock.now(), CloudWatchMetrics: [{}] } });
    const { clock, ids, options } = aws.world;
    const publisher = { state: aws.world.state(service), region: options.region, now: clock.now(), ids };
    ingestLogLine(publisher, line);
    const problem = 'CloudWatchMetrics[0].Namespace is not a text of 1 to 255 characters';
    expect(cloudwatch.emfProblems()).to.deep.equal([{ line, problem, at: aws.clock.now() }]);
    expect(() => cloudwatch.metric('N', 'm')).to.throw(`A metric in a log line was dropped: ${problem}.`);
  });
});
