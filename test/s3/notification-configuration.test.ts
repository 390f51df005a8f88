import {
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  S3Client,
  type NotificationConfiguration,
  type QueueConfiguration,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf, caught, expectRefusal } from './caught';

const Bucket = 'photos';
const QueueArn = 'arn:aws:sqs:us-east-1:000000000000:inbox';
const LambdaFunctionArn = 'arn:aws:lambda:us-east-1:000000000000:function:resize';

describe('S3.PutBucketNotificationConfiguration', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (NotificationConfiguration: NotificationConfiguration) =>
    client.send(
      new PutBucketNotificationConfigurationCommand({
        SkipDestinationValidation: true,
        Bucket,
        NotificationConfiguration,
      }),
    );
  const get = async () =>
    answerOf(await client.send(new GetBucketNotificationConfigurationCommand({ Bucket })));
  const queue = (rule: Partial<QueueConfiguration> = {}): NotificationConfiguration => ({
    QueueConfigurations: [{ Id: 'r', QueueArn, Events: ['s3:ObjectCreated:*'], ...rule }],
  });

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: Date.UTC(2026, 0, 1) });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('comes back with the names of filters in capitals, and an id where none was given', async () => {
    expect(await get()).to.deep.equal({});
    const FilterRules = [
      { Name: 'prefix' as const, Value: 'in/' },
      { Name: 'SUFFIX' as 'suffix', Value: '.jpg' },
    ];
    const Events: QueueConfiguration['Events'] = ['s3:ObjectCreated:Put', 's3:ObjectRemoved:*'];
    await put({
      QueueConfigurations: [{ Id: 'r', QueueArn, Events, Filter: { Key: { FilterRules } } }],
      LambdaFunctionConfigurations: [{ LambdaFunctionArn, Events: ['s3:ObjectTagging:*'] }],
    });
    const { LambdaFunctionConfigurations, ...answer } = await get();
    const shown = [
      { Name: 'Prefix', Value: 'in/' },
      { Name: 'Suffix', Value: '.jpg' },
    ];
    expect(answer).to.deep.equal({
      QueueConfigurations: [{ Id: 'r', QueueArn, Events, Filter: { Key: { FilterRules: shown } } }],
    });
    expect(LambdaFunctionConfigurations?.[0]).to.include({ LambdaFunctionArn });
    expect(LambdaFunctionConfigurations?.[0]?.Id).to.match(/^[A-Za-z0-9]{48}$/);
    await put({});
    expect(await get()).to.deep.equal({});
  });

  it('sends a test event without Records to queues and topics, none to functions', async () => {
    await put({
      ...queue(),
      LambdaFunctionConfigurations: [{ LambdaFunctionArn, Events: ['s3:ObjectTagging:*'] }],
      TopicConfigurations: [
        { TopicArn: 'arn:aws:sns:us-east-1:000000000000:news', Events: ['s3:ObjectRemoved:*'] },
      ],
    });
    const sent = aws.s3.bucket(Bucket).notifications();
    expect(sent.map((notification) => notification.destination)).to.deep.equal([
      QueueArn,
      'arn:aws:sns:us-east-1:000000000000:news',
    ]);
    expect(sent[0]?.message).to.deep.include({
      Service: 'Amazon S3',
      Event: 's3:TestEvent',
      Time: '2026-01-01T00:00:00.000Z',
      Bucket,
    });
    expect(sent[0]?.message).to.have.all.keys('Service', 'Event', 'Time', 'Bucket', 'RequestId', 'HostId');
  });

  const argument = (message: string, ArgumentName: string, ArgumentValue: string) => ({
    name: 'InvalidArgument',
    status: 400,
    message,
    members: { ArgumentName, ArgumentValue },
  });
  for (const arn of ['inbox', 'arn:aws:sns:us-east-1:000000000000:inbox', 'arn:aws:sqs:us-east-1:0:inbox']) {
    it(`refuses the queue ${arn}`, async () => {
      await expectRefusal(
        put(queue({ QueueArn: arn })),
        argument('The ARN could not be parsed', 'Queue', arn),
      );
    });
  }

  it('refuses filters by anything but one prefix and one suffix', async () => {
    const filter = (...names: string[]) =>
      queue({
        Filter: { Key: { FilterRules: names.map((Name) => ({ Name: Name as 'prefix', Value: 'x' })) } },
      });
    await expectRefusal(
      put(filter('infix')),
      argument('filter rule name must be either prefix or suffix', 'FilterRule.Name', 'infix'),
    );
    expect((await caught(put(filter('prefix', 'Prefix')))).message).to.contain(
      'more than one prefix or suffix',
    );
  });

  it('refuses events that there are not', async () => {
    for (const Events of [[], ['s3:ObjectRead:*']] as never[]) {
      expect((await caught(put(queue({ Events })))).name).to.equal('MalformedXML');
    }
  });

  it('refuses rules that overlap, and takes those that do not', async () => {
    const rule = (event: string, prefix: string, suffix: string): QueueConfiguration => ({
      QueueArn,
      Events: [event as 's3:ObjectCreated:*'],
      Filter: {
        Key: {
          FilterRules: [
            { Name: 'prefix', Value: prefix },
            { Name: 'suffix', Value: suffix },
          ],
        },
      },
    });
    const first = rule('s3:ObjectCreated:*', 'in/', '.jpg');
    for (const second of [
      rule('s3:ObjectCreated:Put', 'in/', '.jpg'),
      rule('s3:ObjectCreated:*', 'in/deep/', 'g'),
      rule('s3:ObjectCreated:Copy', '', ''),
    ]) {
      await expectRefusal(put({ QueueConfigurations: [first, second] }), {
        name: 'InvalidArgument',
        status: 400,
        message:
          'Configurations overlap. Configurations on the same bucket cannot share a common event type.',
      });
    }
    for (const second of [
      rule('s3:ObjectRemoved:*', 'in/', '.jpg'),
      rule('s3:ObjectCreated:*', 'out/', '.jpg'),
      rule('s3:ObjectCreated:*', 'in/', '.png'),
    ]) {
      await put({ QueueConfigurations: [first, second] });
    }
  });

  it('does not model EventBridge', async () => {
    expect((await caught(put({ EventBridgeConfiguration: {} }))).message).to.contain(
      'EventBridgeConfiguration',
    );
    expect(() => aws.unplug()).to.throw('EventBridgeConfiguration');
  });
});
