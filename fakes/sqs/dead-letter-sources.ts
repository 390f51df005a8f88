import type {
  ListDeadLetterSourceQueuesCommandInput,
  ListDeadLetterSourceQueuesCommandOutput,
} from '@aws-sdk/client-sqs';
import { decodePageToken, takePage } from './paging';
import { nameOfArn, queueUrl } from './queue-name';
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
  const last = decodePageToken(input.NextToken) ?? '';
  const { urls, NextToken } = takePage(sourcesFrom(context, arn, last), input.MaxResults);
  return { queueUrls: urls, NextToken };
}

function* sourcesFrom(context: SqsContext, arn: string, last: string) {
  for (const [[target, source]] of context.state.deadLetterSources.entries({ after: [arn, last] })) {
    if (target !== arn) return;
    yield { arn: source, url: queueUrl(context, nameOfArn(source)) };
  }
}
