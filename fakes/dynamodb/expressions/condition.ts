import type { Item } from '../attribute-value';
import type { DocumentPath } from '../document-path';
import { validationError } from '../errors';
import { pathsOf, type BoundCondition } from './condition-binding';
import { holds } from './condition-evaluation';

/** A ConditionExpression or FilterExpression with its names and values filled in. */
export interface Condition {
  /** Does this item meet the condition? `undefined` for an item that does not exist. */
  matches(item: Item | undefined): boolean;
  /** The top-level attribute names it uses. */
  readonly paths: readonly string[];
  /**
   * Refuses a filter on the key of what is queried.
   * @throws ValidationException `Filter Expression can only contain non-primary key attributes: ...`
   */
  requireNoKeys(keyNames: readonly string[]): void;
  /**
   * Refuses paths into key attributes: these are scalars.
   * @throws ValidationException `Key attributes must be scalars; ...`
   */
  requireScalarKeys(keyNames: readonly string[]): void;
}

const NOTHING: Item = {};

/** The condition that callers use. */
export function conditionOf(bound: BoundCondition): Condition {
  const documentPaths = pathsOf(bound);
  const paths = [...new Set(documentPaths.map(([name]) => name))];
  return {
    matches: (item) => holds(bound, item ?? NOTHING),
    paths,
    requireNoKeys(keyNames) {
      const key = paths.find((name) => keyNames.includes(name));
      if (key === undefined) return;
      throw validationError(
        `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key}`,
      );
    },
    requireScalarKeys: (keyNames) => requireScalarKeys(documentPaths, keyNames),
  };
}

/** Refuses paths that lead into key attributes. @throws ValidationException */
export function requireScalarKeys(paths: readonly DocumentPath[], keyNames: readonly string[]): void {
  const path = paths.find(([name, ...rest]) => rest.length > 0 && keyNames.includes(name));
  if (path === undefined) return;
  throw validationError(
    `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: ${path[0]}`,
  );
}
