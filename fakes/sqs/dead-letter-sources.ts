import type {
  ListDeadLetterSourceQueuesCommandInput,
  ListDeadLetterSourceQueuesCommandOutput,
} from '@aws-sdk/client-sqs';
import { decodePageToken, encodePageToken, requireMaxResults } from './paging';
import { requireQueue, type SqsContext } from './validate';

/**
 * Lists the queues whose RedrivePolicy names this one, page by page if MaxResults is given.
 *
 * @throws QueueDoesNotExist
 * @throws InvalidParameterValue
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html
 */
export function listDeadLetterSourceQueues(
  context: SqsContext,
  input: ListDeadLetterSourceQueuesCommandInput,
): Omit<ListDeadLetterSourceQueuesCommandOutput, '$metadata'> {
  const { arn } = requireQueue(context, input.QueueUrl);
  const most = requireMaxResults(input.MaxResults);
  const last = decodePageToken(input.NextToken) ?? '';
  const queueUrls: string[] = [];
  let lastArn = '';
  for (const [[target, source]] of context.state.deadLetterSources.entries({ after: [arn, last] })) {
    if (target !== arn) break;
    if (queueUrls.length === most) {
      return {
        queueUrls,
        ...(input.MaxResults === undefined ? {} : { NextToken: encodePageToken(lastArn) }),
      };
    }
    queueUrls.push(context.state.queues.get(source)?.url ?? '');
    lastArn = source;
  }
  return { queueUrls };
}
