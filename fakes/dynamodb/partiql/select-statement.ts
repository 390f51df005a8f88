import type { AttributeValue, ConsumedCapacity, ReturnConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { Range } from '../../kernel/collection';
import type { Context } from '../../kernel/operation';
import type { Item } from '../attribute-value';
import { validationError } from '../errors';
import { Bindings } from '../expressions/bindings';
import { conditionOf, type Condition } from '../expressions/condition';
import { bindCondition, type BoundCondition } from '../expressions/condition-binding';
import type { Projection } from '../expressions/projection';
import { LIMITS } from '../limits';
import { fitsKeys, readPage, resumeAfter, startPosition, type Page } from '../page';
import { segmentRange, type Position } from '../position';
import { PARTITIONS } from '../scan';
import { fetchesItems } from '../select';
import type { DynamodbState, IndexEntry, TableEntry } from '../state';
import { requireIndex } from '../table-access';
import type { CompiledSelect } from './compile-statement';
import { refuseUnprojectedFilter } from './index-filter';
import { keyReads, type KeyRead } from './key-reads';
import { invalidToken, type Continuation } from './next-token';
import { orderedReads } from './order-by';
import { selectProjection } from './select-clause';
import { StatementProblem } from './syntax';
import { namedValues } from './value-names';

type ReadContext = Context<DynamodbState>;

/** The clauses of a SELECT with their parameters filled in. */
export interface SelectClauses {
  readonly where: BoundCondition | undefined;
  readonly projection: Projection | undefined;
}

/**
 * Fills in the parameters of a SELECT. Captured: 2026-09, operands of the wrong type are refused before the table is
 * looked for.
 * @throws ExpressionProblem
 */
export function bindSelect(
  { state }: Pick<ReadContext, 'state'>,
  select: CompiledSelect,
  parameters: readonly AttributeValue[],
): SelectClauses {
  const bindings = new Bindings({}, namedValues(select.literals, parameters), state.errorWording);
  const where = select.where === undefined ? undefined : bindCondition(select.where, bindings);
  const projection = select.columns === undefined ? undefined : selectProjection(select.columns, bindings);
  return { where, projection };
}

/** A SELECT on its table, and what it reads. */
export interface BoundSelect extends SelectClauses {
  readonly table: TableEntry;
  readonly index: IndexEntry | undefined;
  /** Undefined when everything is scanned. */
  readonly reads: readonly KeyRead[] | undefined;
}

/**
 * Holds a SELECT against the key of its table or index. Without `checksTypes`, key values are checked by whoever reads.
 * @throws StatementProblem reads by key that are too many, overlap or have values of the wrong type
 * @throws ValidationException the index is not there, or cannot be read
 */
export function selectFrom(
  context: ReadContext,
  table: TableEntry,
  indexName: string | undefined,
  clauses: SelectClauses,
  { checksTypes } = { checksTypes: true },
): BoundSelect {
  const index = requireReadableIndex(context, table, indexName);
  const key = index?.key ?? table.key;
  const reads = clauses.where === undefined ? undefined : keyReads(clauses.where, key, { checksTypes });
  return { ...clauses, table, index, reads };
}

/**
 * The index of a statement, if it names one.
 * @throws ValidationException
 */
function requireReadableIndex(
  context: ReadContext,
  table: TableEntry,
  name: string | undefined,
): IndexEntry | undefined {
  if (name !== undefined && table.indexes.every((index) => index.name !== name)) {
    // Captured: 2026-09, unlike Query and Scan without the name.
    throw validationError('The table does not have the specified index');
  }
  const index = requireIndex(table, name, context.now);
  if (index === undefined || (index.key.hash.length < 2 && index.key.range.length < 2)) return index;
  // Captured: 2026-10, eu-west-2 and us-east-1.
  throw validationError(
    'PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.',
  );
}

/** How a SELECT is asked for. */
export interface SelectOptions {
  readonly consistent: boolean;
  readonly limit: number | undefined;
  readonly from: Continuation | undefined;
  readonly returnConsumedCapacity: ReturnConsumedCapacity | undefined;
}

/** What a SELECT found, and where it goes on. */
export interface SelectPage {
  readonly items: readonly Item[];
  readonly capacity: ConsumedCapacity | undefined;
  readonly next: Continuation | undefined;
}

/** One of the reads of a SELECT, ready to be done. */
interface PlannedRead {
  readonly range: Range<Position>;
  readonly filter: Condition | undefined;
  /** It can find no more than one item. */
  readonly single: boolean;
}

/**
 * Reads a page of a SELECT: by key where its WHERE names partition keys, else everything.
 * @throws StatementProblem ORDER BY, filters of an index, a token that does not fit
 * @throws ValidationException consistent reads and projections that an index does not have
 * @throws ProvisionedThroughputExceededException
 */
export function runSelect(
  context: ReadContext,
  select: CompiledSelect,
  bound: BoundSelect,
  options: SelectOptions,
): SelectPage {
  const { table, index } = bound;
  if (options.consistent && index?.kind === 'global') {
    // Captured: 2026-09, in words of its own.
    throw new StatementProblem('Strongly consistent read is not supported on Global Secondary Indexes');
  }
  const key = index?.key ?? table.key;
  const ordered = orderedReads(bound.reads, select.orderBy, key, bound.where !== undefined);
  refuseUnprojectedFilter(table, index, bound.reads);
  const fetches = fetchesItems(table, index, undefined, bound.projection, undefined);
  const planned = ordered === undefined ? [scanOf(bound)] : ordered.reads.map((read) => readOf(bound, read));
  const scans = ordered === undefined && index === undefined;
  return readAll(planned, options, (plan, limit, after) =>
    readPage(context, {
      table,
      index,
      range: resumed(bound, { ...plan.range, reverse: ordered?.reverse ?? false }, after),
      limit,
      consistent: options.consistent,
      filter: plan.filter,
      projection: bound.projection,
      fetchesItems: fetches,
      countOnly: false,
      // Asked for always: it says how much was read.
      returnConsumedCapacity: 'INDEXES',
      leastUnits: scans ? PARTITIONS / (options.consistent ? 1 : 2) : 0,
    }),
  );
}

/** Documented: ql-operators, "Results are returned in pages of up to 10 items" of IN. Assumed: of OR, too. */
const MOST_OF_SEVERAL_READS = 10;

type ReadOne = (plan: PlannedRead, limit: number | undefined, after: Item | undefined) => Page;

/** One read after the other, until the limit or a page of 1 MB is reached. */
function readAll(planned: readonly PlannedRead[], options: SelectOptions, readOne: ReadOne): SelectPage {
  const items: Item[] = [];
  let capacity: ConsumedCapacity | undefined;
  let left =
    planned.length > 1
      ? Math.min(options.limit ?? MOST_OF_SEVERAL_READS, MOST_OF_SEVERAL_READS)
      : options.limit;
  let after = options.from?.key;
  let next: Continuation | undefined = options.from ?? { read: 0, key: undefined };
  while (next !== undefined && left !== 0 && !isFull(capacity, options.consistent)) {
    const read: number = next.read;
    const plan = planned[read];
    if (plan === undefined) throw invalidToken();
    const page = readOne(plan, left, after);
    items.push(...(page.Items ?? []));
    if (left !== undefined) left -= page.ScannedCount;
    capacity = addCapacity(capacity, page.ConsumedCapacity);
    after = undefined;
    const following: Continuation | undefined =
      read + 1 < planned.length ? { read: read + 1, key: undefined } : undefined;
    if (page.LastEvaluatedKey === undefined || plan.single) {
      next = following;
      continue;
    }
    next = { read, key: page.LastEvaluatedKey };
    break;
  }
  return { items, capacity: asked(capacity, options.returnConsumedCapacity), next };
}

/** Several reads make one page of 1 MB. Assumed: measured in the units that they took. */
function isFull(capacity: ConsumedCapacity | undefined, consistent: boolean): boolean {
  return (capacity?.CapacityUnits ?? 0) * LIMITS.readUnitBytes * (consistent ? 1 : 2) > LIMITS.pageBytes;
}

function scanOf({ where }: BoundSelect): PlannedRead {
  return {
    range: segmentRange(0, 1),
    filter: where === undefined ? undefined : conditionOf(where),
    single: false,
  };
}

function readOf({ table, index }: BoundSelect, { range, filter, sort }: KeyRead): PlannedRead {
  const conditions = filter.length === 0 ? undefined : conditionOf({ kind: 'and', conditions: filter });
  const single = index === undefined && (table.key.range.length === 0 || sort?.operator === '=');
  return { range, filter: conditions, single };
}

function resumed(
  { table, index }: BoundSelect,
  range: Range<Position>,
  key: Item | undefined,
): Range<Position> {
  if (key === undefined) return range;
  if (!fitsKeys(table, index, key)) throw invalidToken();
  return resumeAfter(range, startPosition(table, index, key), range.reverse === true);
}

function asked(
  capacity: ConsumedCapacity | undefined,
  returnConsumedCapacity: ReturnConsumedCapacity | undefined,
): ConsumedCapacity | undefined {
  if (capacity === undefined || returnConsumedCapacity === 'INDEXES') return capacity;
  if (returnConsumedCapacity !== 'TOTAL') return undefined;
  return { TableName: capacity.TableName, CapacityUnits: capacity.CapacityUnits };
}

/** The capacity of two reads of one table or index. */
function addCapacity(
  a: ConsumedCapacity | undefined,
  b: ConsumedCapacity | undefined,
): ConsumedCapacity | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const units = (x: number | undefined, y: number | undefined): number => (x ?? 0) + (y ?? 0);
  const sum: ConsumedCapacity = { ...a, CapacityUnits: units(a.CapacityUnits, b.CapacityUnits) };
  sum.Table = { CapacityUnits: units(a.Table?.CapacityUnits, b.Table?.CapacityUnits) };
  for (const kind of ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes'] as const) {
    const of = b[kind];
    if (of === undefined) continue;
    sum[kind] = Object.fromEntries(
      Object.entries(of).map(([name, { CapacityUnits }]) => [
        name,
        { CapacityUnits: units(a[kind]?.[name]?.CapacityUnits, CapacityUnits) },
      ]),
    );
  }
  return sum;
}
