import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { settleAllAlarms, takeAlarmAction } from '../cloudwatch/alarm-delivery';
import { FakeMisuse } from '../kernel/errors';
import { accept } from './async-events';
import { queueArnOf } from './arns';
import { findFunction, requireFunction } from './functions';
import { call, type Machine } from './machine';
import type { Subscription, TopicEntry } from './state';
import { stepOf, type Step } from './step';

/** Who gets what is published to a topic. */
export interface TopicOptions {
  /** Names, URLs or ARNs of queues. */
  readonly queues?: readonly string[];
  /** Names of functions, invoked asynchronously. */
  readonly functions?: readonly string[];
  /** Queues get the message itself, not the envelope of SNS. Default false. */
  readonly rawMessageDelivery?: boolean;
}

/** Enters a topic; a later one of the same name replaces it. Returns its ARN. @throws FakeMisuse */
export function putTopic(machine: Machine, name: string, options: TopicOptions): string {
  const { region, accountId } = machine.world.options;
  const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
  const subscribe = (protocol: Subscription['protocol'], endpoint: string): Subscription => ({
    arn: `${arn}:${machine.world.ids.uuid('sns.subscription')}`,
    endpoint,
    protocol,
    rawMessageDelivery: options.rawMessageDelivery ?? false,
  });
  const queues = (options.queues ?? []).map((queue) => requireQueue(machine, queue));
  const functions = (options.functions ?? []).map(
    (functionName) => requireFunction(machine.state, functionName).name,
  );
  machine.state.topics.put(arn, {
    arn,
    subscriptions: [
      ...queues.map((queue) => subscribe('sqs', queue)),
      ...functions.map((functionName) => subscribe('lambda', functionName)),
    ],
  });
  return arn;
}

function requireQueue(machine: Machine, queue: string): string {
  const arn = queueArnOf(machine, queue);
  if (machine.sqs.queues.has(arn)) return arn;
  throw new FakeMisuse(`aws.lambda.topic(): there is no queue ${queue}. Create it first.`);
}

/**
 * Takes one action of an alarm where it belongs: to the subscribers of a topic, or to a function. Alarms are brought up to
 * the present first. Actions on what the world does not know lead nowhere.
 */
export async function serveAlarmAction(machine: Machine): Promise<Step | undefined> {
  if (machine.cloudwatch === undefined) return undefined;
  settleAllAlarms(machine.world, machine.cloudwatch);
  for (;;) {
    const action = takeAlarmAction(machine.cloudwatch);
    if (action === undefined) return undefined;
    const topic = machine.state.topics.get(action.arn);
    if (topic !== undefined) {
      await publish(machine, topic, action);
      return stepOf(undefined, {});
    }
    const entry = findFunction(machine.state, action.arn);
    if (entry?.arn === action.arn) {
      // Documented: Lambda-alarm-actions, CloudWatch invokes the function asynchronously.
      accept(machine, entry, JSON.parse(action.event));
      return stepOf(undefined, {});
    }
  }
}

/** Brings a message to every subscriber of a topic. */
export async function publish(
  machine: Machine,
  topic: TopicEntry,
  { message, subject }: { readonly message: string; readonly subject?: string },
): Promise<void> {
  const { world } = machine;
  const messageId = world.ids.uuid('sns.message');
  const timestamp = new Date(world.clock.now()).toISOString();
  for (const subscription of topic.subscriptions) {
    const { endpoint, protocol, rawMessageDelivery } = subscription;
    const envelope = envelopeOf(machine, topic, subscription, { messageId, timestamp, subject, message });
    if (protocol === 'lambda') {
      const entry = requireFunction(machine.state, endpoint);
      accept(machine, entry, { Records: [recordOf(subscription, envelope)] });
      continue;
    }
    await sendTo(machine, endpoint, rawMessageDelivery ? message : printed(envelope));
  }
}

/** Captured: an envelope's text, a member to the line (messages of SNS in public logs, 2015 to 2026). */
function printed(envelope: Envelope): string {
  const lines = Object.entries(envelope).map(
    ([name, value]) => `  ${JSON.stringify(name)} : ${JSON.stringify(value)}`,
  );
  return `{\n${lines.join(',\n')}\n}`;
}

/** A subscriber that is gone, or a call that fails, gets nothing. */
async function sendTo(machine: Machine, queueArn: string, MessageBody: string): Promise<void> {
  const queue = machine.sqs.queues.get(queueArn);
  if (queue === undefined) return;
  await call(machine, SendMessageCommand, { QueueUrl: queue.url, MessageBody }, queue.region);
}

interface Published {
  readonly messageId: string;
  readonly timestamp: string;
  readonly subject: string | undefined;
  readonly message: string;
}

type Envelope = ReturnType<typeof envelopeOf>;

/** Documented: sns-message-and-json-formats. The signature is made up: it does not verify. */
function envelopeOf(
  { world }: Machine,
  topic: TopicEntry,
  subscription: Subscription,
  { messageId, timestamp, subject, message }: Published,
) {
  const host = `https://sns.${topic.arn.split(':')[3] ?? ''}.amazonaws.com`;
  return {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topic.arn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: message,
    Timestamp: timestamp,
    SignatureVersion: '1',
    Signature: world.ids.token('sns.signature', 88, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'),
    SigningCertURL: `${host}/SimpleNotificationService-00000000000000000000000000000000.pem`,
    UnsubscribeURL: `${host}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
  };
}

/** Documented: with-sns. Captured: the two addresses are spelled differently, and the attributes are there. */
function recordOf(subscription: Subscription, { SigningCertURL, UnsubscribeURL, ...sns }: Envelope): object {
  return {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: subscription.arn,
    Sns: {
      ...sns,
      SigningCertUrl: SigningCertURL,
      UnsubscribeUrl: UnsubscribeURL,
      MessageAttributes: {},
    },
  };
}
