import type { ItemCollectionMetrics, ReturnItemCollectionMetrics } from '@aws-sdk/client-dynamodb';
import { pick } from './key';
import type { Item } from './attribute-value';
import type { TableEntry } from './state';

/**
 * `ItemCollectionMetrics` of a write: only for tables with a local secondary index. A fake holds less than a gigabyte
 * per partition key, so the estimate is always the lowest range.
 */
export function itemCollectionMetrics(
  asked: ReturnItemCollectionMetrics | undefined,
  table: TableEntry,
  item: Item,
): ItemCollectionMetrics | undefined {
  if (asked !== 'SIZE' || table.indexes.every((index) => index.kind === 'global')) return undefined;
  const hashNames = table.key.hash.map((attribute) => attribute.name);
  return { ItemCollectionKey: pick(item, hashNames), SizeEstimateRangeGB: [0, 1] };
}
