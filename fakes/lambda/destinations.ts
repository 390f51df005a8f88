import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { accept } from './async-events';
import { findFunction } from './functions';
import { call, type Machine } from './machine';
import { publish } from './topics';

/** What is to be delivered, as the kinds of destinations want it. */
export interface Delivery {
  readonly record: object;
  /** In place of the record: what an object in S3 says beyond it. */
  readonly object?: object;
  /** The key's beginning in S3: what stands before the date. */
  readonly keyPrefix: string;
}

/**
 * Delivers the record of an invocation. Returns whether it arrived: a destination that is gone, or a call that fails,
 * loses it. Documented: invocation-async-retain-records, Lambda does not try such a delivery again.
 */
export async function deliver(machine: Machine, arn: string, delivery: Delivery): Promise<boolean> {
  const { record } = delivery;
  const service = arn.split(':')[2];
  if (service === 'sqs') return sendToQueue(machine, arn, JSON.stringify(record));
  if (service === 's3') return putObject(machine, arn, delivery);
  if (service === 'sns') {
    const topic = machine.state.topics.get(arn);
    if (topic === undefined) return false;
    await publish(machine, topic, { message: JSON.stringify(record) });
    return true;
  }
  const entry = findFunction(machine.state, arn);
  if (entry === undefined) return false;
  accept(machine, entry, record);
  return true;
}

/** Whether a destination is there. */
export function destinationExists({ state, sqs, s3 }: Machine, arn: string): boolean {
  switch (arn.split(':')[2]) {
    case 'sqs':
      return sqs.queues.has(arn);
    case 'sns':
      return state.topics.has(arn);
    case 's3':
      return s3?.buckets.has(bucketOf(arn)) === true;
    default:
      return findFunction(state, arn) !== undefined;
  }
}

/** Sends to a queue as Lambda does for destinations and dead-letter queues. Returns whether it arrived. */
export async function sendToQueue(
  machine: Machine,
  queueArn: string,
  body: string,
  attributes: Readonly<Record<string, { DataType: string; StringValue: string }>> = {},
): Promise<boolean> {
  const queue = machine.sqs.queues.get(queueArn);
  if (queue === undefined) return false;
  const input = {
    QueueUrl: queue.url,
    MessageBody: body,
    ...(Object.keys(attributes).length === 0 ? {} : { MessageAttributes: { ...attributes } }),
  };
  return (await call(machine, SendMessageCommand, input, queue.region)).kind === 'answer';
}

/**
 * Captured: the keys `aws/lambda/<mapping>/<shard>/2026/09/17/2026-09-17T14.13.12-<uuid>` (recorded on AWS 2026-09-17).
 * Documented: `aws/lambda/async/<function>/...` for asynchronous invocations.
 */
async function putObject(machine: Machine, arn: string, delivery: Delivery): Promise<boolean> {
  const { world } = machine;
  const time = new Date(world.clock.now()).toISOString();
  const day = time.slice(0, 10);
  const second = time.slice(0, 19).replaceAll(':', '.');
  const Key = `${delivery.keyPrefix}/${day.replaceAll('-', '/')}/${second}-${world.ids.uuid('lambda.destination')}`;
  const Body = Buffer.from(JSON.stringify(delivery.object ?? delivery.record));
  const input = { Bucket: bucketOf(arn), Key, Body };
  return (await call(machine, PutObjectCommand, input, world.options.region)).kind === 'answer';
}

function bucketOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
