import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  PutDashboardCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws, type IdentityApi } from '../../fakes';

describe('permissions of CloudWatch', () => {
  let aws: FakeAws;
  let user: IdentityApi;
  let client: CloudWatchClient;

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    user = aws.iam.user('jo');
    client = new CloudWatchClient({ region: 'us-east-1', credentials: user.credentials });
  });
  afterEach(() => aws.unplug());

  const put = (Namespace: string) =>
    client.send(new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: 'm', Value: 1 }] }));
  const refused = async (promise: Promise<unknown>): Promise<string> => {
    const error: unknown = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(Error).with.property('name', 'AccessDenied');
    expect(error).to.have.nested.property('$metadata.httpStatusCode', 403);
    return (error as Error).message.replace(
      'User: arn:aws:iam::000000000000:user/jo is not authorized to perform: cloudwatch:',
      '',
    );
  };

  it('are those of the caller; metrics are no resources', async () => {
    expect(await refused(put('App'))).to.equal(
      'PutMetricData because no identity-based policy allows the cloudwatch:PutMetricData action',
    );
    user.allow('cloudwatch:PutMetricData', '*', {
      condition: { StringEquals: { 'cloudwatch:namespace': 'App' } },
    });
    await put('App');
    await refused(put('Other'));
    expect(await refused(client.send(new DescribeAlarmsCommand({})))).to.match(/^DescribeAlarms because/);
  });

  it('of alarms and dashboards are by their names', async () => {
    const AlarmNames = ['a', 'b'];
    const remove = () => client.send(new DeleteAlarmsCommand({ AlarmNames }));
    const alarm = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm';
    expect(await refused(remove())).to.contain(`on resource: ${alarm}:a because`);
    user.allow('cloudwatch:DeleteAlarms', `${alarm}:a`);
    expect(await refused(remove())).to.contain(`on resource: ${alarm}:b because`);
    const dashboard = client.send(
      new PutDashboardCommand({ DashboardName: 'd', DashboardBody: '{"widgets":[]}' }),
    );
    expect(await refused(dashboard)).to.contain(
      'on resource: arn:aws:cloudwatch::000000000000:dashboard/d because',
    );
    const state = new SetAlarmStateCommand({ AlarmName: 'c', StateValue: 'OK', StateReason: 'x' });
    expect(await refused(client.send(state))).to.contain(`on resource: ${alarm}:c because`);
    const gone = client.send(new DeleteDashboardsCommand({ DashboardNames: ['e'] }));
    expect(await refused(gone)).to.contain('dashboard/e because');
    const tags = client.send(new ListTagsForResourceCommand({ ResourceARN: `${alarm}:a` }));
    expect(await refused(tags)).to.contain(`on resource: ${alarm}:a because`);
  });

  it('do not know other keys of conditions', async () => {
    user.allow('cloudwatch:*', '*', { condition: { StringEquals: { 'cloudwatch:x': 'y' } } });
    expect(await put('App').catch((error: Error) => error.name)).to.equal('NotSupportedByFake');
    expect(() => aws.unplug()).to.throw('the condition key cloudwatch:x');
  });
});
