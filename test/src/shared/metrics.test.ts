import {
  CloudWatchClient,
  PutMetricDataCommand,
  type PutMetricDataCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';
import { expect } from 'chai';
import * as sinon from 'sinon';
import { createLogger } from '../../../src/shared/logger';
import { createMetrics, type Metrics } from '../../../src/shared/metrics';
import { createRuntime } from '../../../src/shared/runtime';

describe('createMetrics', () => {
  let cloudwatch: AwsClientStub<CloudWatchClient>;
  let lines: string[];
  beforeEach(() => {
    lines = [];
    cloudwatch = mockClient(CloudWatchClient);
  });
  afterEach(() => cloudwatch.restore());

  function metrics(mode: 'emf' | 'put' | 'off'): Metrics {
    const write = (line: string) => void lines.push(line);
    const runtime = createRuntime({ now: () => 86_400_000, write });
    const logger = createLogger({ service: 'test', level: 'INFO', correlationId: 'c-1', write, fields: {} });
    return createMetrics({ mode, namespace: 'Test', cloudwatch: new CloudWatchClient({}), logger, runtime });
  }
  const inputs = (): PutMetricDataCommandInput[] =>
    cloudwatch.commandCalls(PutMetricDataCommand).map(({ args }) => args[0].input);

  it('writes one embedded line per set of dimensions', async () => {
    const buffer = metrics('emf');
    buffer.count('Sent', { collection: 'words' });
    buffer.count('Sent', { collection: 'words' }, 2);
    buffer.gauge('Time', 7, 'Seconds', { collection: 'words' });
    buffer.gauge('Size', 3);
    buffer.gauge('Size', 4);
    await buffer.flush();
    expect(lines.map((line) => JSON.parse(line) as unknown)).to.deep.equal([
      {
        _aws: {
          Timestamp: 86_400_000,
          CloudWatchMetrics: [
            {
              Namespace: 'Test',
              Dimensions: [['collection']],
              Metrics: [
                { Name: 'Sent', Unit: 'Count' },
                { Name: 'Time', Unit: 'Seconds' },
              ],
            },
          ],
        },
        collection: 'words',
        Sent: 3,
        Time: 7,
      },
      {
        _aws: {
          Timestamp: 86_400_000,
          CloudWatchMetrics: [
            { Namespace: 'Test', Dimensions: [[]], Metrics: [{ Name: 'Size', Unit: 'None' }] },
          ],
        },
        Size: 4,
      },
    ]);
  });

  it('cuts lines at 100 metrics', async () => {
    const buffer = metrics('emf');
    for (let index = 0; index < 101; index += 1) buffer.count(`Metric${index}`);
    await buffer.flush();
    expect(lines).to.have.length(2);
  });

  it('sends data in slices of 1,000', async () => {
    cloudwatch.on(PutMetricDataCommand).resolves({});
    const buffer = metrics('put');
    for (let index = 0; index < 1_001; index += 1) buffer.count(`Metric${index}`, { collection: 'words' });
    await buffer.flush();
    expect(inputs().map(({ MetricData = [] }) => MetricData.length)).to.deep.equal([1_000, 1]);
    expect(inputs()[1]).to.deep.equal({
      Namespace: 'Test',
      MetricData: [
        {
          MetricName: 'Metric1000',
          Unit: 'Count',
          Value: 1,
          Timestamp: new Date(86_400_000),
          Dimensions: [{ Name: 'collection', Value: 'words' }],
        },
      ],
    });
  });

  it('sends everything once', async () => {
    const buffer = metrics('emf');
    buffer.count('Sent');
    await buffer.flush();
    await buffer.flush();
    expect(lines).to.have.length(1);
  });

  it('sends nothing when switched off', async () => {
    const buffer = metrics('off');
    buffer.count('Sent');
    await buffer.flush();
    expect([lines, inputs()]).to.deep.equal([[], []]);
  });

  it('only warns when CloudWatch fails', async () => {
    cloudwatch.on(PutMetricDataCommand).rejects(new Error('no'));
    const buffer = metrics('put');
    buffer.count('Sent');
    await buffer.flush();
    expect(lines.join()).to.include('metrics were not sent');
  });

  it('waits one second for CloudWatch and no longer (R67)', async () => {
    const time = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      cloudwatch.on(PutMetricDataCommand).callsFake(() => new Promise(() => undefined));
      const buffer = metrics('put');
      buffer.count('Sent');
      let flushed = false;
      const flush = buffer.flush().then(() => (flushed = true));
      await time.tickAsync(999);
      expect(flushed).to.equal(false);
      await time.tickAsync(1);
      await flush;
      expect(lines.join()).to.include('timed out after 1000ms');
    } finally {
      time.restore();
    }
  });
});
