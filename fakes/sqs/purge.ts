import type { PurgeQueueCommandInput } from '@aws-sdk/client-sqs';
import { progressOf } from './counts';
import { purgeQueueInProgress } from './errors';
import { PURGE_INTERVAL_MS } from './limits';
import { clearLine } from './line';
import { advanceMoveTasks } from './move-task-progress';
import { requireQueue, type SqsContext } from './validate';

/**
 * Deletes every message of a queue, visible or not, and forgets its deduplication ids (captured). Takes effect at once;
 * on AWS it may take up to a minute.
 *
 * @throws QueueDoesNotExist
 * @throws PurgeQueueInProgress - again within 60 seconds
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html
 */
export function purgeQueue(context: SqsContext, input: PurgeQueueCommandInput): object {
  const { state, now } = context;
  const queue = requireQueue(context, input.QueueUrl);
  if (queue.purgedAt !== undefined && now < queue.purgedAt + PURGE_INTERVAL_MS)
    throw purgeQueueInProgress(queue.name);
  advanceMoveTasks(context);
  clearLine(state, queue);
  const { next } = progressOf(state, queue);
  state.progress.put(queue.arn, { next, delayed: 0, inFlight: 0, countedAt: now });
  state.queues.put(queue.arn, { ...queue, purgedAt: now });
  return {};
}
