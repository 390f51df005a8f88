import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { numberAttribute, stringAttribute } from '../../shared/attributes';
import { errorName } from '../../shared/errors';
import type { LockTable } from './lock-item';
import { lockKey } from './lock-item';

/** A lock that is held, as far as its holder knows. Only the pointer's compare-and-swap protects the data. */
export interface Lease {
  /** Grows with every owner. 0 when locking is switched off. */
  readonly fencingToken: number;
  /** By the local clock and the last beat; asks nobody. */
  isHeld(): boolean;
  /** Asks the table, consistently (R05). @throws what DynamoDB answered. */
  validate(): Promise<boolean>;
}

/** How a beat went. `lost`: the row is somebody else's or has expired. */
export type Beat = 'extended' | 'lost' | 'error';

/** The lease of this invocation, with what its heartbeat and its end need. */
export interface OwnedLease extends Lease {
  /** Extends the lease. `error`: unknown, try again. */
  beat(signal: AbortSignal): Promise<Beat>;
  /** The lease is over for us, whatever the row says. */
  giveUp(): void;
  /** Lets others acquire at once. The row stays, so that the fencing token keeps growing. @throws what DynamoDB answered. */
  release(): Promise<void>;
}

/** What the acquisition found out. */
export interface LeaseOptions {
  readonly table: LockTable;
  readonly owner: string;
  readonly fencingToken: number;
  /** Epoch ms. */
  readonly expiresAt: number;
  readonly durationMs: number;
  readonly now: () => number;
}

/** Clocks differ: a lease this close to its end does not count. */
const SKEW_MS = 1_000;

/** The two attributes that tell a lease's end: for us, and for DynamoDB's TTL a day later. */
export const expiryAttributes = (expiresAt: number) => ({
  expires: { S: new Date(expiresAt).toISOString() },
  timeToLive: { N: String(Math.ceil(expiresAt / 1000) + 86_400) },
});

const MINE = '#owner = :me AND fencing_token = :token';

/** The lease after a successful acquisition. */
export function createLease(options: LeaseOptions): OwnedLease {
  const { table, owner, fencingToken, durationMs, now } = options;
  let expiresAt = options.expiresAt;
  const Key = lockKey(table);
  const mine = { ':me': { S: owner }, ':token': { N: String(fencingToken) } };
  const isHeld = (): boolean => now() < expiresAt;
  return {
    fencingToken,
    isHeld,
    async validate() {
      if (!isHeld()) return false;
      const { Item } = await table.dynamodb.send(
        new GetItemCommand({ TableName: table.name, Key, ConsistentRead: true }),
      );
      if (Item === undefined || stringAttribute(Item, 'owner') !== owner) return false;
      const expires = stringAttribute(Item, 'expires') ?? '';
      return numberAttribute(Item, 'fencing_token') === fencingToken && Date.parse(expires) > now() + SKEW_MS;
    },
    async beat(signal) {
      const until = now() + durationMs;
      const { expires, timeToLive } = expiryAttributes(until);
      const time = { S: new Date(now()).toISOString() };
      const command = new UpdateItemCommand({
        TableName: table.name,
        Key,
        UpdateExpression: 'SET expires = :expires, time_to_live = :ttl, heartbeat = :now, GSI1SK = :gsi1sk',
        ConditionExpression: `${MINE} AND expires > :now`,
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: {
          ...mine,
          ':expires': expires,
          ':ttl': timeToLive,
          ':now': time,
          ':gsi1sk': { S: `EXPIRES#${expires.S}` },
        },
      });
      try {
        await table.dynamodb.send(command, { abortSignal: signal });
        expiresAt = until;
        return 'extended';
      } catch (error) {
        return error instanceof ConditionalCheckFailedException ? 'lost' : 'error';
      }
    },
    giveUp() {
      expiresAt = Number.NEGATIVE_INFINITY;
    },
    async release() {
      expiresAt = Number.NEGATIVE_INFINITY;
      const epoch = new Date(0).toISOString();
      const command = new UpdateItemCommand({
        TableName: table.name,
        Key,
        UpdateExpression: 'SET expires = :epoch, GSI1SK = :gsi1sk REMOVE #owner',
        ConditionExpression: MINE,
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ...mine, ':epoch': { S: epoch }, ':gsi1sk': { S: `EXPIRES#${epoch}` } },
      });
      try {
        await table.dynamodb.send(command);
      } catch (error) {
        // Released already (the answer got lost), or somebody else's by now: both are fine.
        if (errorName(error) !== 'ConditionalCheckFailedException') throw error;
      }
    },
  };
}

/** Stands in for a lease when locking is switched off: publication is safe without it. */
export const NO_LEASE: OwnedLease = {
  fencingToken: 0,
  isHeld: () => true,
  validate: () => Promise.resolve(true),
  beat: () => Promise.resolve('extended'),
  giveUp: () => undefined,
  release: () => Promise.resolve(),
};
