import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CreateLogGroupCommand, PutMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { SQSEvent } from 'aws-lambda';
import { expect, use } from 'chai';
import { logMatcher, metricMatcher } from '../../fakes/testing';
import { logsWorld } from './logs-world';

use(logMatcher);
use(metricMatcher);

describe('CloudWatch Logs: from a line to an alarm', () => {
  const logs = logsWorld();

  it('an error that a function logs wakes whoever is on call', async () => {
    const { aws, client } = logs;
    aws.lambda.function('worker', async ({ Records }: SQSEvent) => {
      for (const { body } of Records)
        console.log(JSON.stringify({ level: body === 'bad' ? 'ERROR' : 'INFO', body }));
    });
    aws.lambda.function('on-call', async () => console.log('awake'));
    const jobs = aws.sqs.createQueue('jobs');
    aws.lambda.eventSource({ queue: 'jobs', function: 'worker' });

    const logGroupName = '/aws/lambda/worker';
    await client.send(new CreateLogGroupCommand({ logGroupName }));
    const metricTransformations = [
      { metricNamespace: 'Worker', metricName: 'Errors', metricValue: '1', defaultValue: 0 },
    ];
    const filterPattern = '{ $.level = "ERROR" }';
    const filter = { logGroupName, filterName: 'errors', filterPattern, metricTransformations };
    await client.send(new PutMetricFilterCommand(filter));
    await new CloudWatchClient({ region: 'us-east-1' }).send(
      new PutMetricAlarmCommand({
        AlarmName: 'errors',
        Namespace: 'Worker',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: ['arn:aws:lambda:us-east-1:000000000000:function:on-call'],
      }),
    );

    jobs.send('good');
    await aws.lambda.settle();
    await aws.clock.advance('2m');
    await aws.lambda.settle();
    expect(aws.cloudwatch.alarm('errors').state).to.equal('OK');
    expect(aws).not.to.have.logged('awake');

    jobs.send('bad');
    await aws.lambda.settle();
    await aws.clock.advance('2m');
    await aws.lambda.settle();
    expect(aws).to.have.metric('Worker', 'Errors').with.sum(1);
    expect(aws.cloudwatch.alarm('errors').states).to.include('ALARM');
    expect(aws).to.have.logged('awake');
  });
});
