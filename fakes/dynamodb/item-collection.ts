import type {
  CancellationReason,
  ItemCollectionMetrics,
  ReturnItemCollectionMetrics,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './attribute-value';
import { COLLECTION_TOO_LARGE, itemCollectionSizeLimitExceeded, transactionCanceled } from './errors';
import { pick } from './key';
import { edgeOf, type Position } from './position';
import { indexItemsOf, itemsOf, type DynamodbState, type TableEntry } from './state';
import { collectionGrowth, type PreparedWrite } from './write';

/**
 * `ItemCollectionMetrics` of a write: only for tables with a local secondary index. A fake holds less than a gigabyte
 * per partition key, so the estimate is always the lowest range.
 */
export function itemCollectionMetrics(
  asked: ReturnItemCollectionMetrics | undefined,
  table: TableEntry,
  item: Item,
): ItemCollectionMetrics | undefined {
  if (asked !== 'SIZE' || !hasCollections(table)) return undefined;
  const hashNames = table.key.hash.map((attribute) => attribute.name);
  return { ItemCollectionKey: pick(item, hashNames), SizeEstimateRangeGB: [0, 1] };
}

/** Only tables with a local index have item collections of a limited size. Documented: LSI.ItemCollections. */
function hasCollections(table: TableEntry): boolean {
  return table.indexes.some((index) => index.kind === 'local');
}

/**
 * The positions of the writes that make their item collection larger than allowed: those that grow it count in order.
 * AWS's limit of 10 GB is out of a fake's reach; the test sets a smaller one. Costs what the limit lets a collection hold.
 */
function tooLarge(state: DynamodbState, writes: readonly PreparedWrite[]): readonly number[] {
  const grown = new Map<string, number>();
  return writes.flatMap((write, place) => {
    const { table, position } = write;
    const most = state.overlays.get([table.region, table.name])?.collectionBytes;
    if (most === undefined || !hasCollections(table)) return [];
    const growth = collectionGrowth(write);
    const key = `${table.arn} ${position.hash} ${JSON.stringify(position.values[0])}`;
    const bytes = (grown.get(key) ?? collectionBytes(state, table, position)) + growth;
    grown.set(key, bytes);
    return growth > 0 && bytes > most ? place : [];
  });
}

function collectionBytes(state: DynamodbState, table: TableEntry, position: Position): number {
  const prefix: Position = { hash: position.hash, values: position.values.slice(0, 1) };
  const range = { from: edgeOf(prefix, -1), to: edgeOf(prefix, 1) };
  const locals = table.indexes.filter((index) => index.kind === 'local');
  let bytes = 0;
  for (const part of [itemsOf(state, table), ...locals.map((index) => indexItemsOf(state, table, index))]) {
    for (const [, entry] of part.entries(range)) bytes += entry.bytes;
  }
  return bytes;
}

/** @throws ItemCollectionSizeLimitExceededException one of the writes makes its item collection too large */
export function requireCollectionSize(state: DynamodbState, writes: readonly PreparedWrite[]): void {
  if (state.overlays.size > 0 && tooLarge(state, writes).length > 0) throw itemCollectionSizeLimitExceeded();
}

/** @throws TransactionCanceledException `ItemCollectionSizeLimitExceeded` for every such action */
export function requireTransactionCollectionSize(
  state: DynamodbState,
  writes: readonly PreparedWrite[],
): void {
  if (state.overlays.size === 0) return;
  const places = tooLarge(state, writes);
  if (places.length === 0) return;
  throw transactionCanceled(
    writes.map((_, place): CancellationReason =>
      places.includes(place)
        ? { Code: 'ItemCollectionSizeLimitExceeded', Message: COLLECTION_TOO_LARGE }
        : { Code: 'None' },
    ),
  );
}
