import {
  ConditionalCheckFailedException,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { requiredNumber, stringAttribute } from '../../shared/attributes';
import { createLease, expiryAttributes, type OwnedLease } from './lease';
import { lockKey, type LockTable } from './lock-item';

/** A busy lock and a failing table are different things (R16). */
export type Acquisition =
  | { readonly kind: 'acquired'; readonly lease: OwnedLease }
  | { readonly kind: 'busy' }
  | { readonly kind: 'error'; readonly error: unknown };

/** Who takes which lock, and for how long. */
export interface AcquireOptions {
  readonly table: LockTable;
  /** Unique to this invocation. */
  readonly owner: string;
  readonly durationMs: number;
  readonly now: () => number;
}

/** One attempt to take the lock: it is free, or its lease has ended. */
export async function acquireLock(options: AcquireOptions): Promise<Acquisition> {
  const { table, owner, durationMs, now } = options;
  const expiresAt = now() + durationMs;
  const held = (item: Record<string, AttributeValue>): Acquisition => {
    const fencingToken = requiredNumber(item, 'fencing_token');
    return {
      kind: 'acquired',
      lease: createLease({ table, owner, fencingToken, expiresAt, durationMs, now }),
    };
  };
  try {
    const { Attributes = {} } = await table.dynamodb.send(acquireCommand(options, expiresAt));
    return held(Attributes);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) return { kind: 'error', error };
    // The SDK repeats a call whose answer got lost; then it is our own row that stands in the way.
    const { Item = {} } = error;
    if (stringAttribute(Item, 'owner') === owner) return held(Item);
    return { kind: 'busy' };
  }
}

function acquireCommand({ table, owner, now }: AcquireOptions, expiresAt: number): UpdateItemCommand {
  const { expires, timeToLive } = expiryAttributes(expiresAt);
  const { collection } = table;
  return new UpdateItemCommand({
    TableName: table.name,
    Key: lockKey(table),
    UpdateExpression:
      'SET #owner = :me, expires = :expires, time_to_live = :ttl, heartbeat = :now, #collection = :collection, ' +
      'GSI1PK = :gsi1pk, GSI1SK = :gsi1sk, #type = :type ADD fencing_token :one',
    ConditionExpression: 'attribute_not_exists(PK) OR expires < :now',
    ExpressionAttributeNames: { '#owner': 'owner', '#collection': 'collection', '#type': 'TYPE' },
    ExpressionAttributeValues: {
      ':me': { S: owner },
      ':expires': expires,
      ':ttl': timeToLive,
      ':now': { S: new Date(now()).toISOString() },
      ':collection': { S: collection },
      ':gsi1pk': { S: `LOCK#${collection}` },
      ':gsi1sk': { S: `EXPIRES#${expires.S}` },
      ':type': { S: 'COMPACTION_LOCK' },
      ':one': { N: '1' },
    },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
}
