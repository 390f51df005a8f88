import type {
  CreateQueueCommandInput,
  CreateQueueCommandOutput,
  DeleteQueueCommandInput,
  GetQueueUrlCommandInput,
  GetQueueUrlCommandOutput,
  ListQueuesCommandInput,
  ListQueuesCommandOutput,
} from '@aws-sdk/client-sqs';
import { queueDeletedRecently, queueDoesNotExist, queueNameExists } from './errors';
import { QUEUE_DELETION_MS } from './limits';
import { clearLine } from './line';
import { advanceMoveTasks } from './move-task-progress';
import { decodePageToken, takePage } from './paging';
import { defaultAttributes, mergeAttributes, normalizeAttributes, settingsOf } from './queue-attributes';
import { queueArn, queueUrl, requireQueueName } from './queue-name';
import { requireDeadLetterTarget } from './redrive-policy';
import type { Queue } from './state';
import { requireTags } from './tags';
import { requireQueue, type SqsContext } from './validate';

/**
 * Creates a queue, or finds the one of that name if none of the given attributes differs from its present ones.
 *
 * @throws InvalidParameterValue, InvalidAttributeName, InvalidAttributeValue
 * @throws QueueDeletedRecently, QueueNameExists
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
 */
export function createQueue(
  context: SqsContext,
  input: CreateQueueCommandInput,
): Omit<CreateQueueCommandOutput, '$metadata'> {
  const { Attributes: given = {}, tags = {} } = input;
  const name = String(input.QueueName);
  const fifo = given['FifoQueue']?.toLowerCase() === 'true';
  requireQueueName(name, fifo);
  const attributes = normalizeAttributes(given, fifo);
  requireTags(tags);
  const arn = queueArn(context, name);
  const existing = context.state.queues.get(arn);
  if (existing !== undefined) {
    requireSameAttributes(existing, attributes);
    return { QueueUrl: existing.url };
  }
  const merged = mergeAttributes(defaultAttributes(fifo), attributes);
  const settings = settingsOf(merged, merged['DeduplicationScope'] === 'messageGroup');
  requireDeadLetterTarget(context.state, { arn, fifo, attributes: merged, settings });
  const deletedAt = context.state.deletedQueues.get(arn);
  if (deletedAt !== undefined && context.now < deletedAt + QUEUE_DELETION_MS) throw queueDeletedRecently();

  const queue: Queue = {
    arn,
    url: queueUrl(context, name),
    name,
    region: context.region,
    id: context.ids.uuid('sqs.queue'),
    fifo,
    createdAt: context.now,
    modifiedAt: context.now,
    purgedAt: undefined,
    attributes: merged,
    settings,
    tags,
  };
  context.state.deletedQueues.delete(arn);
  putQueue(context, undefined, queue);
  return { QueueUrl: queue.url };
}

/** Writes a queue, and which dead-letter queue it names. */
export function putQueue({ state }: SqsContext, before: Queue | undefined, queue: Queue): void {
  const [from, to] = [
    before?.settings.redrive?.deadLetterTargetArn,
    queue.settings.redrive?.deadLetterTargetArn,
  ];
  if (from !== undefined && from !== to) state.deadLetterSources.delete([from, queue.arn]);
  if (to !== undefined && from !== to) state.deadLetterSources.put([to, queue.arn], true);
  state.queues.put(queue.arn, queue);
}

/** Captured: compared with what the attributes are now, whatever they were at creation; the first difference is named. */
function requireSameAttributes(queue: Queue, given: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(given)) {
    if ((queue.attributes[name] ?? '') !== value) throw queueNameExists(name);
  }
}

/**
 * @throws QueueDoesNotExist
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html
 */
export function getQueueUrl(
  context: SqsContext,
  input: GetQueueUrlCommandInput,
): Omit<GetQueueUrlCommandOutput, '$metadata'> {
  const owner = input.QueueOwnerAWSAccountId ?? context.accountId;
  const queue = context.state.queues.get(
    queueArn({ region: context.region, accountId: owner }, String(input.QueueName)),
  );
  if (queue === undefined) throw queueDoesNotExist();
  return { QueueUrl: queue.url };
}

/**
 * Deletes a queue with everything in it. Its name cannot be used again for 60 seconds.
 *
 * @throws QueueDoesNotExist
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html
 */
export function deleteQueue(context: SqsContext, input: DeleteQueueCommandInput): object {
  const { state, now } = context;
  const queue = requireQueue(context, input.QueueUrl);
  advanceMoveTasks(context);
  clearLine(state, queue);
  state.progress.delete(queue.arn);
  const target = queue.settings.redrive?.deadLetterTargetArn;
  if (target !== undefined) state.deadLetterSources.delete([target, queue.arn]);
  state.runningMoveTasks.delete(queue.arn);
  const tasks = state.moveTasks.entries({ from: [queue.arn, 0], to: [queue.arn, Infinity] });
  for (const key of Array.from(tasks, ([task]) => task)) state.moveTasks.delete(key);
  state.deletedQueues.put(queue.arn, now);
  state.queues.delete(queue.arn);
  return {};
}

/**
 * Lists the region's queues by name, page by page if MaxResults is given, and else the first thousand.
 *
 * @throws InvalidParameterValue
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html
 */
export function listQueues(
  context: SqsContext,
  input: ListQueuesCommandInput,
): Omit<ListQueuesCommandOutput, '$metadata'> {
  const prefix = queueArn(context, input.QueueNamePrefix ?? '');
  const last = decodePageToken(input.NextToken);
  const { urls, NextToken } = takePage(queuesFrom(context, prefix, last), input.MaxResults);
  // Captured: QueueUrls is absent when there are none.
  return { QueueUrls: urls.length === 0 ? undefined : urls, NextToken };
}

function* queuesFrom({ state }: SqsContext, prefix: string, last: string | undefined): Generator<Queue> {
  for (const [arn, queue] of state.queues.entries(last === undefined ? { from: prefix } : { after: last })) {
    if (!arn.startsWith(prefix)) return;
    yield queue;
  }
}
