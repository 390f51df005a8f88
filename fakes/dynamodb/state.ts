import type {
  AttributeDefinition,
  BillingMode,
  KeySchemaElement,
  OnDemandThroughput,
  Projection,
  ScalarAttributeType,
  StreamViewType,
  TableClass,
  Tag,
} from '@aws-sdk/client-dynamodb';
import type { Collection } from '../kernel/collection';
import { compareNumbers, compareStrings, compareTuples } from '../kernel/order';
import type { Store } from '../kernel/store';
import type { Item } from './attribute-value';
import type { ErrorWording } from './errors';
import { comparePositions, type Position } from './position';

/** One attribute of a key with its declared type. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: ScalarAttributeType;
}

/** The key of a table or index. Only a global secondary index has more than one attribute of a kind. */
export interface Key {
  readonly hash: readonly KeyAttribute[];
  readonly range: readonly KeyAttribute[];
}

/** Provisioned throughput in units per second; zeros when billed per request. */
export interface Throughput {
  readonly read: number;
  readonly write: number;
  readonly changedAt?: number;
}

/** A secondary index of a table. */
export interface IndexEntry {
  readonly name: string;
  readonly kind: 'global' | 'local';
  readonly key: Key;
  readonly keySchema: readonly KeySchemaElement[];
  readonly projection: Projection;
  /** Every attribute the index stores; undefined for ALL. */
  readonly projected: readonly string[] | undefined;
  readonly throughput: Throughput;
  readonly onDemandThroughput?: OnDemandThroughput | undefined;
  readonly warm?: Throughput | undefined;
  /** World time at which the index becomes ACTIVE; undefined when it always was. */
  readonly activeAt?: number;
}

/** `TimeToLiveSpecification` as last set. */
export interface TimeToLiveEntry {
  readonly attributeName: string;
  readonly enabled: boolean;
  readonly changedAt: number;
}

/** A table. Its items are in `itemsOf`, its index entries in `indexItemsOf`. */
export interface TableEntry {
  readonly name: string;
  readonly region: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: number;
  readonly attributeDefinitions: readonly AttributeDefinition[];
  readonly keySchema: readonly KeySchemaElement[];
  readonly key: Key;
  /** In the order of their names: AWS's messages name the first one that an item does not fit. */
  readonly indexes: readonly IndexEntry[];
  readonly billingMode: BillingMode;
  readonly billingChangedAt: number;
  readonly throughput: Throughput;
  readonly onDemandThroughput?: OnDemandThroughput | undefined;
  readonly streamArn?: string | undefined;
  /** The stream as it was last, enabled or not. */
  readonly latestStreamArn?: string | undefined;
  readonly deletionProtection: boolean;
  readonly tableClass?: TableClass | undefined;
  readonly timeToLive?: TimeToLiveEntry | undefined;
  /** Point-in-time recovery, when it is enabled. */
  readonly pointInTime?: { readonly enabledAt: number; readonly days: number } | undefined;
  /** The customer's or AWS's managed key; undefined for the key that AWS owns. */
  readonly encryption?: { readonly keyArn: string } | undefined;
  /** `WarmThroughput` as asked for; otherwise it follows the billing mode. */
  readonly warm?: Throughput | undefined;
  readonly tags: readonly Tag[];
}

/** A stored item or index entry with its size in bytes. */
export interface StoredItem {
  readonly item: Item;
  readonly bytes: number;
}

/** A stream of a table. It outlives its table by 24 hours. */
export interface StreamEntry {
  readonly arn: string;
  readonly label: string;
  readonly tableName: string;
  readonly keySchema: readonly KeySchemaElement[];
  readonly viewType: StreamViewType;
  readonly createdAt: number;
  /** World time at which it was disabled. */
  readonly disabledAt?: number;
  /** When its open shards split in two, oldest first, and the position of the last record before. */
  readonly splits?: readonly { readonly at: number; readonly position: number }[];
}

/** One change of an item, as the stream keeps it: both images, whatever the view type shows of them. */
export interface StoredRecord {
  readonly sequence: number;
  readonly at: number;
  readonly eventId: string;
  readonly keys: Item;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Deleted by DynamoDB itself because its time to live was over. */
  readonly byService: boolean;
}

/** A remembered ClientRequestToken of TransactWriteItems. */
export interface TokenEntry {
  /** A hash of the actions. */
  readonly request: string;
  readonly at: number;
}

/** An item that a transaction has locked. */
export interface LockEntry {
  /** The transaction's ClientRequestToken. */
  readonly token: string;
  /** World time at which the transaction commits, epoch ms: from then on the lock is void. */
  readonly until: number;
}

/** What a test sets for all of DynamoDB, by name. */
export type Setting = 'transactionMs';

/** How far back a read looks: before the last writes to what it reads, or at a time. */
export type Lag = { readonly writes: number } | { readonly ms: number };

/** How a test has reads and the background of a table behave. State itself stays as it is. */
export interface OverlayEntry {
  /** What eventually consistent reads of the table see. */
  readonly stale?: Lag | undefined;
  /** What reads of global indexes see. */
  readonly indexLag?: Lag | undefined;
  /** How long after its time an expired item is deleted; infinite for never. */
  readonly expiryLagMs?: number | undefined;
  /** The most bytes of one item collection; 10 GB on AWS. */
  readonly collectionBytes?: number | undefined;
}

export type TableKey = readonly [region: string, name: string];

