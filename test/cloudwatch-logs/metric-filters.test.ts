import {
  CreateLogGroupCommand,
  DeleteMetricFilterCommand,
  DescribeMetricFiltersCommand,
  PutMetricFilterCommand,
  PutSubscriptionFilterCommand,
  TestMetricFilterCommand,
  type DescribeMetricFiltersCommandInput,
  type MetricTransformation,
  type PutMetricFilterCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { failure, logsWorld, START } from './logs-world';

describe('CloudWatchLogs metric filters', () => {
  const logs = logsWorld();
  const transformation: MetricTransformation = {
    metricName: 'Errors',
    metricNamespace: 'App',
    metricValue: '1',
  };
  const put = (filterPattern: string, more: Partial<MetricTransformation> = {}, input = {}) =>
    logs.client.send(
      new PutMetricFilterCommand({
        logGroupName: 'g',
        filterName: 'f',
        filterPattern,
        metricTransformations: [{ ...transformation, ...more }],
        ...input,
      }),
    );
  const metric = (dimensions: Readonly<Record<string, string>> = {}) =>
    logs.aws.cloudwatch.metric('App', 'Errors', dimensions);

  describe('PutMetricFilter', () => {
    it('counts what matches from now on, at the time of the event', async () => {
      await logs.put(['ERROR before']);
      await put('ERROR');
      await logs.put(['ERROR a', 'INFO b', 'ERROR c'], START - 120_000);
      expect(metric().values()).to.deep.equal([1, 1]);
      expect(metric().timestamps()).to.deep.equal([START - 120_000, START - 119_998]);
      expect(metric().units()).to.deep.equal(['None']);
    });

    it('reports the default value for what does not match', async () => {
      await put('ERROR', { defaultValue: 0, unit: 'Count' });
      await logs.put(['INFO', 'ERROR', 'INFO']);
      expect([metric().sum(), metric().sampleCount()]).to.deep.equal([1, 3]);
      expect(metric().units()).to.deep.equal(['Count']);
    });

    it('publishes values that it finds in events', async () => {
      await put('{ $.latency = * }', { metricValue: '$.latency' });
      await logs.put([
        '{"latency":12.5}',
        '{"latency":"7"}',
        '{"latency":"slow"}',
        '{"latency":""}',
        '{}',
        'x',
      ]);
      expect(metric().values()).to.deep.equal([12.5, 7]);
    });

    it('makes a metric of each value of a dimension, and none where one is missing', async () => {
      await put('[level=ERROR, service, bytes]', {
        metricValue: '$bytes',
        dimensions: { Service: '$service' },
      });
      await logs.put(['ERROR a 1', 'ERROR b 2', 'ERROR a 3', 'ERROR "" 9', 'INFO a 5']);
      expect(metric({ Service: 'a' }).values()).to.deep.equal([1, 3]);
      expect(metric({ Service: 'b' }).values()).to.deep.equal([2]);
      expect(logs.aws.cloudwatch.metrics('App')).to.have.length(2);
    });

    it('sees what functions write, and what Lambda says about them', async () => {
      const { aws } = logs;
      await logs.client.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/f' }));
      const group = { logGroupName: '/aws/lambda/f' };
      await put('{ $.level = "ERROR" }', {}, group);
      await put('[report=REPORT, ..., unit="MB"]', { metricName: 'Reports' }, { ...group, filterName: 'r' });
      aws.lambda.function('f', async () => console.log(JSON.stringify({ level: 'ERROR' })));
      await aws.lambda.invoke('f');
      expect(metric().sum()).to.equal(1);
      expect(aws.cloudwatch.metrics('App').map(({ name }) => name)).to.deep.equal(['Errors']);
      aws.lambda.function('f', async () => undefined);
      await aws.lambda.invoke('f');
      expect(metric().sum()).to.equal(1);
    });

    it('replaces the filter of that name', async () => {
      await put('ERROR');
      await put('WARN');
      await logs.put(['ERROR', 'WARN', 'WARN']);
      expect(metric().sum()).to.equal(2);
    });

    it('has at most 100 filters in a group', async () => {
      for (let i = 0; i < 100; i++) await put('x', {}, { filterName: `f${i}` });
      await put('y', {}, { filterName: 'f5' });
      expect(await failure(put('x', {}, { filterName: 'one more' }))).to.include({
        name: 'LimitExceededException',
        message: 'Resource limit exceeded.',
      });
    });

    it('has at most five patterns with regular expressions, those of subscriptions included', async () => {
      for (let i = 0; i < 4; i++) await put('%a+%', {}, { filterName: `f${i}` });
      const destinationArn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
      const subscription = { logGroupName: 'g', filterName: 'f0', filterPattern: '[a=%x%]', destinationArn };
      await logs.client.send(new PutSubscriptionFilterCommand(subscription));
      expect((await failure(put('%a+%', {}, { filterName: 'one more' }))).name).to.equal(
        'LimitExceededException',
      );
      const second = logs.client.send(new PutSubscriptionFilterCommand({ ...subscription, filterName: 'g' }));
      expect((await failure(second)).name).to.equal('LimitExceededException');
      await put('%b+%', {}, { filterName: 'f0' });
      await logs.client.send(new PutSubscriptionFilterCommand({ ...subscription, filterPattern: '[a=%y%]' }));
      await put('plain', {}, { filterName: 'one more' });
    });

    const long = 'X'.repeat(1_100);
    const refused: readonly [title: string, input: Partial<PutMetricFilterCommandInput>, message: string][] =
      [
        ['a group that is not there', { logGroupName: 'none' }, 'The specified log group does not exist.'],
        [
          'a name that is too long',
          { filterName: long },
          `1 validation error detected: Value '${long}' at 'filterName' failed to satisfy constraint: Member must have length less than or equal to 512`,
        ],
        [
          'a name with a colon',
          { filterName: 'a:b' },
          "1 validation error detected: Value 'a:b' at 'filterName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*",
        ],
        [
          'a pattern that is too long',
          { filterPattern: long },
          `1 validation error detected: Value '${long}' at 'filterPattern' failed to satisfy constraint: Member must have length less than or equal to 1024`,
        ],
        [
          'two transformations',
          {
            metricTransformations: [
              { metricName: 'metric1', metricNamespace: 'namespace1', metricValue: '1' },
              {
                metricName: 'metric2',
                metricNamespace: 'namespace2',
                metricValue: '1',
                dimensions: { a: '$b' },
              },
            ],
          },
          "1 validation error detected: Value '[MetricTransformation(metricName=metric1, metricNamespace=namespace1, metricValue=1, defaultValue=null, unit=null, dimensions=null), " +
            'MetricTransformation(metricName=metric2, metricNamespace=namespace2, metricValue=1, defaultValue=null, unit=null, dimensions={a=$b})]' +
            "' at 'metricTransformations' failed to satisfy constraint: Member must have length less than or equal to 1",
        ],
        [
          'no transformation',
          { metricTransformations: [] },
          "1 validation error detected: Value '[]' at 'metricTransformations' failed to satisfy constraint: Member must have length greater than or equal to 1",
        ],
        ['a pattern that is none', { filterPattern: '{ status = 401 }' }, 'Invalid metric filter pattern'],
        ['characters in terms', { filterPattern: 'a (b' }, "Invalid character(s) in term '('"],
        [
          'dimensions of terms',
          { metricTransformations: [{ ...transformation, dimensions: { a: '$b' } }] },
          'The specified filter pattern does not support dimensions',
        ],
        [
          'dimensions beside a default value',
          {
            filterPattern: '{ $.a = 1 }',
            metricTransformations: [{ ...transformation, defaultValue: 0, dimensions: { a: '$.a' } }],
          },
          'Invalid metric transformation: dimensions and default value are mutually exclusive properties.',
        ],
      ];
    for (const [title, input, message] of refused) {
      it(`refuses ${title}`, async () => {
        expect((await failure(put('ERROR', {}, input))).message).to.equal(message);
        expect((await logs.client.send(new DescribeMetricFiltersCommand({}))).metricFilters).to.deep.equal(
          [],
        );
      });
    }
  });

  describe('DescribeMetricFilters', () => {
    const describeFilters = (input: DescribeMetricFiltersCommandInput = {}) =>
      logs.client.send(new DescribeMetricFiltersCommand(input));
    const names = async (input?: DescribeMetricFiltersCommandInput) =>
      (await describeFilters(input)).metricFilters?.map(
        ({ logGroupName, filterName }) => `${logGroupName}/${filterName}`,
      );
    beforeEach(async () => {
      await logs.client.send(new CreateLogGroupCommand({ logGroupName: 'h' }));
      await put('ERROR', { defaultValue: 0 }, { filterName: 'b' });
      await put('ERROR', { metricName: 'Other' }, { filterName: 'a' });
      await put('ERROR', {}, { filterName: 'b2', logGroupName: 'h' });
    });

    it('shows what AWS shows', async () => {
      expect(
        (await describeFilters({ logGroupName: 'g', filterNamePrefix: 'b' })).metricFilters,
      ).to.deep.equal([
        {
          filterName: 'b',
          filterPattern: 'ERROR',
          metricTransformations: [{ ...transformation, defaultValue: 0 }],
          creationTime: START,
          logGroupName: 'g',
          applyOnTransformedLogs: false,
        },
      ]);
    });

    it('finds by group, by the beginning of the name, and by metric', async () => {
      expect(await names()).to.deep.equal(['g/a', 'g/b', 'h/b2']);
      expect(await names({ logGroupName: 'h' })).to.deep.equal(['h/b2']);
      expect(await names({ filterNamePrefix: 'b' })).to.deep.equal(['g/b', 'h/b2']);
      expect(await names({ metricName: 'Errors', metricNamespace: 'App' })).to.deep.equal(['g/b', 'h/b2']);
      expect(await names({ metricName: 'Errors', metricNamespace: 'No' })).to.deep.equal([]);
    });

    it('gives pages', async () => {
      const { nextToken } = await describeFilters({ limit: 2 });
      expect(await names({ nextToken })).to.deep.equal(['h/b2']);
    });

    it('refuses what is too long, half a metric, and groups that are not there', async () => {
      const long = 'X'.repeat(600);
      expect((await failure(describeFilters({ filterNamePrefix: long }))).message).to.equal(
        `1 validation error detected: Value '${long}' at 'filterNamePrefix' failed to satisfy constraint: Member must have length less than or equal to 512`,
      );
      expect((await failure(describeFilters({ metricName: long, metricNamespace: 'n' }))).message).to.equal(
        `1 validation error detected: Value '${long}' at 'metricName' failed to satisfy constraint: Member must have length less than or equal to 255`,
      );
      expect((await failure(describeFilters({ metricName: 'm' }))).name).to.equal(
        'InvalidParameterException',
      );
      expect((await failure(describeFilters({ logGroupName: 'none' }))).name).to.equal(
        'ResourceNotFoundException',
      );
    });
  });

  describe('DeleteMetricFilter', () => {
    const remove = (filterName: string, logGroupName = 'g') =>
      logs.client.send(new DeleteMetricFilterCommand({ logGroupName, filterName }));

    it('ends the counting', async () => {
      await put('ERROR');
      await logs.put(['ERROR']);
      await remove('f');
      await logs.put(['ERROR']);
      expect(metric().sum()).to.equal(1);
    });

    it('knows no filter that is not there', async () => {
      expect(await failure(remove('f'))).to.include({
        name: 'ResourceNotFoundException',
        message: 'The specified metric filter does not exist.',
      });
      expect((await failure(remove('f', 'x'.repeat(513)))).message).to.equal(
        'Invalid LogGroup or LogStream, both must have length less than or equal to 512.',
      );
      expect((await failure(remove('x'.repeat(513)))).message).to.contain("at 'filterName'");
    });
  });

  describe('TestMetricFilter', () => {
    const test = (filterPattern: string, ...logEventMessages: readonly string[]) =>
      logs.client.send(
        new TestMetricFilterCommand({ filterPattern, logEventMessages: [...logEventMessages] }),
      );

    it('shows what a pattern finds', async () => {
      expect((await test('[level, size]', 'ERROR 1', 'ERROR', 'INFO 2')).matches).to.deep.equal([
        { eventNumber: 1, eventMessage: 'ERROR 1', extractedValues: { $level: 'ERROR', $size: '1' } },
        { eventNumber: 3, eventMessage: 'INFO 2', extractedValues: { $level: 'INFO', $size: '2' } },
      ]);
      expect((await test('ERROR', 'ERROR', 'INFO')).matches).to.deep.equal([
        { eventNumber: 1, eventMessage: 'ERROR', extractedValues: {} },
      ]);
    });

    it('wants 1 to 50 messages and a pattern', async () => {
      expect((await failure(test('a'))).message).to.contain('greater than or equal to 1');
      expect((await failure(test('a', ...Array<string>(51).fill('x')))).message).to.contain(
        'less than or equal to 50',
      );
      expect((await failure(test('[a', 'x'))).message).to.equal('Invalid metric filter pattern');
    });
  });
});
