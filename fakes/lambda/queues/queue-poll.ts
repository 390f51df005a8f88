import { DeleteMessageBatchCommand, ReceiveMessageCommand, type Message } from '@aws-sdk/client-sqs';
import type { Queue } from '../../sqs/state';
import { filtersOf } from '../filter-pattern';
import { LIMITS } from '../limits';
import { call, type Machine } from '../machine';
import { messageIdOf, queueRecord, queueRecordMatches } from './queue-event';
import type { QueueMapping } from '../state';
import type { DeadLetter } from '../step';

/** When a queue next has something to receive, as far as is known now: epoch ms. Costs O(log n). */
export function receivableFrom(machine: Machine, queue: Queue): number | undefined {
  const { heads, places } = machine.sqs.messagesOf(queue);
  return (queue.fifo ? heads.first() : places.first())?.[0][0];
}

/** What polls brought. */
export interface Polled {
  readonly messages: readonly Message[];
  readonly filtered: readonly string[];
  readonly deadLetters: readonly DeadLetter[];
}

/**
 * Receives until there are `most` messages or nothing more is receivable, and deletes what no filter lets through.
 * Documented: with-sqs-filtering, "Lambda deletes messages that don't match".
 */
export async function poll(
  machine: Machine,
  mapping: QueueMapping,
  queue: Queue,
  most: number,
): Promise<Polled> {
  const { world } = machine;
  const messages: Message[] = [];
  const filtered: string[] = [];
  const deadLetters: DeadLetter[] = [];
  while (messages.length < most) {
    const from = receivableFrom(machine, queue);
    if (from === undefined || from > world.clock.now()) break;
    const mark = world.store.mark();
    const answer = await call(
      machine,
      ReceiveMessageCommand,
      {
        QueueUrl: queue.url,
        MaxNumberOfMessages: Math.min(LIMITS.queueBatch, most - messages.length),
        WaitTimeSeconds: 0,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      },
      queue.region,
    );
    deadLetters.push(...movedAway(machine, queue, mark));
    if (answer.kind === 'failed') break;
    const received = answer.output.Messages ?? [];
    const unwanted = received.filter((message) => !isWanted(mapping, message, queue.arn));
    await deleteMessages(machine, queue, unwanted);
    filtered.push(...unwanted.map(messageIdOf));
    messages.push(...received.filter((message) => !unwanted.includes(message)));
    // Receives fill a batch beyond ten messages only; a smaller one is what one receive brings.
    if (received.length === 0 || mapping.configuration.BatchSize <= LIMITS.queueBatch) break;
  }
  return { messages, filtered, deadLetters };
}

function isWanted({ configuration }: QueueMapping, message: Message, queueArn: string): boolean {
  const filters = filtersOf(configuration);
  if (filters.length === 0) return true;
  const record = queueRecord(message, queueArn);
  return filters.some((filter) => queueRecordMatches(filter, record));
}

/** The messages that a receive moved to the dead-letter queue instead of handing them out. */
function movedAway(machine: Machine, queue: Queue, mark: number): DeadLetter[] {
  const target = queue.settings.redrive?.deadLetterTargetArn;
  if (target === undefined) return [];
  const { messages } = machine.sqs.messagesOf({ arn: target });
  return machine.world.store
    .changesSince(mark)
    .filter(
      ({ kind, collection, before }) =>
        kind === 'put' && collection.name === messages.name && before === undefined,
    )
    .map(({ key }) => (typeof key === 'number' ? messages.get(key) : undefined))
    .filter((message) => message?.deadLetterSourceArn === queue.arn)
    .map((message) => ({ source: queue.arn, target, what: message?.messageId ?? '' }));
}

/** Deletes messages ten at a time. Returns the ids of those that could not be deleted. */
export async function deleteMessages(
  machine: Machine,
  queue: Queue,
  messages: readonly Message[],
): Promise<string[]> {
  const lost: string[] = [];
  for (let i = 0; i < messages.length; i += LIMITS.queueBatch) {
    const chunk = messages.slice(i, i + LIMITS.queueBatch);
    const answer = await call(
      machine,
      DeleteMessageBatchCommand,
      {
        QueueUrl: queue.url,
        Entries: chunk.map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle })),
      },
      queue.region,
    );
    if (answer.kind === 'failed') lost.push(...chunk.map(messageIdOf));
    else lost.push(...(answer.output.Failed ?? []).map(({ Id }) => Id ?? ''));
  }
  return lost;
}
