import type { QueueAttributeName, SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { FakeMisuse } from '../kernel/errors';
import type { World } from '../kernel/world';
import { countsAt, expiredAt, type Counts } from './counts';
import { advanceMoveTasks } from './move-task-progress';
import { arnOfUrl, queueArn } from './queue-name';
import { createQueue } from './queues';
import { sendMessage } from './send';
import type { Message, Queue, SqsState } from './state';
import type { SqsContext } from './validate';

/** A message in a queue, as a test looks at it: whatever its state, without receiving it. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  /** Receivable now (`visible`, also behind an in-flight message of its FIFO group), not yet, or being worked on. */
  readonly state: 'visible' | 'delayed' | 'inFlight';
  readonly receiveCount: number;
  readonly attributes: Message['attributes'];
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  readonly deadLetterSourceArn: string | undefined;
  /** Epoch ms. */
  readonly sentAt: number;
  /** When it becomes receivable, epoch ms; in the past for a visible message. */
  readonly availableAt: number;
}

/** A queue as a test looks at it. Everything is synchronous and leaves no trace in the journal of calls. */
export interface QueueInspect {
  readonly url: string;
  readonly arn: string;
  /** Every message that is neither deleted nor expired, in the order in which they came. */
  messages(): readonly QueuedMessage[];
  /** The bodies of `messages()`. */
  bodies(): readonly string[];
  readonly counts: Counts;
  /** Puts a message into the queue and returns its MessageId: SendMessage without a client. */
  send(body: string, options?: Omit<SendMessageCommandInput, 'QueueUrl' | 'MessageBody'>): string;
}

export interface CreateQueueOptions {
  /** As in CreateQueue; numbers are written out: `{ VisibilityTimeout: 60 }`. Policies may be objects. */
  readonly attributes?: Readonly<Partial<Record<QueueAttributeName, string | number | boolean | object>>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Default: the world's. */
  readonly region?: string;
}

export interface SqsInspect {
  /**
   * Creates a queue, FIFO where its name ends in `.fifo`: CreateQueue without a client.
   * @throws FakeMisuse when there is one of that name already, and what CreateQueue throws
   */
  createQueue(name: string, options?: CreateQueueOptions): QueueInspect;
  /** A queue by name, URL or ARN. @throws FakeMisuse when there is none */
  queue(nameOrUrl: string): QueueInspect;
  /** The names of all queues, by region and name. */
  queueNames(): readonly string[];
}

/** What `aws.sqs` offers to tests. */
export function createSqsInspect(world: World, state: SqsState): SqsInspect {
  const contextIn = (region: string): SqsContext => world.contextOf(state, 'SendMessage', region);
  const find = (nameOrUrl: string): Queue => {
    const arn = nameOrUrl.startsWith('arn:') ? nameOrUrl : arnOfUrl(world.options, nameOrUrl);
    const queue = arn === undefined ? undefined : state.queues.get(arn);
    if (queue !== undefined) return queue;
    const { region } = world.options;
    const known = [...state.queues.entries()].map(([, other]) =>
      other.region === region ? other.name : `${other.arn} (by its URL or ARN)`,
    );
    throw new FakeMisuse(
      `aws.sqs.queue('${nameOrUrl}'): there is no such queue in ${region}. Queues: ${known.join(', ') || 'none'}.`,
    );
  };
  return {
    createQueue(name, { attributes = {}, tags = {}, region } = {}) {
      const context = world.contextOf(state, 'CreateQueue', region);
      const arn = queueArn(context, name);
      if (state.queues.has(arn)) {
        throw new FakeMisuse(`aws.sqs.createQueue('${name}'): it exists already.`);
      }
      const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
      createQueue(context, {
        QueueName: name,
        Attributes: { ...fifo, ...texts(attributes) },
        tags: { ...tags },
      });
      return inspectQueue(() => contextIn(context.region), arn, find);
    },
    queue: (nameOrUrl) => {
      const { arn, region } = find(nameOrUrl);
      return inspectQueue(() => contextIn(region), arn, find);
    },
    queueNames: () => namesOf(state),
  };
}

function texts(attributes: NonNullable<CreateQueueOptions['attributes']>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
}

function namesOf(state: SqsState): readonly string[] {
  return [...state.queues.entries()].map(([, queue]) => queue.name);
}

function inspectQueue(context: () => SqsContext, arn: string, find: (arn: string) => Queue): QueueInspect {
  /** The queue as it is now: attributes may have changed, and move tasks may have gone on. */
  const current = (): { now: SqsContext; queue: Queue } => {
    const now = context();
    advanceMoveTasks(now);
    return { now, queue: find(arn) };
  };
  const messages = (): readonly QueuedMessage[] => {
    const { now, queue } = current();
    return [...listMessages(now, queue)];
  };
  return {
    arn,
    url: find(arn).url,
    messages,
    bodies: () => messages().map(({ body }) => body),
    get counts() {
      const { now, queue } = current();
      return countsAt(now.state, queue, now.now);
    },
    send(body, options = {}) {
      const { MessageId = '' } = sendMessage(context(), {
        ...structuredClone(options),
        QueueUrl: find(arn).url,
        MessageBody: body,
      });
      return MessageId;
    },
  };
}

function* listMessages({ state, now }: SqsContext, queue: Queue): Generator<QueuedMessage> {
  const held = state.messagesOf(queue);
  const expired = new Set(expiredAt(held, queue, now));
  for (const [sequence, message] of held.messages.entries()) {
    if (expired.has(sequence)) continue;
    const { messageId, body, receiveCount, attributes, groupId, deduplicationId, deadLetterSourceArn } =
      message;
    const hidden = message.hiddenBy === 'delay' ? 'delayed' : 'inFlight';
    yield {
      messageId,
      body,
      state: message.availableAt <= now ? 'visible' : hidden,
      receiveCount,
      attributes,
      groupId,
      deduplicationId,
      deadLetterSourceArn,
      sentAt: message.sentAt,
      availableAt: message.availableAt,
    };
  }
}
