import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { callFromAws } from '../kernel/aws-call';
import { letDueHappen } from '../s3/due';
import type { Notification } from '../s3/state';
import { accept } from './async-events';
import { findFunction } from './functions';
import type { Machine } from './machine';
import { stepOf, type Step } from './step';
import { publish } from './topics';

/** Whether S3 can send notifications to this ARN. */
export function isDestination({ sqs, state }: Machine, arn: string): boolean {
  switch (arn.split(':')[2]) {
    case 'sqs':
      return sqs.queues.has(arn);
    case 'sns':
      return state.topics.has(arn);
    default:
      return findFunction(state, arn) !== undefined;
  }
}

/** Whether S3 has notifications to deliver. Lifecycles are brought up to the present first: they cause some. */
export function hasNotifications({ s3, world }: Machine): boolean {
  if (s3 === undefined) return false;
  const { ids, options } = world;
  letDueHappen({ state: s3, ids, now: world.clock.now(), region: options.region });
  return s3.notifications.first() !== undefined;
}

/**
 * Delivers the oldest notification of S3, as 'aws:s3': to a queue, to a topic's subscribers, or to a function as an
 * asynchronous event. One that cannot be sent now is tried again; one whose destination is gone is dropped.
 */
export async function deliverNotification(machine: Machine): Promise<Step> {
  const { s3, sqs, world, state } = machine;
  const [sequence, notification] = s3?.notifications.first() ?? [];
  if (s3 === undefined || sequence === undefined || notification === undefined) return stepOf(undefined, {});
  const { destination, message } = notification;
  const [, , service, region = ''] = destination.split(':');
  if (service === 'sqs' && sqs.queues.has(destination)) {
    const input = { QueueUrl: sqs.queues.get(destination)?.url, MessageBody: JSON.stringify(message) };
    const answer = await callFromAws(world, 'aws:s3', SendMessageCommand, input, region);
    if (answer.kind === 'answer') s3.notifications.delete(sequence);
    return stepOf(undefined, {});
  }
  s3.notifications.delete(sequence);
  const entry = service === 'lambda' ? findFunction(state, destination) : undefined;
  if (entry !== undefined) {
    accept(machine, entry, message);
    return stepOf(undefined, {});
  }
  const topic = service === 'sns' ? state.topics.get(destination) : undefined;
  if (topic !== undefined) {
    // Captured: the subject (messages of SNS in public logs, 2015 to 2026).
    await publish(machine, topic, { message: JSON.stringify(message), subject: 'Amazon S3 Notification' });
    return stepOf(undefined, {});
  }
  return stepOf(undefined, { deadLetters: [droppedFor(notification)] });
}

function droppedFor({ bucket, destination, sequence }: Notification): Step['deadLetters'][number] {
  return {
    source: `arn:aws:s3:::${bucket}`,
    target: undefined,
    what: `notification ${sequence} for ${destination}`,
  };
}
