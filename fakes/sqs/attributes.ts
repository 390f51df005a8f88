import type {
  GetQueueAttributesCommandInput,
  GetQueueAttributesCommandOutput,
  SetQueueAttributesCommandInput,
} from '@aws-sdk/client-sqs';
import { countsAt } from './counts';
import { invalidAttributeName } from './errors';
import { closeLine, replace, type Line } from './line';
import { advanceMoveTasks } from './move-task-progress';
import { openQueue } from './open-queue';
import { isReadableAttribute, mergeAttributes, normalizeAttributes, settingsOf } from './queue-attributes';
import { putQueue } from './queues';
import { requireDeadLetterTarget } from './redrive-policy';
import type { Message, Queue } from './state';
import { requireFilled, requireQueue, type SqsContext } from './validate';

/**
 * Reads attributes and counters of a queue. Counters are exact here; AWS's lag behind by up to a minute.
 *
 * @throws QueueDoesNotExist
 * @throws InvalidAttributeName
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
 */
export function getQueueAttributes(
  context: SqsContext,
  input: GetQueueAttributesCommandInput,
): Omit<GetQueueAttributesCommandOutput, '$metadata'> {
  const queue = requireQueue(context, input.QueueUrl);
  const names: readonly string[] = input.AttributeNames ?? [];
  for (const name of names) {
    if (name !== 'All' && !isReadableAttribute(name))
      throw invalidAttributeName(`Unknown Attribute ${name}.`);
  }
  advanceMoveTasks(context);
  const shown = Object.entries(readAttributes(context, queue)).filter(
    ([name]) => names.includes('All') || names.includes(name),
  );
  // Captured: without names, or without any that the queue has, there are no Attributes.
  return shown.length === 0 ? {} : { Attributes: Object.fromEntries(shown) };
}

function readAttributes({ state, now }: SqsContext, queue: Queue): Record<string, string> {
  const counts = countsAt(state, queue, now);
  const seconds = (ms: number): string => String(Math.floor(ms / 1_000));
  return {
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    CreatedTimestamp: seconds(queue.createdAt),
    LastModifiedTimestamp: seconds(queue.modifiedAt),
    QueueArn: queue.arn,
    ...queue.attributes,
  };
}

/**
 * Changes attributes of a queue, at once (AWS takes up to a minute, for the retention up to 15).
 *
 * @throws QueueDoesNotExist
 * @throws MissingParameter - for no attributes at all
 * @throws InvalidAttributeName, InvalidAttributeValue, InvalidParameterValue
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
export function setQueueAttributes(context: SqsContext, input: SetQueueAttributesCommandInput): object {
  const queue = requireQueue(context, input.QueueUrl);
  const given: Readonly<Record<string, string>> = requireFilled('Attributes', input.Attributes);
  const attributes = mergeAttributes(queue.attributes, normalizeAttributes(given, queue.fifo));
  const settings = settingsOf(attributes, queue.settings.deduplicatePerGroup);
  const changed: Queue = { ...queue, attributes, settings, modifiedAt: context.now };
  if ((given['RedrivePolicy'] ?? '') !== '') requireDeadLetterTarget(context.state, changed);

  putQueue(context, queue, changed);
  if (queue.fifo && settings.delayMs !== queue.settings.delayMs) {
    const line = openQueue(context, changed);
    delayAnew(line, Math.max(settings.delayMs, queue.settings.delayMs));
    closeLine(context.state, line);
  }
  return {};
}

/**
 * Documented: a FIFO queue's new delay holds for messages that are in the queue already (sqs-delay-queues.html). Only
 * those younger than the longer of the two delays can be affected, so only they are looked at.
 */
function delayAnew(line: Line, longestMs: number): void {
  const { held, queue, now } = line;
  const recent: Message[] = [];
  for (const [[, sequence]] of held.ages.entries({ after: [now - longestMs, Infinity] })) {
    const message = held.messages.get(sequence);
    if (message?.receivesHere === 0 && message.deadLetterSourceArn === undefined) recent.push(message);
  }
  for (const message of recent) {
    replace(line, message, { ...message, availableAt: message.retainedFrom + queue.settings.delayMs });
  }
}
