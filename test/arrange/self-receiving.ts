import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { QueueHandler } from './deployment';
import type { LambdaWorld } from './lambda-world';

/** A compaction that fetches more messages of the words itself, to make good use of its cycle. `received`: how many, each time. */
export function selfReceiving(world: LambdaWorld, received: number[]): QueueHandler {
  const ours = world.compaction();
  return async ({ Records }, context) => {
    const { Messages = [] } = await world.clients.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: world.queues.words.url,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 900,
        MessageAttributeNames: ['All'],
      }),
    );
    received.push(Messages.length);
    const like = Records[0];
    const more = Messages.map(({ MessageId, Body, ReceiptHandle }): SQSRecord => {
      if (like === undefined) throw new Error('an event without records');
      return {
        ...like,
        messageId: String(MessageId),
        body: String(Body),
        receiptHandle: String(ReceiptHandle),
      };
    });
    return ours({ Records: [...Records, ...more] }, context);
  };
}
