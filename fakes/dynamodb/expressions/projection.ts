import type { Item } from '../attribute-value';
import { pathTree, projectTree, type DocumentPath } from '../document-path';
import { requireScalarKeys } from './condition';

/** A ProjectionExpression with its names filled in. */
export interface Projection {
  /** The item reduced to the projected paths; `{}` when it has none of them. */
  of(item: Item): Item;
  readonly paths: readonly DocumentPath[];
  /** The top-level attribute names it asks for. */
  readonly attributes: readonly string[];
  /**
   * Refuses paths into key attributes: these are scalars.
   * @throws ValidationException `Key attributes must be scalars; ...`
   */
  requireScalarKeys(keyNames: readonly string[]): void;
}

/** The projection that callers use. Also for `AttributesToGet`, with one name per path. */
export function projectionOf(paths: readonly DocumentPath[]): Projection {
  const tree = pathTree(paths);
  return {
    of: (item) => projectTree(item, tree),
    paths,
    attributes: [...new Set(paths.map(([name]) => name))],
    requireScalarKeys: (keyNames) => requireScalarKeys(paths, keyNames),
  };
}
