import { FakeMisuse } from '../kernel/errors';
import { arnOfUrl } from '../sqs/queue-name';
import type { Machine } from './machine';

type Place = Pick<Machine, 'world'>;

/** A queue's ARN for its ARN, URL or name. Whether it exists is somebody else's business. @throws FakeMisuse */
export function queueArnOf({ world }: Place, queue: string): string {
  if (queue.startsWith('arn:')) return queue;
  const { region, accountId } = world.options;
  const arn = arnOfUrl({ region, accountId }, queue);
  if (arn === undefined) throw new FakeMisuse(`aws.lambda: ${queue} is no queue of this account.`);
  return arn;
}

/** A topic's ARN for its ARN or name. */
export function topicArnOf(place: Place, topic: string): string {
  return topic.startsWith('arn:') ? topic : `arn:aws:sns:${homeOf(place)}:${topic}`;
}

/** A function's ARN for its ARN or name. */
export function functionArnOf(place: Place, name: string): string {
  return name.startsWith('arn:') ? name : `arn:aws:lambda:${homeOf(place)}:function:${name}`;
}

/** A bucket's ARN for its ARN or name. */
export function bucketArnOf(bucket: string): string {
  return bucket.startsWith('arn:') ? bucket : `arn:aws:s3:::${bucket}`;
}

function homeOf({ world }: Place): string {
  return `${world.options.region}:${world.options.accountId}`;
}
