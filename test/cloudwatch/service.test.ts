import * as sdk from '@aws-sdk/client-cloudwatch';
import { CloudWatchClient, ListMetricsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, NotSupportedByFake, type FakeAws } from '../../fakes';
import { cloudwatch } from '../../fakes/cloudwatch/service';
import { failure } from './failure';

describe('CloudWatch service', () => {
  let aws: FakeAws;
  let client: CloudWatchClient;
  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    client = new CloudWatchClient({});
  });
  afterEach(() => aws.unplug());

  const put = () =>
    client.send(new PutMetricDataCommand({ Namespace: 'N', MetricData: [{ MetricName: 'm', Value: 1 }] }));

  it('absorbs a throttled attempt by a retry', async () => {
    aws.faults.on(PutMetricDataCommand).throttled();
    const { $metadata } = await put();
    expect($metadata.attempts).to.equal(2);
  });

  it('shows throttling, server errors and refusals in its own words', async () => {
    aws.faults.on(PutMetricDataCommand).throttled().wholeOperation();
    expect(await failure(put())).to.include({
      name: 'Throttling',
      message: 'Rate exceeded',
      Code: 'Throttling',
    });
    aws.faults.on(PutMetricDataCommand).serverError().wholeOperation();
    expect(await failure(put())).to.include({ name: 'InternalServiceFault', Code: 'InternalServiceError' });
    aws.faults.on(PutMetricDataCommand).serviceUnavailable().wholeOperation();
    expect(await failure(put())).to.include({ name: 'ServiceUnavailable' });
    aws.faults.on(PutMetricDataCommand).accessDenied();
    expect((await failure(put())).message).to.contain('not authorized to perform: cloudwatch:PutMetricData');
    aws.faults.on(PutMetricDataCommand).expiredToken();
    expect(await failure(put())).to.include({ name: 'ExpiredToken' });
  });

  it('publishes twice when an answer is lost and the SDK retries', async () => {
    aws.faults.on(PutMetricDataCommand).answerLost();
    await put();
    expect(aws.cloudwatch.metric('N', 'm').sum()).to.equal(2);
  });

  it('keeps the words of each operation for a missing parameter', () => {
    expect(cloudwatch.missingMember('PutMetricData', 'Namespace')?.message).to.equal(
      'The parameter Namespace is required.',
    );
    expect(cloudwatch.missingMember('GetMetricData', 'StartTime')).to.include({
      name: 'ValidationException',
      message: 'The parameter StartTime is required.\n',
    });
    expect(cloudwatch.missingMember('SetAlarmState', 'StateValue')?.message).to.equal(
      "1 validation error detected: Value null at 'stateValue' failed to satisfy constraint: Member must not be null",
    );
    expect(cloudwatch.wrongType('PutMetricData', 'a', 'string', 1)).to.equal(undefined);
  });

  it('gives every answer a request id', async () => {
    const { $metadata } = await client.send(new ListMetricsCommand({}));
    expect($metadata).to.deep.include({ httpStatusCode: 200, attempts: 1, totalRetryDelay: 0 });
    expect($metadata.requestId).to.match(/^[0-9a-f]{8}-/);
  });

  it('answers or refuses every command of the client, by name', async () => {
    type AnyCommand = new (input: object) => PutMetricDataCommand;
    const modelled = new Set(cloudwatch.operations.map(({ command }) => command as unknown));
    const commands = Object.entries(sdk).filter(([name]) => /^[A-Z]\w*Command$/.test(name));
    expect(commands.length).to.be.greaterThan(40);
    for (const [name, Command] of commands) {
      if (modelled.has(Command)) continue;
      const error = await failure(client.send(new (Command as AnyCommand)({})));
      expect(error, name).to.be.instanceOf(NotSupportedByFake);
      expect(error.message).to.contain(name.replace(/Command$/, ''));
    }
    aws.world.takeProblems();
  });
});
