import {
  CloudWatchClient,
  DeleteAnomalyDetectorCommand,
  DescribeAnomalyDetectorsCommand,
  PutAnomalyDetectorCommand,
  type DescribeAnomalyDetectorsInput,
  type PutAnomalyDetectorInput,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, NotSupportedByFake, type FakeAws } from '../../fakes';
import { failure } from './failure';

describe('CloudWatch anomaly detectors', () => {
  let aws: FakeAws;
  const client = new CloudWatchClient({ region: 'us-east-1' });
  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
  });
  afterEach(() => aws.unplug());

  const [a, b] = [
    { Name: 'a', Value: '1' },
    { Name: 'b', Value: '2' },
  ] as const;
  const metric = { Namespace: 'N', MetricName: 'm', Dimensions: [a, b], Stat: 'Sum' };
  const put = (input: PutAnomalyDetectorInput) => client.send(new PutAnomalyDetectorCommand(input));
  const detectors = async (input: DescribeAnomalyDetectorsInput = {}) =>
    (await client.send(new DescribeAnomalyDetectorsCommand(input))).AnomalyDetectors ?? [];
  const shown = async (input?: DescribeAnomalyDetectorsInput) =>
    (await detectors(input)).map(({ MetricName, Stat }) => `${MetricName} ${Stat}`);

  it('are shown as AWS shows them, whichever way they were written', async () => {
    const expected = {
      ...metric,
      Configuration: { ExcludedTimeRanges: [] },
      StateValue: 'PENDING_TRAINING',
      SingleMetricAnomalyDetector: metric,
    };
    await put(metric);
    expect(await detectors()).to.deep.equal([expected]);
    const Configuration = { MetricTimezone: 'UTC' };
    const MetricCharacteristics = { PeriodicSpikes: true };
    const reordered = { ...metric, Dimensions: [b, a] };
    await put({ SingleMetricAnomalyDetector: reordered, Configuration, MetricCharacteristics });
    expect(await detectors()).to.deep.equal([
      { ...expected, Configuration: { ...Configuration, ExcludedTimeRanges: [] }, MetricCharacteristics },
    ]);
  });

  it('are found by metric, dimension and type, page by page', async () => {
    await put(metric);
    await put({ ...metric, Stat: 'p99' });
    await put({ Namespace: 'N', MetricName: 'other', Stat: 'Sum' });
    await put({ Namespace: 'O', MetricName: 'm', Stat: 'Sum' });
    expect(await shown()).to.deep.equal(['m Sum', 'm p99', 'other Sum', 'm Sum']);
    expect(await shown({ Namespace: 'N', MetricName: 'm' })).to.deep.equal(['m Sum', 'm p99']);
    expect(await shown({ Dimensions: [b] })).to.deep.equal(['m Sum', 'm p99']);
    expect(await shown({ AnomalyDetectorTypes: ['METRIC_MATH'] })).to.deep.equal([]);
    expect(await shown({ AnomalyDetectorTypes: ['METRIC_MATH', 'SINGLE_METRIC'] })).to.have.length(4);
    const { NextToken } = await client.send(new DescribeAnomalyDetectorsCommand({ MaxResults: 3 }));
    expect(await shown({ NextToken })).to.deep.equal(['m Sum']);
    expect((await failure(detectors({ NextToken: 'x' }))).name).to.equal('InvalidNextToken');
    expect((await failure(detectors({ MaxResults: 101 }))).name).to.equal('InvalidParameterValueException');
    const types = { AnomalyDetectorTypes: ['X' as 'SINGLE_METRIC'] };
    expect((await failure(detectors(types))).message).to.contain(
      'The value X for parameter AnomalyDetectorTypes',
    );
  });

  it('are deleted, once', async () => {
    await put(metric);
    const remove = () =>
      client.send(new DeleteAnomalyDetectorCommand({ SingleMetricAnomalyDetector: metric }));
    await remove();
    expect(await shown()).to.deep.equal([]);
    expect((await failure(remove())).name).to.equal('ResourceNotFoundException');
  });

  const refused: readonly [title: string, input: PutAnomalyDetectorInput, name: string, message: string][] = [
    [
      'no metric',
      {},
      'MissingRequiredParameterException',
      'The parameter Namespace is required.\nThe parameter MetricName is required.\nThe parameter Stat is required.',
    ],
    [
      'both ways',
      { ...metric, SingleMetricAnomalyDetector: metric },
      'InvalidParameterCombinationException',
      'SingleMetricAnomalyDetector and Namespace, MetricName, Dimensions, Stat are mutually exclusive.',
    ],
    [
      'another statistic',
      { ...metric, Stat: 'x' },
      'InvalidParameterValueException',
      'The value x for parameter Stat is not supported.',
    ],
    [
      'eleven ranges',
      {
        ...metric,
        Configuration: {
          ExcludedTimeRanges: Array.from({ length: 11 }, () => ({
            StartTime: new Date(0),
            EndTime: new Date(1),
          })),
        },
      },
      'InvalidParameterValueException',
      'The collection Configuration.ExcludedTimeRanges must not have a size greater than 10.',
    ],
  ];
  for (const [title, input, name, message] of refused) {
    it(`are refused for ${title}`, async () => {
      expect(await failure(put(input))).to.include({ name, message });
      expect(await shown()).to.deep.equal([]);
    });
  }

  it('refuse other accounts and metric math, which are not modelled', async () => {
    const foreign = { SingleMetricAnomalyDetector: { ...metric, AccountId: '111111111111' } };
    expect(await failure(put(foreign))).to.be.instanceOf(NotSupportedByFake);
    expect(await failure(put({ MetricMathAnomalyDetector: {} }))).to.be.instanceOf(NotSupportedByFake);
    aws.world.takeProblems();
  });
});
