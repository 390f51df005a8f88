import { toMs, type Duration } from '../kernel/duration';
import { FakeMisuse } from '../kernel/errors';
import type { DynamodbState, Lag, OverlayEntry, TableEntry } from './state';
import { BURST_SECONDS } from './throughput';

/** How far back a read looks: `{ writes: 2 }` before the last two writes, `'2s'` two seconds ago, or not at all. */
export type ReadLag = { readonly writes: number } | Duration | 'never';

/** What a table may serve, in capacity units per second. */
export interface CapacityLimits {
  readonly read?: number;
  readonly write?: number;
  /** For how many seconds unused units are kept. Default 300, as on AWS. */
  readonly burstSeconds?: number;
  /** The limits are those of this global index. Writes to the table that reach it are refused when it has no units left. */
  readonly index?: string;
}

/** How a test has a table behave: overlays, while what is stored stays as it is. */
export interface TableArrangement {
  /**
   * Lets the table serve no more than this, in capacity units per second of the world's clock: beyond it calls are
   * refused with ProvisionedThroughputExceededException, batches leave entries unprocessed, transactions are cancelled.
   * Unused units are kept for `burstSeconds` (all of them are there at first). What is left out is not limited.
   * @throws FakeMisuse a limit that is not above 0, or no such global index
   */
  capacity(limits: CapacityLimits): void;
  /**
   * How long after its time DynamoDB deletes an expired item in the background, as the world's clock goes: 48 hours unless
   * said here (AWS: "within a few days"). Until then it can be read, as on AWS. `'never'`: only `deleteExpired` does it.
   */
  expiryLag(lag: Duration | 'never'): void;
  /**
   * From now on eventually consistent reads of the table answer from before its last writes, or as things were so long
   * ago; `'never'` ends that. Consistent reads see what is stored. The journal of changes reaches 8,192 writes back.
   */
  staleReads(how: ReadLag): void;
  /** The same for its global secondary indexes, which every read sees so late. */
  indexLag(how: ReadLag): void;
  /**
   * The most bytes that the items of one partition key may have together with their entries in local indexes: 10 GB on AWS.
   * Writes beyond it are refused with ItemCollectionSizeLimitExceededException. Only tables with a local index have it.
   * @throws FakeMisuse no number above 0
   */
  itemCollectionLimit(bytes: number): void;
}

/** @throws FakeMisuse */
function limited(table: TableEntry, limits: CapacityLimits): void {
  const where = `aws.dynamodb.table('${table.name}').capacity()`;
  for (const limit of [limits.read, limits.write, limits.burstSeconds]) {
    if (limit === undefined || (Number.isFinite(limit) && limit > 0)) continue;
    throw new FakeMisuse(`${where}: ${limit} is no number above 0.`);
  }
  const globals = table.indexes.filter(({ kind }) => kind === 'global').map(({ name }) => name);
  if (limits.index !== undefined && !globals.includes(limits.index)) {
    const known = globals.join(', ') || 'none';
    throw new FakeMisuse(`${where}: there is no global index ${limits.index}. Its global indexes: ${known}.`);
  }
}

function lagOf(how: ReadLag): Lag | undefined {
  if (how === 'never') return undefined;
  if (typeof how !== 'object') return { ms: toMs(how) };
  if (Number.isInteger(how.writes) && how.writes >= 0) return { writes: how.writes };
  throw new FakeMisuse(`{ writes: ${how.writes} }: give a whole number of at least 0.`);
}

/** The test's hand on the table that `known` finds. */
export function arrangeTable(state: DynamodbState, known: () => TableEntry): TableArrangement {
  const overlay = (changes: OverlayEntry): void => {
    const { region, name } = known();
    state.overlays.put([region, name], { ...state.overlays.get([region, name]), ...changes });
  };
  return {
    capacity(limits) {
      const table = known();
      limited(table, limits);
      const { read, write, burstSeconds = BURST_SECONDS, index = '' } = limits;
      const key = [table.region, table.name, index] as const;
      state.capacities.put(key, { read, write, burstSeconds });
      for (const kind of ['read', 'write'] as const) state.buckets.delete([...key, kind]);
    },
    expiryLag: (lag) => overlay({ expiryLagMs: lag === 'never' ? Number.POSITIVE_INFINITY : toMs(lag) }),
    itemCollectionLimit(bytes) {
      if (!(bytes > 0)) {
        throw new FakeMisuse(
          `aws.dynamodb.table('${known().name}').itemCollectionLimit(): ${bytes} is no number above 0.`,
        );
      }
      overlay({ collectionBytes: bytes });
    },
    staleReads: (how) => overlay({ stale: lagOf(how) }),
    indexLag: (how) => overlay({ indexLag: lagOf(how) }),
  };
}

/** Forgets what a test arranged for a table that is deleted. */
export function forgetArrangement(state: DynamodbState, { region, name, indexes }: TableEntry): void {
  state.overlays.delete([region, name]);
  for (const index of ['', ...indexes.map((one) => one.name)]) {
    state.capacities.delete([region, name, index]);
    for (const kind of ['read', 'write'] as const) state.buckets.delete([region, name, index, kind]);
  }
}
