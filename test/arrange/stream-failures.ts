import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { metadataItem } from '../../src/shared/receipt-keys';
import type { Deployment } from './deployment';
import { RECEIPT, receiptMetadata, type Item } from './receipts';

/** Where the stream's mapping tells of records that were given up. */
export const FAILURES = 'stream-failures';

/** An item that is metadata by its key, and nothing of the kind by its content. */
export const poisonItem = (): Item => ({ ...receiptMetadata(RECEIPT), ...unreadable });
const unreadable: Item = { merchant_name: { N: '1' } };
export const poisonKey = metadataItem(RECEIPT);

export const createFailureQueue = ({ clients }: Pick<Deployment, 'clients'>): Promise<unknown> =>
  clients.sqs.send(new CreateQueueCommand({ QueueName: FAILURES }));
