import type { AttributeValue, CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { toMs, type Duration } from '../kernel/duration';
import { FakeMisuse } from '../kernel/errors';
import type { World } from '../kernel/world';
import { canonicalItem, type Item } from './attribute-value';
import { checkedItem } from './attribute-value-validation';
import { createTable } from './create-table';
import { deleteExpiredItems, sweepExpired } from './expiry-sweep';
import { attributeOf, checkItemKey, namesOf, pick, tablePosition } from './key';
import { fromPlain, toPlain, type PlainItem } from './plain-value';
import { itemsOf, type DynamodbState, type TableEntry } from './state';
import { splitShards } from './shards';
import { readStreamRecords, type DynamodbStreamRecord } from './streams';
import { arrangeTable, type TableArrangement } from './table-arrangement';
import { commit, stored } from './write';
import { checkItemSize } from './write-action';
import { checkIndexKeys } from './index-entry';

/** A table as a test looks at it: synchronous, past all faults, in plain JavaScript values. */
export interface TableInspect extends TableArrangement {
  /** All items in the order of a Scan: partitions by hash, sorted within. */
  items(): PlainItem[];
  /** All items as DynamoDB's JSON. */
  rawItems(): Record<string, AttributeValue>[];
  /** One item by its key attributes; undefined when it is not there. */
  get(key: PlainItem): PlainItem | undefined;
  /**
   * Puts an item as if a client had: indexes follow, streams record it.
   * @throws ValidationException what PutItem would refuse
   */
  put(item: PlainItem): void;
  /** Deletes an item by its key. Returns whether it was there. */
  delete(key: PlainItem): boolean;
  readonly count: number;
  /**
   * Deletes the items whose time to live is over, without waiting for DynamoDB to do it. Returns them.
   */
  deleteExpired(): PlainItem[];
  /** The records of the table's stream that is enabled, oldest first. */
  streamRecords(): DynamodbStreamRecord[];
  /**
   * Splits every open shard of the table's stream in two, as DynamoDB does when a partition grows or gets busy.
   * @throws FakeMisuse no stream is enabled
   */
  splitShards(): void;
  /** The ARN of the stream that is enabled. */
  readonly streamArn: string | undefined;
  readonly arn: string;
}

/** `aws.dynamodb`: what a test may look at and do without a client. */
export interface DynamodbInspect {
  /**
   * Creates a table, ACTIVE at once: CreateTable without a client. Billed by request unless it says otherwise.
   * @throws FakeMisuse there is one of that name already
   * @throws ValidationException what CreateTable would refuse
   */
  createTable(input: CreateTableCommandInput, options?: { readonly region?: string }): TableInspect;
  /** @throws FakeMisuse there is no such table */
  table(name: string, options?: { readonly region?: string }): TableInspect;
  /**
   * From now on a TransactWriteItems takes so long: it locks its items, and commits that much later. Until then other
   * writes and transactions on the items conflict, as on AWS. 0 (the default): a transaction is over at once.
   */
  transactionsTake(time: Duration): void;
  /** The names of the tables of a region. */
  tables(options?: { readonly region?: string }): string[];
}

/** Builds the test's view of DynamoDB. */
export function createDynamodbInspect(world: World, state: DynamodbState): DynamodbInspect {
  const namesIn = (region: string): string[] => {
    const names: string[] = [];
    for (const [[entryRegion, name]] of state.tables.entries({ from: [region, ''] })) {
      if (entryRegion !== region) break;
      names.push(name);
    }
    return names;
  };
  const table: DynamodbInspect['table'] = (name, options) => {
    const region = options?.region ?? world.options.region;
    const known = (): TableEntry => {
      sweepExpired(world.contextOf(state, 'inspect', region));
      const found = state.tables.get([region, name]);
      if (found !== undefined) return found;
      const names = namesIn(region).join(', ');
      throw new FakeMisuse(
        `aws.dynamodb.table('${name}'): there is no such table in ${region}. Its tables: ${names === '' ? 'none' : names}.`,
      );
    };
    known();
    return inspectTable(world, state, known);
  };
  return {
    createTable(input, options) {
      const context = world.contextOf(state, 'CreateTable', options?.region);
      const name = String(input.TableName);
      if (state.tables.has([context.region, name])) {
        throw new FakeMisuse(`aws.dynamodb.createTable('${name}'): it exists already in ${context.region}.`);
      }
      const billing =
        input.ProvisionedThroughput === undefined ? { BillingMode: 'PAY_PER_REQUEST' as const } : {};
      createTable(context, { ...billing, ...structuredClone(input) });
      return table(name, options);
    },
    table,
    transactionsTake: (time) => state.settings.put('transactionMs', toMs(time)),
    tables: (options) => namesIn(options?.region ?? world.options.region),
  };
}

/** What a test puts is held against the rules of PutItem. */
const AS_PUT_ITEM = { wording: '2026', operation: 'PutItem' } as const;

function inspectTable(world: World, state: DynamodbState, known: () => TableEntry): TableInspect {
  const context = (): { state: DynamodbState; now: number; ids: World['ids'] } => ({
    state,
    now: world.clock.now(),
    ids: world.ids,
  });
  const rawItems = (): Item[] => [...itemsOf(state, known()).entries()].map(([, entry]) => entry.item);
  const keyIn = (plain: PlainItem): Item => {
    const names = namesOf(known().key);
    const key = pick(canonicalItem(fromPlain(plain)), names);
    const missing = names.filter((name) => attributeOf(key, name) === undefined);
    if (missing.length === 0) return key;
    throw new FakeMisuse(
      `aws.dynamodb.table('${known().name}'): the key attribute ${missing.join(', ')} is missing.`,
    );
  };
  const change = (position: ReturnType<typeof tablePosition>, item: Item | undefined): boolean => {
    const table = known();
    const before = itemsOf(state, table).get(position);
    commit(context(), { table, position, before, after: item === undefined ? undefined : stored(item) });
    return before !== undefined;
  };
  return {
    ...arrangeTable(state, known),
    items: () => rawItems().map((item) => toPlain(item)),
    rawItems,
    get(key) {
      const found = itemsOf(state, known()).get(tablePosition(known(), keyIn(key)));
      return found === undefined ? undefined : toPlain(found.item);
    },
    put(plain) {
      const item = checkedItem(fromPlain(plain), AS_PUT_ITEM);
      checkItemSize(item, AS_PUT_ITEM);
      checkItemKey(known(), item);
      checkIndexKeys(known(), item);
      change(tablePosition(known(), item), item);
    },
    delete: (key) => change(tablePosition(known(), keyIn(key)), undefined),
    deleteExpired: () => deleteExpiredItems(context(), known()).map((item) => toPlain(item)),
    get count() {
      return itemsOf(state, known()).size;
    },
    streamRecords() {
      const { streamArn } = known();
      return streamArn === undefined
        ? []
        : readStreamRecords(state, { streamArn, limit: Number.POSITIVE_INFINITY, now: world.clock.now() });
    },
    splitShards: () => splitShards(state, known().streamArn ?? known().name, world.clock.now()),
    get streamArn() {
      return known().streamArn;
    },
    get arn() {
      return known().arn;
    },
  };
}
