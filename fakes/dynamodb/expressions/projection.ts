import type { Item } from '../attribute-value';
import type { DocumentPath } from '../document-path';

/** A ProjectionExpression with its names filled in. */
export interface Projection {
  /** The item reduced to the projected paths; `{}` when it has none of them. */
  of(item: Item): Item;
  readonly paths: readonly DocumentPath[];
  /** The top-level attribute names it asks for. */
  readonly attributes: readonly string[];
}
