import type { Item } from '../attribute-value';

/** What an update made of an item. Nothing is changed in place. */
export interface Updated {
  /** The item as it is now; unchanged parts are shared with the item before. */
  readonly item: Item;
  /** `ReturnValues: UPDATED_OLD`: what stood at the touched paths, only those leaves. Empty when nothing did. */
  updatedOld(): Item;
  /** `ReturnValues: UPDATED_NEW`: what stands at the touched paths now, only those leaves. */
  updatedNew(): Item;
}

/** An UpdateExpression with its names and values filled in. */
export interface Update {
  /**
   * Applies the update. For an item that does not exist pass the bare key.
   * @throws ValidationException wrong types in the item, missing parents, number overflow
   */
  apply(item: Item): Updated;
  /** The top-level attribute names that it changes. */
  readonly touched: readonly string[];
  /** False when it only removes: on a missing item it then creates nothing. */
  readonly createsItem: boolean;
  /**
   * Refuses an update of key attributes.
   * @throws ValidationException `One or more parameter values were invalid: Cannot update attribute ...`
   */
  requireNoKeys(keyNames: readonly string[]): void;
}