/** What a table may serve: units per second, and for how many seconds unused units are kept. */
export interface CapacityEntry {
  readonly read?: number | undefined;
  readonly write?: number | undefined;
  readonly burstSeconds: number;
}

/** The units that were left at a time, epoch ms. */
export interface BucketEntry {
  readonly units: number;
  readonly at: number;
}

/** A table, or one of its global indexes; no index is ''. */
export type CapacityKey = readonly [region: string, table: string, index: string];

export type BucketKey = readonly [...CapacityKey, kind: 'read' | 'write'];

/** Everything DynamoDB remembers in one world. */
export interface DynamodbState {
  readonly store: Store;
  readonly errorWording: ErrorWording;
  readonly tables: Collection<TableKey, TableEntry>;
  readonly streams: Collection<string, StreamEntry>;
  readonly tokens: Collection<string, TokenEntry>;
  readonly settings: Collection<Setting, number>;
  readonly overlays: Collection<TableKey, OverlayEntry>;
  /** The tables whose items expire. */
  readonly expiring: Collection<TableKey, true>;
  /** What a test allows tables to serve; none for a table without a limit. */
  readonly capacities: Collection<CapacityKey, CapacityEntry>;
  /** What is left of it. */
  readonly buckets: Collection<BucketKey, BucketEntry>;
}

/** Names the collections of this service in a world's store. */
export function createState(store: Store, errorWording: ErrorWording): DynamodbState {
  return {
    store,
    errorWording,
    tables: store.collection('dynamodb.tables', compareTuples<TableKey>(compareStrings, compareStrings)),
    streams: store.collection('dynamodb.streams', compareStrings),
    tokens: store.collection('dynamodb.tokens', compareStrings),
    settings: store.collection<Setting, number>('dynamodb.settings', compareStrings),
    overlays: store.collection('dynamodb.overlays', compareTuples<TableKey>(compareStrings, compareStrings)),
    expiring: store.collection('dynamodb.expiring', compareTuples<TableKey>(compareStrings, compareStrings)),
    capacities: store.collection(
      'dynamodb.capacities',
      compareTuples<CapacityKey>(compareStrings, compareStrings, compareStrings),
    ),
    buckets: store.collection(
      'dynamodb.buckets',
      compareTuples<BucketKey>(compareStrings, compareStrings, compareStrings, compareStrings),
    ),
  };
}

/** What the collections of a table are called; worked out once, as every call asks for it. */
interface CollectionNames {
  readonly life: string;
  readonly items: string;
  readonly indexes: Map<string, string>;
}

const collectionNames = new WeakMap<TableEntry, CollectionNames>();

function namesOfCollections(table: TableEntry): CollectionNames {
  let names = collectionNames.get(table);
  if (names === undefined) {
    const life = `${table.region} ${table.name}#${Number.parseInt(table.id.slice(-12), 16)}`;
    names = { life, items: `dynamodb.items ${life}`, indexes: new Map() };
    collectionNames.set(table, names);
  }
  return names;
}

/**
 * One life of a table, as its collections are named: `us-east-1 orders#2`. A table that is deleted and created again
 * gets new collections, so that a look at the past never shows the items of its former life.
 */
export function lifeOf(table: TableEntry): string {
  return namesOfCollections(table).life;
}

function bytesOf(item: StoredItem): number {
  return item.bytes;
}

/** The items of a table. */
export function itemsOf(state: DynamodbState, table: TableEntry): Collection<Position, StoredItem> {
  return state.store.collection(namesOfCollections(table).items, comparePositions, bytesOf);
}

/** The entries of a secondary index: the projected part of every item that has all its key attributes. */
export function indexItemsOf(
  state: DynamodbState,
  table: TableEntry,
  index: IndexEntry,
): Collection<Position, StoredItem> {
  const { life, indexes } = namesOfCollections(table);
  let name = indexes.get(index.name);
  if (name === undefined) indexes.set(index.name, (name = `dynamodb.index ${life} ${index.name}`));
  return state.store.collection(name, comparePositions, bytesOf);
}

/** The items of a table that transactions have locked. */
export function locksOf(state: DynamodbState, table: TableEntry): Collection<Position, LockEntry> {
  return state.store.collection(`dynamodb.locks ${lifeOf(table)}`, comparePositions);
}

/** The records of a stream, by sequence. A write to it wakes whoever waits for the next record. */
export function recordsOf(state: DynamodbState, streamArn: string): Collection<number, StoredRecord> {
  return state.store.collection(`dynamodb.stream ${streamArn}`, compareNumbers);
}

/** An item by the time from which on it counts as expired, epoch seconds: its own time, or when that was written if later. */
export interface Expiry {
  readonly seconds: number;
  readonly position: Position;
}

function compareExpiries(a: Expiry, b: Expiry): number {
  return a.seconds - b.seconds || comparePositions(a.position, b.position);
}

/** The items of a table in the order in which they expire, as far as they do, with the time that they state. */
export function expiryOf(state: DynamodbState, table: TableEntry): Collection<Expiry, number> {
  return state.store.collection(`dynamodb.expiry ${lifeOf(table)}`, compareExpiries);
}

/** Where an item stands in the order of expiry. */
export function expiryAtOf(state: DynamodbState, table: TableEntry): Collection<Position, number> {
  return state.store.collection(`dynamodb.expiryAt ${lifeOf(table)}`, comparePositions);
}
