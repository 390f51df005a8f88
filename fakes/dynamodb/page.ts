import type { AttributeValue, ConsumedCapacity, ReturnConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { Range } from '../kernel/collection';
import type { Context } from '../kernel/operation';
import type { Item } from './attribute-value';
import { consumedCapacity, readUnits } from './capacity';
import type { Condition } from './expressions/condition';
import type { Projection } from './expressions/projection';
import { attributesOf, namesOf, pageKeyNames, pick, tablePosition } from './key';
import { LIMITS } from './limits';
import { edgeOf, positionOf, type Position } from './position';
import { readableIndex, readableItems } from './readable';
import type { DynamodbState, IndexEntry, TableEntry } from './state';
import { requireUnits } from './throughput';

type ReadContext = Pick<Context<DynamodbState>, 'state' | 'advice' | 'now'>;

/** What a Query or a Scan reads, after all checks. */
export interface PageRequest {
  readonly table: TableEntry;
  readonly index: IndexEntry | undefined;
  readonly range: Range<Position>;
  readonly limit: number | undefined;
  readonly consistent: boolean;
  readonly filter: Condition | undefined;
  readonly projection: Projection | undefined;
  /** A local secondary index answers with whole items of the table. */
  readonly fetchesItems: boolean;
  /** `Select: COUNT`: the items themselves are left out. */
  readonly countOnly: boolean;
  readonly returnConsumedCapacity: ReturnConsumedCapacity | undefined;
  /** Capacity units of the smallest page. */
  readonly leastUnits?: number;
}

/** A page as Query and Scan answer it. */
export interface Page {
  readonly Items: Item[] | undefined;
  readonly Count: number;
  readonly ScannedCount: number;
  readonly LastEvaluatedKey: Record<string, AttributeValue> | undefined;
  readonly ConsumedCapacity: ConsumedCapacity | undefined;
}

/**
 * Reads a page: evaluates items until the limit or 1 MB of them (before filter and projection) is reached, the item that
 * crosses it included. Costs what it evaluates.
 */
export function readPage(context: ReadContext, request: PageRequest): Page {
  const { table, index } = request;
  const limit = request.limit ?? Number.POSITIVE_INFINITY;
  const tableItems = readableItems(context, table, request.consistent);
  const source = index === undefined ? tableItems : readableIndex(context, table, index, request.consistent);
  const items: Item[] = [];
  let scanned = 0;
  let bytes = 0;
  let fetched = 0;
  let last: Item | undefined;
  for (const [, entry] of source.entries(request.range)) {
    scanned++;
    bytes += entry.bytes;
    const whole = request.fetchesItems ? tableItems.get(tablePosition(table, entry.item)) : undefined;
    if (whole !== undefined) fetched += readUnits(whole.bytes, request.consistent);
    const item = (whole ?? entry).item;
    if (request.filter === undefined || request.filter.matches(item)) {
      items.push(request.projection === undefined ? item : request.projection.of(item));
    }
    if (scanned >= limit || bytes > LIMITS.pageBytes) {
      last = entry.item;
      break;
    }
  }
  const units = Math.max(readUnits(bytes, request.consistent), request.leastUnits ?? 0);
  requireUnits(context, [
    index?.kind === 'global'
      ? { table, index: index.name, kind: 'read', units }
      : { table, kind: 'read', units: units + fetched },
  ]);
  return {
    Items: request.countOnly ? undefined : items,
    Count: items.length,
    ScannedCount: scanned,
    LastEvaluatedKey: last === undefined ? undefined : pick(last, pageKeyNames(table, index)),
    ConsumedCapacity: consumedCapacity(
      request.returnConsumedCapacity,
      table,
      index === undefined
        ? { table: units, indexes: new Map() }
        : { table: fetched, indexes: new Map([[index.name, units]]) },
    ),
  };
}

/** Where the item of an ExclusiveStartKey stands, or stood, in what is read. */
export function startPosition(table: TableEntry, index: IndexEntry | undefined, startKey: Item): Position {
  if (index === undefined) return tablePosition(table, startKey);
  const values = (names: readonly string[]): AttributeValue[] =>
    names.flatMap((name) => startKey[name] ?? []);
  const hashNames = index.key.hash.map((attribute) => attribute.name);
  const rangeNames = index.key.range.map((attribute) => attribute.name);
  return positionOf(values(hashNames), values([...rangeNames, ...namesOf(table.key)]));
}

/** Narrows a range to what follows a position in reading direction. */
export function resumeAfter(range: Range<Position>, position: Position, reverse: boolean): Range<Position> {
  if (reverse) return { ...withoutEnd(range), before: edgeOf(position, -1), reverse };
  const { from: _from, after: _after, ...rest } = range;
  return { ...rest, after: edgeOf(position, 1) };
}

function withoutEnd(range: Range<Position>): Range<Position> {
  const { to: _to, before: _before, ...rest } = range;
  return rest;
}

/** Whether a start key has exactly these attributes with their declared types. */
export function fitsKeys(table: TableEntry, index: IndexEntry | undefined, startKey: Item): boolean {
  const attributes = new Map(
    [...attributesOf(table.key), ...(index === undefined ? [] : attributesOf(index.key))].map((a) => [
      a.name,
      a.type,
    ]),
  );
  const names = Object.keys(startKey);
  if (names.length !== attributes.size) return false;
  return names.every((name) => {
    const type = attributes.get(name);
    return type !== undefined && startKey[name]?.[type] !== undefined;
  });
}
