import type { ConsumedCapacity, ReturnConsumedCapacity } from '@aws-sdk/client-dynamodb';
import { LIMITS } from './limits';
import type { TableEntry } from './state';

/** Capacity units that a request used on a table and on its indexes, before transactions double them. */
export interface UsedUnits {
  readonly table: number;
  /** Only indexes that cost something, or that were read. */
  readonly indexes: ReadonlyMap<string, number>;
}

export const NOTHING_USED: UsedUnits = { table: 0, indexes: new Map() };

/** The units of a write of this many bytes. */
export function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / LIMITS.writeUnitBytes));
}

/** The units of a read of this many bytes: half for an eventually consistent one. */
export function readUnits(bytes: number, consistent: boolean): number {
  const units = Math.max(1, Math.ceil(bytes / LIMITS.readUnitBytes));
  return consistent ? units : units / 2;
}

/** Units of several requests on one table. */
export function addUnits(a: UsedUnits, b: UsedUnits): UsedUnits {
  const indexes = new Map(a.indexes);
  for (const [name, units] of b.indexes) indexes.set(name, (indexes.get(name) ?? 0) + units);
  return { table: a.table + b.table, indexes };
}

/**
 * `ConsumedCapacity` as asked for: TOTAL has the sum only, INDEXES adds what the table and each index used.
 * `transactional` doubles the units and adds Read- or WriteCapacityUnits, which AWS shows on transactions only.
 */
export function consumedCapacity(
  asked: ReturnConsumedCapacity | undefined,
  table: TableEntry,
  used: UsedUnits,
  transactional?: 'Read' | 'Write',
): ConsumedCapacity | undefined {
  if (asked === undefined || asked === 'NONE') return undefined;
  const factor = transactional === undefined ? 1 : 2;
  const capacity = (units: number): { CapacityUnits: number } => ({
    CapacityUnits: units * factor,
    ...(transactional === undefined ? {} : { [`${transactional}CapacityUnits`]: units * factor }),
  });
  const total = [...used.indexes.values()].reduce((sum, units) => sum + units, used.table);
  const answer: ConsumedCapacity = { TableName: table.name, ...capacity(total) };
  if (asked !== 'INDEXES') return answer;
  answer.Table = capacity(used.table);
  for (const index of table.indexes) {
    const units = used.indexes.get(index.name);
    if (units === undefined) continue;
    const member = index.kind === 'global' ? 'GlobalSecondaryIndexes' : 'LocalSecondaryIndexes';
    answer[member] = { ...answer[member], [index.name]: capacity(units) };
  }
  return answer;
}

/** The units of several requests, one entry per table, in the order in which the tables were first named. */
export class CapacityLedger {
  readonly #tables = new Map<string, { table: TableEntry; used: UsedUnits }>();

  add(table: TableEntry, used: UsedUnits): void {
    const known = this.#tables.get(table.arn);
    this.#tables.set(table.arn, { table, used: known === undefined ? used : addUnits(known.used, used) });
  }

  /** `ConsumedCapacity` of a batch or transaction; undefined when it was not asked for. */
  answer(
    asked: ReturnConsumedCapacity | undefined,
    transactional?: 'Read' | 'Write',
  ): ConsumedCapacity[] | undefined {
    if (asked === undefined || asked === 'NONE') return undefined;
    return [...this.#tables.values()].flatMap(
      ({ table, used }) => consumedCapacity(asked, table, used, transactional) ?? [],
    );
  }
}
