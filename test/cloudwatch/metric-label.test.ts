import {
  CloudWatchClient,
  GetMetricDataCommand,
  PutMetricDataCommand,
  type GetMetricDataInput,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, NotSupportedByFake, type FakeAws } from '../../fakes';
import { failure } from './failure';

const START = Date.UTC(2026, 0, 1);

describe('CloudWatch: dynamic labels', () => {
  let aws: FakeAws;
  const client = new CloudWatchClient({ region: 'us-east-1' });
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: START });
    const MetricData = ['words', 'lines'].map((Value) => ({
      MetricName: 'Locks',
      Dimensions: [{ Name: 'collection', Value }],
      Value: 1,
    }));
    await client.send(new PutMetricDataCommand({ Namespace: 'App', MetricData }));
  });
  afterEach(() => aws.unplug());

  const locks = (Label: string | undefined, more: Partial<MetricDataQuery> = {}): MetricDataQuery => ({
    Id: 'm1',
    MetricStat: {
      Metric: { Namespace: 'App', MetricName: 'Locks', Dimensions: [{ Name: 'collection', Value: 'words' }] },
      Period: 60,
      Stat: 'p99',
    },
    Label,
    ...more,
  });
  const get = (MetricDataQueries: MetricDataQuery[], more: Partial<GetMetricDataInput> = {}) => {
    const range = { StartTime: new Date(START - 60_000), EndTime: new Date(START + 60_000) };
    return client.send(new GetMetricDataCommand({ MetricDataQueries, ...range, ...more }));
  };
  const labels = async (...queries: MetricDataQuery[]) =>
    (await get(queries)).MetricDataResults?.map(({ Label }) => Label);

  const rows: readonly [label: string, shown: string][] = [
    ['${LABEL}', 'Locks'],
    ['${LABEL} of ${LABEL}', 'Locks of Locks'],
    ["${PROP('MetricName')} in ${PROP('Namespace')}", 'Locks in App'],
    ["${PROP('Dim.collection')} (${PROP('Stat')}, ${PROP('Period')} s)", 'words (p99, 60 s)'],
    ["${PROP('Region')}/${PROP('AccountId')}", 'us-east-1/000000000000'],
  ];
  for (const [label, shown] of rows) {
    it(`${label} becomes ${shown}`, async () => expect(await labels(locks(label))).to.deep.equal([shown]));
  }

  it('name each metric that a search finds', async () => {
    const Expression = `SEARCH('{App,collection} Locks', 'Sum', 60)`;
    expect(
      await labels({ Id: 'e', Expression, Label: "${PROP('Dim.collection')}: ${PROP('Stat')}" }),
    ).to.deep.equal(['lines: Sum', 'words: Sum']);
    expect(await labels({ Id: 'e', Expression, Label: 'all' })).to.deep.equal(['all lines', 'all words']);
  });

  it('of metrics show in arrays of them', async () => {
    const array = { Id: 'e', Expression: 'METRICS()' };
    const hidden = { ReturnData: false };
    expect(await labels(locks("<${PROP('Dim.collection')}>", hidden), array)).to.deep.equal(['<words>']);
    expect(await labels(locks('static', hidden), { ...array, Label: 'x' })).to.deep.equal(['x static']);
    expect(await labels(locks(undefined, hidden), { ...array, Label: '${LABEL}!' })).to.deep.equal([
      'Locks!',
    ]);
  });

  it('are six at most', async () => {
    expect(await labels(locks('${LABEL}'.repeat(6)))).to.deep.equal(['Locks'.repeat(6)]);
    expect((await failure(get([locks('${LABEL}'.repeat(7))]))).name).to.equal('ValidationException');
  });

  it('are refused where nobody documents what CloudWatch writes', async () => {
    const refused: readonly MetricDataQuery[][] = [
      [locks('${MAX}')],
      [locks("${PROP('Dim.none')}")],
      [locks("${PROP('Other')}")],
      [locks('x'), { Id: 'e', Expression: 'm1 + 1', Label: "${PROP('MetricName')}" }],
    ];
    for (const queries of refused) expect(await failure(get(queries))).to.be.instanceOf(NotSupportedByFake);
    aws.world.takeProblems();
  });

  it('take a time zone', async () => {
    await get([locks('x')], { LabelOptions: { Timezone: '-0130' } });
    await get([locks('x')], { LabelOptions: {} });
    expect((await failure(get([locks('x')], { LabelOptions: { Timezone: 'UTC' } }))).message).to.equal(
      'The value UTC for parameter LabelOptions.Timezone is invalid.',
    );
  });
});
