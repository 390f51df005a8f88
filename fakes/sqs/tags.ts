import type {
  ListQueueTagsCommandInput,
  ListQueueTagsCommandOutput,
  TagQueueCommandInput,
  UntagQueueCommandInput,
} from '@aws-sdk/client-sqs';
import { setOwn } from '../kernel/shape';
import { invalidParameterValue } from './errors';
import { MAXIMUM_TAGS } from './limits';
import { requireFilled, requireQueue, type SqsContext } from './validate';

type Tags = Readonly<Record<string, string>>;

/** Documented: at most 50 tags. Assumed: the text. @throws InvalidParameterValue */
export function requireTags(tags: Tags): void {
  if (Object.keys(tags).length > MAXIMUM_TAGS) {
    throw invalidParameterValue(`Too many tags added for queue: the maximum is ${MAXIMUM_TAGS}.`);
  }
}

/**
 * Adds tags, or gives existing ones a new value. Keys tell upper from lower case; a value may be empty.
 *
 * @throws QueueDoesNotExist
 * @throws MissingParameter - for no tags at all; InvalidParameterValue
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html
 */
export function tagQueue(context: SqsContext, input: TagQueueCommandInput): object {
  const queue = requireQueue(context, input.QueueUrl);
  const added = requireFilled('Tags', input.Tags);
  const tags: Record<string, string> = {};
  for (const [key, value] of [...Object.entries(queue.tags), ...Object.entries(added)])
    setOwn(tags, key, value);
  requireTags(tags);
  context.state.queues.put(queue.arn, { ...queue, tags });
  return {};
}

/**
 * Removes tags. Keys that the queue does not have are ignored.
 *
 * @throws QueueDoesNotExist
 * @throws MissingParameter
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html
 */
export function untagQueue(context: SqsContext, input: UntagQueueCommandInput): object {
  const queue = requireQueue(context, input.QueueUrl);
  const keys = requireFilled('TagKeys', input.TagKeys);
  const tags: Record<string, string> = {};
  for (const [key, value] of Object.entries(queue.tags)) if (!keys.includes(key)) setOwn(tags, key, value);
  context.state.queues.put(queue.arn, { ...queue, tags });
  return {};
}

/**
 * @throws QueueDoesNotExist
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html
 */
export function listQueueTags(
  context: SqsContext,
  input: ListQueueTagsCommandInput,
): Omit<ListQueueTagsCommandOutput, '$metadata'> {
  const queue = requireQueue(context, input.QueueUrl);
  // Captured: absent when there are none.
  return Object.keys(queue.tags).length === 0 ? {} : { Tags: { ...queue.tags } };
}
