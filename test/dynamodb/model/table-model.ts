import { isDeepStrictEqual } from 'node:util';
import { item, type Short } from '../arrange';

/** What the test's items have: the key, and the attributes of the indexes as far as they are there. */
export interface Row {
  readonly pk: string;
  readonly sk: number;
  readonly g?: string;
  readonly n?: number;
  readonly l?: string;
  readonly x?: number;
}

export type RowKey = Pick<Row, 'pk' | 'sk'>;

/** What a stream must have recorded of one change. */
export interface Change {
  readonly key: RowKey;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

/**
 * A table as a list of rows: everything is found by filtering and sorting all of them. It shares no code with the fake.
 */
export class TableModel {
  readonly #rows = new Map<string, Row>();
  readonly changes: Change[] = [];

  get(key: RowKey): Row | undefined {
    return this.#rows.get(nameOf(key));
  }

  /** Puts or deletes; what stays as it was is no change. */
  set({ pk, sk }: RowKey, after: Row | undefined): void {
    const key = { pk, sk };
    const before = this.get(key);
    if (isDeepStrictEqual(before, after)) return;
    this.changes.push({ key, before, after });
    if (after === undefined) this.#rows.delete(nameOf(key));
    else this.#rows.set(nameOf(key), after);
  }

  where(condition: (row: Row) => boolean): Row[] {
    return [...this.#rows.values()].filter(condition);
  }

  /** The rows of a partition in the order of a sort key. */
  sorted(condition: (row: Row) => boolean, by: (row: Row) => number | string, forward: boolean): Row[] {
    const sign = forward ? 1 : -1;
    return this.where(condition).toSorted((a, b) =>
      by(a) < by(b) ? -sign : by(a) > by(b) ? sign : a.sk - b.sk,
    );
  }
}

function nameOf({ pk, sk }: RowKey): string {
  return `${pk}/${sk}`;
}

/** A row as DynamoDB's JSON. */
export function asItem(row: Row | RowKey): ReturnType<typeof item> {
  const members: [string, Short][] = Object.entries(row).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return item(Object.fromEntries(members));
}

/** DynamoDB's JSON as a row. */
export function asRow(found: Record<string, { S?: string; N?: string }>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(found).map(([name, { S, N }]) => [name, N === undefined ? S : Number(N)]),
  );
}
