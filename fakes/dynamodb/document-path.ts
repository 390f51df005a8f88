import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './attribute-value';

/** A path into an item: the attribute's name, then names of map entries and indexes of list elements. */
export type DocumentPath = readonly [string, ...(string | number)[]];

/** The value a path leads to; undefined where it leads nowhere. */
export function valueAt(item: Item, path: DocumentPath): AttributeValue | undefined {
  throw new Error(`not written yet ${String(item)} ${String(path)}`);
}

/** A path as AWS prints it in its messages: `[a, [0], b]`. */
export function describePath(path: DocumentPath): string {
  throw new Error(`not written yet ${String(path)}`);
}

/** The item reduced to these paths; lists are compacted. What ProjectionExpression and UPDATED_NEW return. */
export function project(item: Item, paths: readonly DocumentPath[]): Item {
  throw new Error(`not written yet ${String(item)} ${String(paths)}`);
}
