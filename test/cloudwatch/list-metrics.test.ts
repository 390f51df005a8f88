import {
  CloudWatchClient,
  ListMetricsCommand,
  paginateListMetrics,
  PutMetricDataCommand,
  type ListMetricsInput,
  type MetricDatum,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { failure } from './failure';

describe('CloudWatch.ListMetrics', () => {
  let aws: FakeAws;
  let client: CloudWatchClient;

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    client = new CloudWatchClient({});
  });
  afterEach(() => aws.unplug());

  const put = (Namespace: string, ...MetricData: MetricDatum[]) =>
    client.send(new PutMetricDataCommand({ Namespace, MetricData }));
  const dims = (values: Record<string, string>) =>
    Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
  const list = async (input: ListMetricsInput = {}) => {
    const { Metrics = [] } = await client.send(new ListMetricsCommand(input));
    return Metrics.map((metric) => {
      const pairs = (metric.Dimensions ?? []).map(({ Name, Value }) => `${Name}=${Value}`);
      return [metric.Namespace, metric.MetricName, ...pairs].join(' ');
    });
  };

  beforeEach(async () => {
    await put(
      'A',
      { MetricName: 'm', Value: 1 },
      { MetricName: 'm', Value: 1, Dimensions: dims({ x: '1', y: '2' }) },
    );
    await put('A', { MetricName: 'n', Value: 1, Dimensions: dims({ x: '2' }) });
    await put('B', { MetricName: 'm', Value: 1, Dimensions: dims({ x: '1' }) });
  });

  const rows: readonly [title: string, input: ListMetricsInput, expected: readonly string[]][] = [
    ['everything', {}, ['A m', 'A m x=1 y=2', 'A n x=2', 'B m x=1']],
    ['a namespace', { Namespace: 'A' }, ['A m', 'A m x=1 y=2', 'A n x=2']],
    ['a namespace that begins another', { Namespace: '' }, []],
    ['a name in all namespaces', { MetricName: 'm' }, ['A m', 'A m x=1 y=2', 'B m x=1']],
    ['a name in a namespace', { Namespace: 'A', MetricName: 'm' }, ['A m', 'A m x=1 y=2']],
    ['a dimension with any value', { Dimensions: [{ Name: 'x' }] }, ['A m x=1 y=2', 'A n x=2', 'B m x=1']],
    ['a dimension with a value', { Dimensions: [{ Name: 'x', Value: '1' }] }, ['A m x=1 y=2', 'B m x=1']],
    ['two dimensions', { Dimensions: [{ Name: 'x' }, { Name: 'y', Value: '2' }] }, ['A m x=1 y=2']],
    ['an unknown namespace', { Namespace: 'C' }, []],
    ['its own account only', { IncludeLinkedAccounts: false, Namespace: 'B' }, ['B m x=1']],
  ];
  for (const [title, input, expected] of rows) {
    it(`lists ${title}`, async () => expect(await list(input)).to.deep.equal(expected));
  }

  it('lists only the metrics of the region', async () => {
    const other = await new CloudWatchClient({ region: 'eu-west-1' }).send(new ListMetricsCommand({}));
    expect(other.Metrics).to.deep.equal([]);
  });

  it('pages by 500, in one order, and each metric once', async () => {
    await put('C', ...Array.from({ length: 1_000 }, (_, i) => ({ MetricName: `m${i}`, Value: 1 })));
    const pages: number[] = [];
    const names = new Set<string | undefined>();
    for await (const page of paginateListMetrics({ client }, { Namespace: 'C' })) {
      pages.push(page.Metrics?.length ?? 0);
      for (const { MetricName } of page.Metrics ?? []) names.add(MetricName);
    }
    expect(pages).to.deep.equal([500, 500]);
    expect(names.size).to.equal(1_000);
  });

  it('gives no token when the page holds everything', async () => {
    expect(await client.send(new ListMetricsCommand({}))).to.not.have.property('NextToken');
  });

  it('refuses a token that no page gave', async () => {
    for (const NextToken of ['nonsense', Buffer.from('["eu-west-1","a","b",""]').toString('base64')]) {
      const error = await failure(client.send(new ListMetricsCommand({ NextToken })));
      expect([error.name, error.message]).to.deep.equal([
        'InvalidParameterValueException',
        'Request parameter NextToken is invalid',
      ]);
    }
  });

  it('lists as recently active what had data in the last three hours', async () => {
    await aws.clock.advance('3h');
    expect(await list({ RecentlyActive: 'PT3H' })).to.have.length(4);
    await aws.clock.advance('1s');
    expect(await list({ RecentlyActive: 'PT3H' })).to.deep.equal([]);
    await put('A', { MetricName: 'n', Value: 1, Dimensions: dims({ x: '2' }) });
    expect(await list({ RecentlyActive: 'PT3H' })).to.deep.equal(['A n x=2']);
  });

  it('forgets a metric two weeks after its last data', async () => {
    await aws.clock.advance('14d');
    expect(await list()).to.have.length(4);
    await aws.clock.advance('1s');
    expect(await list()).to.deep.equal([]);
  });

  it('refuses more than ten filters, another activity, and metrics of other accounts', async () => {
    const eleven = Array.from({ length: 11 }, (_, i) => ({ Name: `d${i}` }));
    expect((await failure(list({ Dimensions: eleven }))).name).to.equal('ValidationException');
    expect((await failure(list({ RecentlyActive: 'PT1H' as 'PT3H' }))).message).to.contain(
      "Value 'PT1H' at 'recentlyActive'",
    );
    expect((await failure(list({ IncludeLinkedAccounts: true }))).name).to.equal('NotSupportedByFake');
    expect(() => aws.unplug()).to.throw('IncludeLinkedAccounts');
    aws = fakeAws({ seed: 1, time: 'virtual' });
  });
});
