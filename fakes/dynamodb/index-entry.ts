import { equalItems, typeOf, type Item } from './attribute-value';
import { validationError } from './errors';
import { itemSize } from './item-size';
import { attributeOf, attributesOf, bytesOf, emptyKind, indexPosition, pick } from './key';
import { LIMITS } from './limits';
import type { Position } from './position';
import type { IndexEntry, StoredItem, TableEntry } from './state';

/** What an index stores of an item, and where. */
export interface IndexView {
  readonly position: Position;
  readonly stored: StoredItem;
}

/** What an index stores of an item; undefined when the item lacks a key attribute (sparse index) or does not fit. */
export function indexView(table: TableEntry, index: IndexEntry, stored: StoredItem): IndexView | undefined {
  for (const { name, type } of attributesOf(index.key)) {
    const value = attributeOf(stored.item, name);
    // Only a backfill meets values that do not fit: it leaves the item out. Documented: GSI.OnlineOps.ViolationDetection.
    if (value === undefined || typeOf(value) !== type || emptyKind(value) !== undefined) return undefined;
  }
  if (isTooLong(index, stored.item)) return undefined;
  const position = indexPosition(table, index, stored.item);
  if (index.projected === undefined) return { position, stored };
  const item = pick(stored.item, index.projected);
  return { position, stored: { item, bytes: itemSize(item) } };
}

/** Whether two views are the same entry with the same contents. */
export function sameView(a: IndexView, b: IndexView): boolean {
  return a.stored === b.stored || equalItems(a.stored.item, b.stored.item);
}

/**
 * Checks the index keys of an item that is written: where one is there, it must fit.
 * `before` is given for an update, which answers for the attributes it changed only.
 * @throws ValidationException wrong type, empty or too long
 */
export function checkIndexKeys(table: TableEntry, item: Item, before?: Item): void {
  for (const index of table.indexes) {
    for (const { name, type } of attributesOf(index.key)) {
      const value = attributeOf(item, name);
      if (value === undefined || (before !== undefined && attributeOf(before, name) === value)) continue;
      if (typeOf(value) !== type) {
        throw validationError(
          `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
        );
      }
      const empty = emptyKind(value);
      if (empty !== undefined) throw emptyIndexKey(empty, index.name, name, before !== undefined);
    }
    if (isTooLong(index, item)) throw indexKeyTooLong(index, item);
  }
}

// Captured: 2026-06, four regions; Put names the index, Update does not.
function emptyIndexKey(empty: string, indexName: string, name: string, updated: boolean): Error {
  return validationError(
    updated
      ? `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty ${empty} value.`
      : `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${empty} value. IndexName: ${indexName}, IndexKey: ${name}`,
  );
}

function isTooLong(index: IndexEntry, item: Item): boolean {
  return (
    bytesOf(index.key.hash, item) > LIMITS.hashKeyBytes ||
    bytesOf(index.key.range, item) > LIMITS.rangeKeyBytes
  );
}

// Assumed: the wording of the table's own keys; only the fact of the refusal is documented.
function indexKeyTooLong(index: IndexEntry, item: Item): Error {
  return validationError(
    bytesOf(index.key.hash, item) > LIMITS.hashKeyBytes
      ? `One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of${LIMITS.hashKeyBytes} bytes`
      : `One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of ${LIMITS.rangeKeyBytes} bytes`,
  );
}
