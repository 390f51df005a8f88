import { body } from './events';
import type { LambdaWorld } from './lambda-world';

/** Puts a body that is no JSON on the words queue, and a good message behind it. */
export function sendPoison({ aws, queues }: LambdaWorld): void {
  const queue = aws.sqs.queue(queues.words.url);
  const MessageAttributes = {
    source: { DataType: 'String', StringValue: 'dynamodb_stream' },
    collection: { DataType: 'String', StringValue: 'words' },
  };
  queue.send('{', { MessageAttributes });
  queue.send(JSON.stringify(body.metadata()), { MessageAttributes });
}
