import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { COLLECTIONS, type Collection } from '../../src/shared/receipt-keys';

export interface QueueOptions {
  readonly fifo?: boolean;
  /** Receives after which a message goes to the dead-letter queue. */
  readonly maxReceiveCount?: number;
  /** Not shorter than the function's timeout, or Lambda refuses the mapping (R54). */
  readonly visibilityTimeoutSeconds?: number;
}

/** URLs of a collection's queue and of its dead-letter queue. */
export interface QueuePair {
  readonly url: string;
  readonly deadLetterUrl: string;
}

/** Makes `lines` and `words` (with `.fifo` if so), each with a dead-letter queue `lines-dlq`, `words-dlq`. */
export async function createReceiptQueues(
  sqs: SQSClient,
  options: QueueOptions = {},
): Promise<Record<Collection, QueuePair>> {
  const [lines, words] = await Promise.all(
    COLLECTIONS.map((collection) => createPair(sqs, collection, options)),
  );
  if (lines === undefined || words === undefined) throw new Error('a queue was not made');
  return { lines, words };
}

async function createPair(sqs: SQSClient, collection: Collection, options: QueueOptions): Promise<QueuePair> {
  const suffix = options.fifo === true ? '.fifo' : '';
  const kind: Record<string, string> = options.fifo === true ? { FifoQueue: 'true' } : {};
  const create = async (QueueName: string, Attributes: Record<string, string>): Promise<string> => {
    const { QueueUrl = '' } = await sqs.send(
      new CreateQueueCommand({ QueueName, Attributes: { ...kind, ...Attributes } }),
    );
    return QueueUrl;
  };
  const deadLetterUrl = await create(`${collection}-dlq${suffix}`, { MessageRetentionPeriod: '1209600' });
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: deadLetterUrl, AttributeNames: ['QueueArn'] }),
  );
  const url = await create(`${collection}${suffix}`, {
    VisibilityTimeout: String(options.visibilityTimeoutSeconds ?? 900),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: Attributes['QueueArn'],
      maxReceiveCount: options.maxReceiveCount ?? 5,
    }),
  });
  return { url, deadLetterUrl };
}
