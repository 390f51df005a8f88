import {
  CloudWatchClient,
  GetMetricDataCommand,
  paginateGetMetricData,
  PutMetricDataCommand,
  type GetMetricDataInput,
  type MetricDataQuery,
  type MetricDatum,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { failure } from './failure';

describe('CloudWatch.GetMetricData', () => {
  const start = Date.UTC(2026, 0, 10, 12);
  let aws: FakeAws;
  let client: CloudWatchClient;

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start });
    client = new CloudWatchClient({});
  });
  afterEach(() => aws.unplug());

  const at = (minutes: number) => new Date(start + minutes * 60_000);
  const put = (...data: Partial<MetricDatum>[]) =>
    client.send(
      new PutMetricDataCommand({
        Namespace: 'N',
        MetricData: data.map((datum) => ({ MetricName: 'm', ...datum })),
      }),
    );
  const stat = (Id: string, MetricName = 'm', Stat = 'Sum', Period = 60): MetricDataQuery => ({
    Id,
    MetricStat: { Metric: { Namespace: 'N', MetricName }, Period, Stat },
  });
  const input = (queries: MetricDataQuery[], more: Partial<GetMetricDataInput> = {}): GetMetricDataInput => ({
    MetricDataQueries: queries,
    StartTime: at(-60),
    EndTime: at(60),
    ...more,
  });
  const get = (queries: MetricDataQuery[], more: Partial<GetMetricDataInput> = {}) =>
    client.send(new GetMetricDataCommand(input(queries, more)));
  const results = async (queries: MetricDataQuery[], more: Partial<GetMetricDataInput> = {}) =>
    (await get(queries, more)).MetricDataResults ?? [];
  const valuesOf = async (queries: MetricDataQuery[], more: Partial<GetMetricDataInput> = {}) =>
    (await results(queries, more)).map(({ Id, Values }) => [Id, Values]);

  it('gives the values of each query, newest first, and always a list of messages', async () => {
    await put({ Value: 1, Timestamp: at(-2) }, { Value: 2 }, { MetricName: 'n', Value: 5 });
    const { $metadata, ...output } = await get([stat('a'), stat('b', 'n')]);
    expect($metadata.httpStatusCode).to.equal(200);
    expect(output).to.deep.equal({
      Messages: [],
      MetricDataResults: [
        { Id: 'a', Label: 'm', Timestamps: [at(0), at(-2)], Values: [2, 1], StatusCode: 'Complete' },
        { Id: 'b', Label: 'n', Timestamps: [at(0)], Values: [5], StatusCode: 'Complete' },
      ],
    });
  });

  it('gives the oldest first when asked to', async () => {
    await put({ Value: 1, Timestamp: at(-2) }, { Value: 2 });
    expect(await valuesOf([stat('a')], { ScanBy: 'TimestampAscending' })).to.deep.equal([['a', [1, 2]]]);
  });

  it('gives empty lists where there is no data', async () => {
    const [result] = await results([stat('a', 'unknown')]);
    expect(result).to.deep.equal({
      Id: 'a',
      Label: 'unknown',
      Timestamps: [],
      Values: [],
      StatusCode: 'Complete',
    });
  });

  it('gives plain and extended statistics', async () => {
    await put({ Values: [1, 2, 3, 10] });
    const stats = ['Average', 'Maximum', 'SampleCount', 'p75', 'PR(:2)'];
    expect(await valuesOf(stats.map((name, i) => stat(`q${i}`, 'm', name)))).to.deep.equal([
      ['q0', [4]],
      ['q1', [10]],
      ['q2', [4]],
      ['q3', [3]],
      ['q4', [50]],
    ]);
  });

  const labels: readonly [
    title: string,
    queries: readonly [stat: string, period: number][],
    labels: string[],
  ][] = [
    ['the metric', [['Sum', 60]], ['m']],
    [
      'the metric when nothing varies',
      [
        ['Sum', 60],
        ['Sum', 60],
      ],
      ['m', 'm'],
    ],
    [
      'the statistic when that varies',
      [
        ['Sum', 60],
        ['Minimum', 60],
      ],
      ['m Sum', 'm Minimum'],
    ],
    [
      'the period when that varies',
      [
        ['Sum', 60],
        ['Sum', 30],
      ],
      ['m 60', 'm 30'],
    ],
    [
      'both when both vary',
      [
        ['Sum', 60],
        ['Minimum', 30],
      ],
      ['m Sum 60', 'm Minimum 30'],
    ],
  ];
  for (const [title, queries, expected] of labels) {
    it(`labels results by ${title}`, async () => {
      const found = await results(queries.map(([name, period], i) => stat(`q${i}`, 'm', name, period)));
      expect(found.map(({ Label }) => Label)).to.deep.equal(expected);
    });
  }

  it('keeps a label that is given, and labels an expression by its Id', async () => {
    const queries = [
      { ...stat('a'), Label: 'mine' },
      { Id: 'e', Expression: 'a*2' },
      { Id: 'f', Expression: 'a', Label: 'x' },
    ];
    expect((await results(queries)).map(({ Label }) => Label)).to.deep.equal(['mine', 'e', 'x']);
  });

  it('warns of several units and gives the values of the first one by name', async () => {
    await put(
      { Value: 1, Unit: 'Seconds' },
      { Value: 60_000, Unit: 'Milliseconds' },
      { Value: 5, Unit: 'Count' },
    );
    const [result] = await results([stat('a')]);
    expect(result).to.deep.include({
      Values: [5],
      Messages: [
        { Code: 'MultipleUnits', Value: "Multiple units returned: '[Count, Milliseconds, Seconds]'" },
      ],
    });
    const [seconds] = await results([
      {
        Id: 'a',
        MetricStat: { Metric: { Namespace: 'N', MetricName: 'm' }, Period: 60, Stat: 'Sum', Unit: 'Seconds' },
      },
    ]);
    expect(seconds).to.deep.include({ Values: [1] });
    expect(seconds).to.not.have.property('Messages');
  });

  describe('with expressions', () => {
    beforeEach(() =>
      put(
        { Value: 2, Timestamp: at(-2) },
        { Value: 4 },
        { MetricName: 'n', Value: 8, Timestamp: at(-2), Dimensions: [{ Name: 'd', Value: 'x' }] },
        { MetricName: 'n', Value: 1 },
      ),
    );

    it('computes with metrics and with other expressions, whatever their order', async () => {
      const queries = [
        { Id: 'e1', Expression: 'e2+1' },
        { Id: 'e2', Expression: 'a*10' },
        { ...stat('a'), ReturnData: false },
      ];
      expect(await valuesOf(queries)).to.deep.equal([
        ['e1', [41, 21]],
        ['e2', [40, 20]],
      ]);
    });

    it('gives a result for each series of an array, labelled by metric', async () => {
      const queries = [
        { ...stat('a'), ReturnData: false },
        { ...stat('b', 'n'), ReturnData: false },
      ];
      const found = await results([
        ...queries,
        { Id: 'e', Expression: 'METRICS()*2' },
        { Id: 'f', Expression: 'METRICS()', Label: 'All' },
      ]);
      expect(found.map(({ Id, Label, Values }) => [Id, Label, Values])).to.deep.equal([
        ['e', 'm', [8, 4]],
        ['e', 'n', [2]],
        ['f', 'All m', [4, 2]],
        ['f', 'All n', [1]],
      ]);
    });

    it('fills the time range of the request', async () => {
      const queries = [
        { ...stat('a'), ReturnData: false },
        { Id: 'e', Expression: 'FILL(a,0)' },
      ];
      const [filled] = await results(queries, { StartTime: at(-3), EndTime: at(1) });
      expect(filled?.Values).to.deep.equal([4, 0, 2, 0]);
    });

    it('draws TIME_SERIES by its own period, else by that of the first metric, else by the minute', async () => {
      const range = { StartTime: at(0), EndTime: at(10) };
      const constant = { Id: 'e', Expression: 'TIME_SERIES(1)' };
      const count = async (...queries: MetricDataQuery[]) =>
        (await results(queries, range)).at(-1)?.Values?.length;
      expect(await count({ ...constant, Period: 120 })).to.equal(5);
      expect(await count(stat('a', 'm', 'Sum', 300), constant)).to.equal(2);
      expect(await count(constant)).to.equal(10);
    });

    it('searches', async () => {
      const found = await results([{ Id: 'e', Expression: "SEARCH('{N} MetricName=\"n\"', 'Sum', 60)" }]);
      expect(found.map(({ Label, Values }) => [Label, Values])).to.deep.equal([
        ['n', [1]],
        ['x', [8]],
      ]);
      expect(await results([{ Id: 'e', Expression: "SEARCH('MetricName=none', 'Sum', 60)" }])).to.deep.equal(
        [],
      );
    });

    const wrong: readonly [string, string][] = [
      ['a+', "Error in expression 'e': Unexpected end of expression"],
      ['zz', "Error in expression 'e': Undeclared variable: zz"],
      ['e', "Error in expression 'e': Circular reference: e"],
      [
        'SUM(a)',
        "Error in expression 'e': The result of the expression must be a time series or an array of time series",
      ],
      ["SEARCH('x','Median',60)", "Error in expression 'e': The statistic Median is not supported"],
    ];
    for (const [Expression, message] of wrong) {
      it(`refuses the expression ${Expression}`, async () => {
        const error = await failure(get([stat('a'), { Id: 'e', Expression }]));
        expect([error.name, error.message]).to.deep.equal(['ValidationException', message]);
      });
    }
  });

  describe('in pages', () => {
    beforeEach(() =>
      put(...Array.from({ length: 5 }, (_, i) => ({ Value: i, Timestamp: at(i - 5) })), {
        MetricName: 'n',
        Value: 9,
      }),
    );

    it('deals the data points out in the order of the queries', async () => {
      const pages = [];
      const request = input([stat('a'), stat('none', 'x'), stat('b', 'n')], { MaxDatapoints: 3 });
      for await (const { MetricDataResults = [] } of paginateGetMetricData({ client }, request)) {
        pages.push(MetricDataResults.map(({ Id, Values, StatusCode }) => [Id, Values, StatusCode]));
      }
      expect(pages).to.deep.equal([
        [
          ['a', [4, 3, 2], 'PartialData'],
          ['none', [], 'Complete'],
          ['b', [], 'PartialData'],
        ],
        [
          ['a', [1, 0], 'Complete'],
          ['b', [9], 'Complete'],
        ],
      ]);
    });

    it('gives no token when everything fits, nor with an expression', async () => {
      expect(await get([stat('a')], { MaxDatapoints: 5 })).to.not.have.property('NextToken');
      const output = await get([stat('a'), { Id: 'e', Expression: 'a' }], { MaxDatapoints: 3 });
      expect(output).to.not.have.property('NextToken');
      expect(output.MetricDataResults?.[0]?.StatusCode).to.equal('PartialData');
    });

    it('refuses a token that no page gave', async () => {
      const error = await failure(get([stat('a')], { NextToken: 'x' }));
      expect([error.name, error.message]).to.deep.equal([
        'InvalidNextToken',
        'The value for parameter NextToken is invalid.',
      ]);
    });
  });

  const wrong: readonly [
    title: string,
    queries: MetricDataQuery[],
    more: Partial<GetMetricDataInput>,
    message: string,
  ][] = [
    ['no queries', [], {}, 'The parameter MetricDataQueries is required.\n'],
    [
      '501 queries',
      Array.from({ length: 501 }, (_, i) => stat(`q${i}`)),
      {},
      'The collection MetricDataQueries must not have a size greater than 500.',
    ],
    [
      'an end before the start',
      [stat('a')],
      { EndTime: at(-61) },
      'The parameter EndTime must be greater than StartTime.',
    ],
    [
      'an end at the start',
      [stat('a')],
      { EndTime: at(-60) },
      'The parameter StartTime must not equal parameter EndTime.',
    ],
    [
      'no data points',
      [stat('a')],
      { MaxDatapoints: 0 },
      'The value 0 for parameter MaxDatapoints is invalid.',
    ],
    [
      'too many data points',
      [stat('a')],
      { MaxDatapoints: 100_801 },
      'The value 100801 for parameter MaxDatapoints is invalid.',
    ],
    [
      'an unknown order',
      [stat('a')],
      { ScanBy: 'Sideways' as 'TimestampAscending' },
      "1 validation error detected: Value 'Sideways' at 'scanBy' failed to satisfy constraint: Member must satisfy enum value set: [TimestampDescending, TimestampAscending]",
    ],
    [
      'a query without metric and expression',
      [{ Id: 'a' }],
      {},
      'The parameter MetricDataQueries.member.1.MetricStat is required.\n',
    ],
    ['no start', [stat('a')], { StartTime: undefined }, 'The parameter StartTime is required.\n'],
  ];
  for (const [title, queries, more, message] of wrong) {
    it(`refuses ${title}`, async () => {
      const error = await failure(get(queries, more));
      expect([error.name, error.message]).to.deep.equal(['ValidationException', message]);
    });
  }

  it('takes 500 queries and 100,800 data points', async () => {
    const queries = Array.from({ length: 500 }, (_, i) => stat(`q${i}`));
    expect(await results(queries, { MaxDatapoints: 100_800 })).to.have.length(500);
  });
});
