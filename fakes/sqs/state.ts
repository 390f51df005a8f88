import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { compareNumbers, compareStrings, compareTuples } from '../kernel/order';
import type { Collection, Store } from '../kernel/store';

/** A queue. Its messages are in collections of their own: see `messagesOf`. */
export interface Queue {
  readonly arn: string;
  readonly url: string;
  readonly name: string;
  readonly region: string;
  /** Tells this queue from an earlier one of the same name: part of every receipt handle. */
  readonly id: string;
  readonly fifo: boolean;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly purgedAt: number | undefined;
  /** As GetQueueAttributes shows them, defaults included. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly settings: QueueSettings;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a queue's attributes mean. */
export interface QueueSettings {
  readonly delayMs: number;
  readonly maximumMessageBytes: number;
  readonly retentionMs: number;
  readonly receiveWaitMs: number;
  readonly visibilityTimeoutMs: number;
  readonly contentBasedDeduplication: boolean;
  /** Whether ids are told apart per group. Captured: decided at creation, whatever the attribute says later. */
  readonly deduplicatePerGroup: boolean;
  readonly redrive: RedrivePolicy | undefined;
  readonly redriveAllow: RedriveAllowPolicy;
}

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

export interface RedriveAllowPolicy {
  readonly redrivePermission: 'allowAll' | 'denyAll' | 'byQueue';
  readonly sourceQueueArns: readonly string[];
}

/** A message in a queue, until it is deleted, expires, or moves to another queue. */
export interface Message {
  /** Its key, and its place in a FIFO group: the order of arrival in this queue. */
  readonly sequence: number;
  readonly messageId: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  readonly traceHeader: string | undefined;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  readonly deadLetterSourceArn: string | undefined;
  /** SentTimestamp, epoch ms. */
  readonly sentAt: number;
  /** When it came into this queue, epoch ms: what retention counts from in a FIFO queue. */
  readonly retainedFrom: number;
  /** From when on it can be received, epoch ms. */
  readonly availableAt: number;
  /**
   * Decides between messages that become available in the same millisecond: the sequence of one that was hidden until
   * then, a later number of one that is shown again at once.
   */
  readonly turn: number;
  /** The number of the receive or the change of visibility that hid it last; 0 before the first. */
  readonly hidden: number;
  /** Why it cannot be received before `availableAt`. */
  readonly hiddenBy: 'delay' | 'receive';
  /** ApproximateReceiveCount: goes on in a dead-letter queue. */
  readonly receiveCount: number;
  /** Receives in this queue: what `maxReceiveCount` is compared with. */
  readonly receivesHere: number;
  readonly firstReceivedAt: number | undefined;
  /** Epoch ms; 0 before the first receive. */
  readonly lastReceivedAt: number;
  /** The number in the latest receipt handle. */
  readonly receipt: number;
}

/** What a queue counts. `hidden` numbers are true for `countedAt`; see `counts.ts`. */
export interface Progress {
  /** The next sequence, turn or receipt: one series for all, so a later one is always higher. */
  readonly next: number;
  readonly delayed: number;
  readonly inFlight: number;
  readonly countedAt: number;
}

/** Where a message stands in line: when it can be received, then whose turn it is. */
export type Place = readonly [availableAt: number, turn: number];
/** Where a FIFO message stands in its group. */
export type GroupPlace = readonly [groupId: string, sequence: number];
/** How old a message is. */
export type AgePlace = readonly [retainedFrom: number, sequence: number];

/** A deduplication id that was used, or a receive request attempt. */
export interface Sent {
  readonly messageId: string;
  readonly sequence: number;
  readonly usedAt: number;
}
export interface Attempted {
  readonly receipts: readonly {
    readonly sequence: number;
    readonly receipt: number;
    readonly hidden: number;
  }[];
  readonly usedAt: number;
}

/** The collections of one queue. All are indexes of `messages`, but for the two memories of a FIFO queue. */
export interface QueueMessages {
  readonly messages: Collection<number, Message>;
  /** Every message by when it can be received. */
  readonly places: Collection<Place, Message>;
  readonly ages: Collection<AgePlace, true>;
  /** FIFO: every message in its group's order. */
  readonly groups: Collection<GroupPlace, Message>;
  /** FIFO: the first message of every group, by when it can be received. */
  readonly heads: Collection<Place, GroupPlace>;
  /** FIFO: [group or '', deduplication id]. */
  readonly deduplication: Collection<readonly [string, string], Sent>;
  readonly deduplicationAges: Collection<readonly [number, string, string], true>;
  readonly attempts: Collection<string, Attempted>;
  readonly attemptAges: Collection<readonly [number, string], true>;
  /** One entry that is written whenever something may have become receivable: what long polls wake on. */
  readonly arrivals: Collection<number, number>;
}

/** A task that moves messages out of a dead-letter queue, at its rate, from `startedAt` on. */
export interface MoveTask {
  readonly taskId: string;
  readonly number: number;
  readonly sourceArn: string;
  readonly destinationArn: string | undefined;
  readonly messagesPerSecond: number | undefined;
  readonly startedAt: number;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  readonly toMove: number;
  readonly moved: number;
  readonly failureReason: string | undefined;
}

export interface SqsState {
  /** By ARN, so that a region's queues are listed by name. */
  readonly queues: Collection<string, Queue>;
  readonly progress: Collection<string, Progress>;
  /** ARN -> when it was deleted, epoch ms. */
  readonly deletedQueues: Collection<string, number>;
  /** [dead-letter queue, source queue] by ARN. */
  readonly deadLetterSources: Collection<readonly [string, string], true>;
  readonly moveTasks: Collection<readonly [sourceArn: string, number: number], MoveTask>;
  /** The running task of a source queue: [its ARN, its number]. */
  readonly runningMoveTasks: Collection<string, number>;
  messagesOf(queue: { readonly arn: string }): QueueMessages;
}

const comparePlaces = compareTuples<Place>(compareNumbers, compareNumbers);
const compareTexts = compareTuples<readonly [string, string]>(compareStrings, compareStrings);

/** Names the collections of SQS in a world's store; those of a queue come with its first use. */
export function createState(store: Store): SqsState {
  const known = new Map<string, QueueMessages>();
  return {
    // Weighs the queues with a policy: without any, nobody needs to be asked for permissions.
    queues: store.collection('sqs.queues', compareStrings, (queue: Queue) =>
      queue.attributes['Policy'] === undefined ? 0 : 1,
    ),
    progress: store.collection('sqs.progress', compareStrings),
    deletedQueues: store.collection('sqs.deletedQueues', compareStrings),
    deadLetterSources: store.collection('sqs.deadLetterSources', compareTexts),
    moveTasks: store.collection(
      'sqs.moveTasks',
      compareTuples<readonly [string, number]>(compareStrings, compareNumbers),
    ),
    runningMoveTasks: store.collection('sqs.runningMoveTasks', compareStrings),
    messagesOf({ arn }) {
      let messages = known.get(arn);
      if (messages === undefined) known.set(arn, (messages = createQueueMessages(store, arn)));
      return messages;
    },
  };
}

function createQueueMessages(store: Store, arn: string): QueueMessages {
  const name = (what: string): string => `sqs.${what} ${arn}`;
  return {
    messages: store.collection(name('messages'), compareNumbers),
    places: store.collection(name('places'), comparePlaces),
    ages: store.collection(name('ages'), comparePlaces),
    groups: store.collection(name('groups'), compareTuples<GroupPlace>(compareStrings, compareNumbers)),
    heads: store.collection(name('heads'), comparePlaces),
    deduplication: store.collection(name('deduplication'), compareTexts),
    deduplicationAges: store.collection(
      name('deduplicationAges'),
      compareTuples<readonly [number, string, string]>(compareNumbers, compareStrings, compareStrings),
    ),
    attempts: store.collection(name('attempts'), compareStrings),
    attemptAges: store.collection(
      name('attemptAges'),
      compareTuples<readonly [number, string]>(compareNumbers, compareStrings),
    ),
    arrivals: store.collection(name('arrivals'), compareNumbers),
  };
}
