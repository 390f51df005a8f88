import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  PutMetricDataCommand,
  type Datapoint,
  type GetMetricStatisticsInput,
  type MetricDatum,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { failure } from './failure';

describe('CloudWatch.GetMetricStatistics', () => {
  const start = Date.UTC(2026, 0, 10, 12);
  const MINUTE = 60_000;
  let aws: FakeAws;
  let client: CloudWatchClient;

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start });
    client = new CloudWatchClient({});
  });
  afterEach(() => aws.unplug());

  const put = (...data: Omit<MetricDatum, 'MetricName'>[]) =>
    client.send(
      new PutMetricDataCommand({
        Namespace: 'N',
        MetricData: data.map((datum) => ({ MetricName: 'm', ...datum })),
      }),
    );
  const at = (seconds: number) => new Date(start + seconds * 1_000);
  const query = (input: Partial<GetMetricStatisticsInput> = {}) =>
    client.send(
      new GetMetricStatisticsCommand({
        Namespace: 'N',
        MetricName: 'm',
        StartTime: at(-3_600),
        EndTime: at(3_600),
        Period: 60,
        ...(input.Statistics || input.ExtendedStatistics ? {} : { Statistics: ['Sum'] }),
        ...input,
      }),
    );
  const points = async (input: Partial<GetMetricStatisticsInput> = {}): Promise<readonly Datapoint[]> =>
    (await query(input)).Datapoints ?? [];
  const sums = async (input: Partial<GetMetricStatisticsInput> = {}) =>
    (await points(input)).map((p) => [((p.Timestamp?.getTime() ?? 0) - start) / 1_000, p.Sum]);

  it('gives every statistic of a list of values', async () => {
    await put({ Values: [1, 2, 10], Counts: [1, 3, 2], Unit: 'Count' });
    const Statistics = ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'] as const;
    const output = await query({ Statistics: [...Statistics] });
    expect(output).to.deep.include({
      Label: 'm',
      Datapoints: [
        { Timestamp: at(0), SampleCount: 6, Sum: 27, Average: 4.5, Minimum: 1, Maximum: 10, Unit: 'Count' },
      ],
    });
  });

  it('gives no data points for a metric that was never published', async () => {
    expect(await query({ MetricName: 'other' })).to.deep.include({ Label: 'other', Datapoints: [] });
    await put({ Value: 1 });
    expect(await points({ Dimensions: [{ Name: 'a', Value: 'b' }] })).to.deep.equal([]);
  });

  it('sums data by period, counted from the rounded start', async () => {
    await put(
      { Value: 1, Timestamp: at(-61) },
      { Value: 2, Timestamp: at(-60) },
      { Value: 4, Timestamp: at(59) },
    );
    await put({ Value: 8, Timestamp: at(60) });
    expect(await sums()).to.deep.equal([
      [-120, 1],
      [-60, 2],
      [0, 4],
      [60, 8],
    ]);
    expect(await sums({ Period: 300, StartTime: at(-90) })).to.deep.equal([[-120, 15]]);
    expect(await sums({ Period: 120, StartTime: at(-60) })).to.deep.equal([
      [-60, 6],
      [60, 8],
    ]);
  });

  it('includes the start and excludes the end', async () => {
    await put(
      { Value: 1, Timestamp: at(0) },
      { Value: 2, Timestamp: at(60) },
      { Value: 4, Timestamp: at(120) },
    );
    expect(await sums({ StartTime: at(60), EndTime: at(120) })).to.deep.equal([[60, 2]]);
    expect(await sums({ StartTime: at(60), EndTime: new Date(at(120).getTime() + 1) })).to.deep.equal([
      [60, 2],
      [120, 4],
    ]);
  });

  it('keeps data at the minute, unless its resolution is a second', async () => {
    await put({ Value: 1, Timestamp: at(31) }, { Value: 2, Timestamp: at(31), StorageResolution: 1 });
    expect(await sums({ Period: 10 })).to.deep.equal([
      [0, 1],
      [30, 2],
    ]);
    expect(await sums({ Period: 1, StartTime: at(-600), EndTime: at(600) })).to.deep.equal([
      [0, 1],
      [31, 2],
    ]);
  });

  it('gives a data point for each unit when none is asked for', async () => {
    await put({ Value: 1, Unit: 'Seconds' }, { Value: 10 }, { Value: 5, Unit: 'Count' });
    expect((await points()).map(({ Unit, Sum }) => [Unit, Sum])).to.deep.equal([
      ['Seconds', 1],
      ['None', 10],
      ['Count', 5],
    ]);
    expect((await points({ Unit: 'Count' })).map(({ Sum }) => Sum)).to.deep.equal([5]);
    expect(await points({ Unit: 'Bytes' })).to.deep.equal([]);
  });

  it('gives percentiles and trimmed statistics', async () => {
    await put({ Values: Array.from({ length: 100 }, (_, i) => i + 1) });
    const [point] = await points({ ExtendedStatistics: ['p99', 'tm90', 'PR(:30)'] });
    expect(point).to.deep.equal({
      Timestamp: at(0),
      ExtendedStatistics: { p99: 99, tm90: 45.5, 'PR(:30)': 30 },
      Unit: 'None',
    });
  });

  it('gives no percentiles of statistic sets and negative values', async () => {
    await put({ StatisticValues: { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 } });
    expect(await points({ ExtendedStatistics: ['p50'] })).to.deep.equal([]);
    await put({ Value: -1, Unit: 'Count' });
    expect(await points({ ExtendedStatistics: ['p50'], Unit: 'Count' })).to.deep.equal([]);
    await put({ Value: 4, Unit: 'Bytes' });
    expect(await points({ ExtendedStatistics: ['TM(90:95)'], Unit: 'Bytes' })).to.deep.equal([]);
  });

  it('gives no data point where everything occurred 0 times', async () => {
    await put({ Values: [5], Counts: [0] });
    expect(await points()).to.deep.equal([]);
    expect(await points({ ExtendedStatistics: ['p50'] })).to.deep.equal([]);
  });

  it('keeps data of a second for three hours and of a minute for 15 days', async () => {
    await put({ Value: 1, StorageResolution: 1 });
    await aws.clock.advance('3h');
    expect(await sums({ Period: 30, StartTime: at(0), EndTime: at(60) })).to.deep.equal([[0, 1]]);
    await aws.clock.advance('1s');
    expect(await sums({ Period: 30, StartTime: at(0), EndTime: at(60) })).to.deep.equal([]);
    expect(await sums({ StartTime: at(0), EndTime: at(60) })).to.deep.equal([[0, 1]]);
    await aws.clock.advance('15d');
    expect(await sums({ StartTime: at(0), EndTime: at(60) })).to.deep.equal([]);
    expect(await sums({ Period: 300, StartTime: at(0), EndTime: at(300) })).to.deep.equal([[0, 1]]);
  });

  it('takes 1,440 data points and refuses 1,441', async () => {
    await query({ StartTime: new Date(start - 1_440 * MINUTE), EndTime: at(0) });
    const error = await failure(query({ StartTime: new Date(start - 1_441 * MINUTE), EndTime: at(0) }));
    expect([error.name, error.message]).to.deep.equal([
      'InvalidParameterCombinationException',
      'You have requested up to 1441 datapoints, which exceeds the limit of 1440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
    ]);
  });

  const COMBINATION = 'InvalidParameterCombinationException';
  const VALUE = 'InvalidParameterValueException';
  const refused: readonly [
    title: string,
    input: Partial<GetMetricStatisticsInput>,
    name: string,
    message: string,
  ][] = [
    [
      'no statistics',
      { Statistics: [] },
      COMBINATION,
      'Must specify either Statistics or ExtendedStatistics',
    ],
    [
      'both kinds of statistics',
      { Statistics: ['Sum'], ExtendedStatistics: ['p5'] },
      COMBINATION,
      'Must specify either Statistics or ExtendedStatistics',
    ],
    [
      'an unknown statistic',
      { Statistics: ['Median' as 'Sum'] },
      VALUE,
      'The parameter Statistics.member.1 must be a value in the set [ Average, Maximum, Minimum, SampleCount, Sum ].',
    ],
    [
      'an unknown extended statistic',
      { ExtendedStatistics: ['90'] },
      VALUE,
      'The value 90 for parameter ExtendedStatistics.member.1 is not supported.',
    ],
    ['a period of 45', { Period: 45 }, VALUE, 'The value 45 for parameter Period is invalid.'],
    [
      'a start that is the end',
      { StartTime: new Date(0), EndTime: new Date(0) },
      VALUE,
      'The parameter StartTime must not equal parameter EndTime.',
    ],
    [
      'a start after the end',
      { StartTime: new Date(1), EndTime: new Date(0) },
      VALUE,
      'The parameter StartTime must be less than the parameter EndTime.',
    ],
    [
      'no time',
      { StartTime: undefined },
      'MissingRequiredParameterException',
      'The parameter StartTime is required.',
    ],
    [
      'an empty name',
      { MetricName: '' },
      'MissingRequiredParameterException',
      'The parameter MetricName is required.',
    ],
  ];
  for (const [title, input, name, message] of refused) {
    it(`refuses ${title}`, async () => {
      const error = await failure(query(input));
      expect([error.name, error.message]).to.deep.equal([name, message]);
    });
  }
});
