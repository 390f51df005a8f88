import {
  CloudWatchClient,
  GetMetricDataCommand,
  PutMetricDataCommand,
  type GetMetricDataOutput,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { Alarms } from './alarm-fixture';

const START = Date.UTC(2026, 0, 1);

describe('CloudWatch: faults', () => {
  let aws: FakeAws;
  let client: CloudWatchClient;
  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    client = new CloudWatchClient({});
  });
  afterEach(() => aws.unplug());

  const publish = (...values: number[]) =>
    client.send(
      new PutMetricDataCommand({
        Namespace: 'N',
        MetricData: values.map((Value, i) => ({
          MetricName: 'm',
          Value,
          Timestamp: new Date(START - 600_000 + i * 60_000),
        })),
      }),
    );
  const query = (Id: string) => ({
    Id,
    MetricStat: { Metric: { Namespace: 'N', MetricName: 'm' }, Period: 60, Stat: 'Sum' },
  });
  const get = (NextToken?: string, ids = ['a']): Promise<GetMetricDataOutput> =>
    client.send(
      new GetMetricDataCommand({
        MetricDataQueries: ids.map(query),
        StartTime: new Date(START - 3_600_000),
        EndTime: new Date(START + 3_600_000),
        ScanBy: 'TimestampAscending',
        NextToken,
      }),
    );
  const shown = ({ MetricDataResults = [] }: GetMetricDataOutput) =>
    MetricDataResults.map(({ Id, Values, StatusCode }) => [Id, Values, StatusCode]);

  it('PartialData: the page ends halfway, and the token gives the rest', async () => {
    await publish(1, 2, 3, 4);
    aws.faults.on(GetMetricDataCommand).partialData();
    const first = await get();
    expect(shown(first)).to.deep.equal([['a', [1, 2], 'PartialData']]);
    expect(shown(await get(first.NextToken))).to.deep.equal([['a', [3, 4], 'Complete']]);
  });

  it('InternalError: some queries have no data, or all of them', async () => {
    await publish(1, 2);
    aws.faults.on(GetMetricDataCommand).partialData({ statusCode: 'InternalError', queries: ['b'] });
    aws.faults.on(GetMetricDataCommand).partialData({ statusCode: 'InternalError' });
    expect(shown(await get(undefined, ['a', 'b']))).to.deep.equal([
      ['a', [1, 2], 'Complete'],
      ['b', [], 'InternalError'],
    ]);
    expect(shown(await get())).to.deep.equal([['a', [], 'InternalError']]);
    expect(shown(await get())).to.deep.equal([['a', [1, 2], 'Complete']]);
  });

  it('late arrival: queries and alarms see the data later, as if it had been under way', async () => {
    const alarms = new Alarms();
    await alarms.put();
    aws.faults.on(PutMetricDataCommand).arrivesLate('90s');
    await alarms.publish({ Value: 3 });
    expect(shown(await get())).to.deep.equal([['a', [], 'Complete']]);
    await aws.clock.advance('1m');
    expect(aws.cloudwatch.alarm('a').state).to.equal('INSUFFICIENT_DATA');
    expect(aws.cloudwatch.metric('N', 'm').sum()).to.equal(3);
    await aws.clock.advance('1m');
    expect(shown(await get())).to.deep.equal([['a', [3], 'Complete']]);
    expect(aws.cloudwatch.alarm('a').states).to.include('ALARM');
  });

  it('belongs to the operations that can show it', () => {
    expect(() => aws.faults.on(PutMetricDataCommand).partialData()).to.throw('it answers no metric queries');
    expect(() => aws.faults.on(GetMetricDataCommand).arrivesLate('1m')).to.throw('it publishes no metrics');
  });

  describe('a PutMetricData that never answers', () => {
    beforeEach(() => void aws.faults.on(PutMetricDataCommand).neverAnswers());

    it('hangs a handler that waits for it, until Lambda ends it', async () => {
      aws.lambda.function('naive', async () => void (await publish(1)), { timeout: '30s' });
      expect((await aws.lambda.invoke('naive')).outcome.kind).to.equal('timedOut');
    });

    it('does not hang one that gives it a time limit', async () => {
      const careful = async (): Promise<string> => {
        const limit = new AbortController();
        const timer = aws.world.clock.at(aws.clock.now() + 500, () => limit.abort());
        const metrics = new PutMetricDataCommand({
          Namespace: 'N',
          MetricData: [{ MetricName: 'm', Value: 1 }],
        });
        const lost = await client.send(metrics, { abortSignal: limit.signal }).then(
          () => false,
          () => true,
        );
        timer.cancel();
        return lost ? 'done without metrics' : 'done';
      };
      aws.lambda.function('careful', careful, { timeout: '30s' });
      const { outcome, startedAt, endedAt } = await aws.lambda.invoke('careful');
      expect(outcome).to.deep.equal({ kind: 'returned', payload: 'done without metrics' });
      expect(endedAt - startedAt).to.equal(500);
    });
  });
});
