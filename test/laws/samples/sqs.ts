import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Samples } from './samples';

/** Sets the scene for one service and returns an input for each of its operations. */
export async function arrangeSqs(): Promise<Samples> {
  const sqs = new SQSClient({});
  const deadLetters = await sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
  const deadLetterArn = 'arn:aws:sqs:us-east-1:000000000000:dead';
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetterArn, maxReceiveCount: 5 });
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: 'laws', Attributes: { RedrivePolicy } }),
  );
  const queue = { QueueUrl };
  await sqs.send(new SendMessageCommand({ ...queue, MessageBody: 'first' }));
  await sqs.send(new SendMessageCommand({ ...queue, MessageBody: 'second' }));
  await sqs.send(new SendMessageCommand({ QueueUrl: deadLetters.QueueUrl, MessageBody: 'dead' }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand(queue));
  const ReceiptHandle = Messages?.[0]?.ReceiptHandle;
  const handle = { ...queue, ReceiptHandle };
  return {
    'SQS.AddPermission': {
      ...queue,
      Label: 'label',
      AWSAccountIds: ['111111111111'],
      Actions: ['SendMessage'],
    },
    'SQS.CancelMessageMoveTask': { TaskHandle: 'none' },
    'SQS.ChangeMessageVisibility': { ...handle, VisibilityTimeout: 10 },
    'SQS.ChangeMessageVisibilityBatch': {
      ...queue,
      Entries: [{ Id: 'a', ReceiptHandle, VisibilityTimeout: 10 }],
    },
    'SQS.CreateQueue': { QueueName: 'another' },
    'SQS.DeleteMessage': handle,
    'SQS.DeleteMessageBatch': { ...queue, Entries: [{ Id: 'a', ReceiptHandle }] },
    'SQS.DeleteQueue': queue,
    'SQS.GetQueueAttributes': { ...queue, AttributeNames: ['All'] },
    'SQS.GetQueueUrl': { QueueName: 'laws' },
    'SQS.ListDeadLetterSourceQueues': { QueueUrl: deadLetters.QueueUrl },
    'SQS.ListMessageMoveTasks': { SourceArn: deadLetterArn },
    'SQS.ListQueues': {},
    'SQS.ListQueueTags': queue,
    'SQS.PurgeQueue': queue,
    'SQS.ReceiveMessage': { ...queue, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] },
    'SQS.RemovePermission': { ...queue, Label: 'label' },
    'SQS.SendMessage': {
      ...queue,
      MessageBody: 'third',
      MessageAttributes: { a: { DataType: 'Binary', BinaryValue: new Uint8Array([1]) } },
    },
    'SQS.SendMessageBatch': { ...queue, Entries: [{ Id: 'a', MessageBody: 'fourth' }] },
    'SQS.SetQueueAttributes': { ...queue, Attributes: { VisibilityTimeout: '60' } },
    'SQS.StartMessageMoveTask': { SourceArn: deadLetterArn },
    'SQS.TagQueue': { ...queue, Tags: { a: '1' } },
    'SQS.UntagQueue': { ...queue, TagKeys: ['a'] },
  };
}
