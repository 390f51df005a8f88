import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Collection } from '../../shared/receipt-keys';

/** Where a collection's lock is kept. */
export interface LockTable {
  readonly dynamodb: DynamoDBClient;
  readonly name: string;
  readonly collection: Collection;
}

/** One name per resource, always the same (R03, R04). */
export const lockKey = ({ collection }: LockTable) => ({
  PK: { S: `LOCK#${collection}#snapshot` },
  SK: { S: 'LOCK' },
});
