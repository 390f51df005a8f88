import type { Item } from './attribute-value';
import { validationError } from './errors';
import { tablePosition } from './key';
import type { TableEntry } from './state';

/** The items that one batch or transaction has named so far: none may be named twice. */
export class BatchKeys {
  readonly #seen = new Set<string>();

  constructor(private readonly message = 'Provided list of item keys contains duplicates') {}

  /** Takes a key or a whole item, canonical. @throws ValidationException the item was named before */
  add(table: TableEntry, keyOrItem: Item): void {
    const { values } = tablePosition(table, keyOrItem);
    const text = `${table.arn} ${JSON.stringify(values)}`;
    if (this.#seen.has(text)) throw validationError(this.message);
    this.#seen.add(text);
  }
}
