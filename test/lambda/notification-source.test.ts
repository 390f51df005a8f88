import { expect } from 'chai';
import {
  CreateBucketCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { createDynamodb } from '../../fakes/dynamodb/service';
import { createLambda, type LambdaApi } from '../../fakes/lambda/lambda';
import type { Machine } from '../../fakes/lambda/machine';
import { deliverNotification, hasNotifications } from '../../fakes/lambda/notification-source';
import { stepOf } from '../../fakes/lambda/step';
import { s3 as s3Service } from '../../fakes/s3/service';
import { sqs as sqsService } from '../../fakes/sqs/service';
import { lambdaWorld, type LambdaWorld } from './world';

describe('Lambda: S3 notifications', () => {
  let w: LambdaWorld;
  let lambda: LambdaApi;
  const s3 = new S3Client({});
  beforeEach(async () => {
    w = lambdaWorld();
    const { world } = w.aws;
    lambda = createLambda(world, {
      sqs: { state: world.state(sqsService) },
      dynamodb: { state: world.state(createDynamodb({ errorWording: '2026' })) },
      s3: { state: world.state(s3Service) },
    });
    await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    await w.queue('events');
  });
  afterEach(() => w.aws.unplug());

  const configure = (configuration: object): Promise<unknown> =>
    s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: 'bucket',
        NotificationConfiguration: configuration,
        SkipDestinationValidation: true,
      }),
    );
  const put = (): Promise<unknown> =>
    s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body: 'x' }));
  const Events = ['s3:ObjectCreated:*' as const];

  it('are configured only for destinations that exist, unless S3 is told not to look', async () => {
    lambda.function('known', () => undefined);
    const topic = lambda.topic('known', { queues: ['events'] });
    const arn = (service: string, name: string): string =>
      `arn:aws:${service}:us-east-1:000000000000:${name}`;
    const ask = (NotificationConfiguration: object): Promise<unknown> =>
      s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: 'bucket', NotificationConfiguration }));
    const refused = async (configuration: object): Promise<unknown> =>
      ask(configuration).then(
        () => 'taken',
        (error: unknown) => error,
      );
    const nowhere = await refused({ QueueConfigurations: [{ QueueArn: arn('sqs', 'nowhere'), Events }] });
    expect(nowhere).to.deep.include({
      name: 'InvalidArgument',
      message: 'Unable to validate the following destination configurations',
      ArgumentName1: arn('sqs', 'nowhere'),
      ArgumentValue1: 'The destination queue does not exist',
    });
    const LambdaFunctionArn = arn('lambda', 'function:none');
    const several = await refused({
      QueueConfigurations: [{ QueueArn: w.arn('events'), Events: ['s3:ObjectRemoved:*'] }],
      TopicConfigurations: [{ TopicArn: arn('sns', 'none'), Events: ['s3:ObjectTagging:*'] }],
      LambdaFunctionConfigurations: [{ LambdaFunctionArn, Events }],
    });
    expect(several).to.deep.include({
      ArgumentName1: arn('sns', 'none'),
      ArgumentValue1: 'The destination topic does not exist',
      ArgumentName2: `${LambdaFunctionArn}, null`,
      ArgumentValue2: `Not authorized to invoke function [${LambdaFunctionArn}]`,
    });
    expect(w.aws.world.state(s3Service).notificationRules.size).to.equal(0);
    await ask({
      QueueConfigurations: [{ QueueArn: w.arn('events'), Events }],
      TopicConfigurations: [{ TopicArn: topic, Events: ['s3:ObjectRemoved:*'] }],
      LambdaFunctionConfigurations: [
        { LambdaFunctionArn: arn('lambda', 'function:known'), Events: ['s3:ObjectTagging:*'] },
      ],
    });
    expect(w.aws.world.state(s3Service).notificationRules.size).to.equal(1);
  });

  it('reach a queue, the test event first, also after a failed try', async () => {
    await configure({ QueueConfigurations: [{ QueueArn: w.arn('events'), Events }] });
    await put();
    w.aws.faults.on(SendMessageCommand).serverError().for('aws:s3');
    await lambda.settle();
    const [test, event] = w.aws.sqs
      .queue('events')
      .bodies()
      .map((body) => JSON.parse(body) as Record<string, unknown>);
    expect(test).to.include({ Event: 's3:TestEvent' });
    expect(event).to.have.nested.property('Records[0].s3.object.key', 'k');
  });

  it('tell of an expiration though nobody called S3 since', async () => {
    await put();
    await configure({
      QueueConfigurations: [{ QueueArn: w.arn('events'), Events: ['s3:LifecycleExpiration:Delete'] }],
    });
    const Rules = [{ Status: 'Enabled' as const, Filter: {}, Expiration: { Days: 1 } }];
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket: 'bucket', LifecycleConfiguration: { Rules } }),
    );
    await lambda.settle();
    expect(w.aws.sqs.queue('events').bodies()).to.have.lengthOf(1);
    await w.aws.clock.advance('3d');
    await lambda.settle();
    const [, event] = w.aws.sqs.queue('events').bodies();
    expect(JSON.parse(event ?? '{}')).to.have.nested.property(
      'Records[0].eventName',
      'LifecycleExpiration:Delete',
    );
  });

  it('reach a function as an asynchronous event', async () => {
    const { arn } = lambda.function('f', async () => undefined);
    await configure({ LambdaFunctionConfigurations: [{ LambdaFunctionArn: arn, Events }] });
    await put();
    const { invocations } = await lambda.settle();
    expect(invocations).to.have.length(1);
    expect(invocations[0]?.event).to.have.nested.property('Records[0].eventName', 'ObjectCreated:Put');
  });

  it('are dropped when their function is gone', async () => {
    const LambdaFunctionArn = 'arn:aws:lambda:us-east-1:000000000000:function:none';
    await configure({ LambdaFunctionConfigurations: [{ LambdaFunctionArn, Events }] });
    await put();
    const { deadLetters } = await lambda.settle();
    expect(deadLetters.map(({ source, target }) => [source, target])).to.deep.equal([
      ['arn:aws:s3:::bucket', undefined],
    ]);
  });

  it("reach a topic's subscribers, under the recorded subject", async () => {
    const TopicArn = lambda.topic('uploads', { queues: ['events'] });
    await configure({ TopicConfigurations: [{ TopicArn, Events }] });
    await put();
    await lambda.settle();
    const bodies = w.aws.sqs.queue('events').bodies();
    expect(bodies).to.have.lengthOf(2);
    const envelope: unknown = JSON.parse(bodies[1] ?? '{}');
    expect(envelope).to.include({ Type: 'Notification', TopicArn, Subject: 'Amazon S3 Notification' });
    expect(bodies[1]).to.match(/^\{\n {2}"Type" : "Notification",\n {2}"MessageId" : "/);
    expect(bodies[1]).to.match(/"eventName\\":\\"ObjectCreated:Put/);
  });

  it('are dropped when their topic is gone', async () => {
    const TopicArn = 'arn:aws:sns:us-east-1:000000000000:none';
    await configure({ TopicConfigurations: [{ TopicArn, Events }] });
    const { deadLetters } = await lambda.settle();
    expect(deadLetters.map(({ target }) => target)).to.deep.equal([undefined]);
  });

  it('are none without S3, or without a change', async () => {
    const nobody = { s3: undefined } as unknown as Machine;
    expect(hasNotifications(nobody)).to.equal(false);
    expect(await deliverNotification(nobody)).to.deep.equal(stepOf(undefined, {}));
    const quiet = { s3: w.aws.world.state(s3Service), world: w.aws.world } as unknown as Machine;
    expect(hasNotifications(quiet)).to.equal(false);
    expect(await deliverNotification(quiet)).to.deep.equal(stepOf(undefined, {}));
  });
});
