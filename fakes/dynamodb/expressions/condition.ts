import type { Item } from '../attribute-value';

/** A ConditionExpression or FilterExpression with its names and values filled in. */
export interface Condition {
  /** Does this item meet the condition? `undefined` for an item that does not exist. */
  matches(item: Item | undefined): boolean;
  /** The top-level attribute names it uses. */
  readonly paths: readonly string[];
  /**
   * Refuses a filter on the key of what is queried or scanned.
   * @throws ValidationException `Filter Expression can only contain non-primary key attributes: ...`
   */
  requireNoKeys(keyNames: readonly string[]): void;
}
