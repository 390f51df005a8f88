import {
  AddPermissionCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { fakeAws, type FakeAws, type IdentityApi } from '../../fakes';
import { queuePermissions } from '../../fakes/sqs/required-permissions';

const ARN = 'arn:aws:sqs:us-east-1:000000000000:jobs';
const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/000000000000/jobs';

describe('permissions of SQS', () => {
  let aws: FakeAws;
  let user: IdentityApi;
  let client: SQSClient;
  const admin = new SQSClient({});

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.sqs.createQueue('jobs');
    user = aws.iam.user('jo');
    client = new SQSClient({ region: 'us-east-1', credentials: user.credentials });
  });
  afterEach(() => aws.unplug());

  const send = (by = client) => by.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  const refused = async (
    promise: Promise<unknown>,
  ): Promise<Error & { $metadata?: { httpStatusCode?: number } }> => {
    const error = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(Error).with.property('name', 'AccessDenied');
    return error as Error;
  };
  const text = (action: string, why: string) =>
    `User: arn:aws:iam::000000000000:user/jo is not authorized to perform: sqs:${action} on resource: ${ARN} ${why}`;

  it('are those of the caller, in the words of SQS', async () => {
    const error = await refused(send());
    expect(error.message).to.equal(
      text('sendmessage', 'because no identity-based policy allows the sqs:sendmessage action'),
    );
    expect(error.$metadata?.httpStatusCode).to.equal(403);
    expect(aws.sqs.queue('jobs').messages().length).to.equal(0);
    user.allow('sqs:SendMessage', ARN);
    await send();
    user.deny('sqs:SendMessage');
    expect((await refused(send())).message).to.equal(
      text('sendmessage', 'with an explicit deny in an identity-based policy'),
    );
    await send(admin);
  });

  it('of a batch are those of its entries', async () => {
    user.allow(['sqs:SendMessage', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'], ARN);
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: '1', MessageBody: 'x' }] }));
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
    const ReceiptHandle = Messages[0]?.ReceiptHandle;
    await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: [{ Id: '1', ReceiptHandle }] }));
    expect(aws.sqs.queue('jobs').messages().length).to.equal(0);
  });

  it('are a matter of the queue’s policy, too', async () => {
    await admin.send(
      new AddPermissionCommand({
        QueueUrl,
        Label: 'all',
        AWSAccountIds: ['000000000000'],
        Actions: ['SendMessage'],
      }),
    );
    await refused(send());
    const policy = (Effect: string, Principal: unknown) =>
      JSON.stringify({ Statement: { Effect, Principal, Action: 'sqs:SendMessage', Resource: ARN } });
    const set = (Policy: string) =>
      admin.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    await set(policy('Allow', { AWS: user.arn }));
    await send();
    await set(policy('Deny', '*'));
    const denied = text('sendmessage', 'with an explicit deny in a resource-based policy');
    expect((await refused(send())).message).to.equal(denied);
    expect((await refused(send(admin))).message).to.equal(denied.replace('user/jo', 'user/test'));
    await set('{}');
    await send(admin);
    await set('');
    await send(admin);
  });

  it('decide without any caller stated, and cost nothing without a policy', async () => {
    aws.unplug();
    aws = fakeAws({ seed: 1 });
    aws.sqs.createQueue('jobs');
    expect(queuePermissions.restricts({ queues: { weight: 0 } } as never)).to.equal(false);
    const Policy = JSON.stringify({
      Statement: { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: ARN },
    });
    await admin.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    await refused(send(admin));
  });

  it('are asked of queues that are there, by name and by URL, and of none', async () => {
    const url = (QueueName: string) => client.send(new GetQueueUrlCommand({ QueueName }));
    expect(await url('none').catch((error: Error) => error.name)).to.equal('QueueDoesNotExist');
    expect((await refused(url('jobs'))).message).to.contain(`sqs:getqueueurl on resource: ${ARN}`);
    expect((await refused(client.send(new ListQueuesCommand({})))).message).to.contain(
      'perform: sqs:listqueues because',
    );
    expect((await refused(client.send(new CreateQueueCommand({ QueueName: 'fresh' })))).message).to.contain(
      ':fresh because',
    );
    user.allow('sqs:*');
    await url('jobs');
    await client.send(new CreateQueueCommand({ QueueName: 'fresh' }));
  });

  it('of moving messages are those of receiving, deleting and sending them', async () => {
    const input = { SourceArn: ARN, DestinationArn: `${ARN}2` };
    await admin.send(new StartMessageMoveTaskCommand(input)).catch(() => undefined);
    const [entry] = aws.calls.entries;
    const actions = entry === undefined ? [] : aws.iam.requiredActions(entry).map(({ action }) => action);
    expect(actions).to.deep.equal(
      ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'SendMessage'].map(
        (name) => `sqs:${name}`,
      ),
    );
  });

  it('do not know keys of conditions of its own', async () => {
    user.allow('sqs:*', '*', { condition: { StringEquals: { 'sqs:x': 'y' } } });
    const error = await send().catch((reason: Error) => reason);
    expect(error).to.have.property('name', 'NotSupportedByFake');
    expect(() => aws.unplug()).to.throw('the condition key sqs:x');
  });
});
