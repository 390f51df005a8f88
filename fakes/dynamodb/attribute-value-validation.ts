import type { CallWording } from './errors';
import type { Item } from './attribute-value';

/**
 * Checks the values of an item (`Item`) or key (`Key`, `ExclusiveStartKey`) as AWS does before it looks at the table:
 * exactly one type per value, numbers, empty or duplicate sets, NULL:false, empty names, nesting.
 *
 * @returns the item in canonical form (numbers canonical, sets sorted).
 * @throws ValidationException
 */
export function checkedItem(item: Item, at: CallWording): Item {
  throw new Error(`not written yet ${String(item)} ${String(at)}`);
}

/**
 * Checks `ExpressionAttributeValues` (done by ExpressionRequest), and the operands of the legacy parameters.
 *
 * @returns the values in canonical form.
 * @throws ValidationException `ExpressionAttributeValues contains invalid value: ... for key :v`
 */
export function checkedExpressionValues(values: Item, at: CallWording): Item {
  throw new Error(`not written yet ${String(values)} ${String(at)}`);
}
