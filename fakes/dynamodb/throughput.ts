import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import { indexThroughputExceeded, provisionedThroughputExceeded, transactionCanceled } from './errors';
import type { CapacityEntry, CapacityKey, DynamodbState, TableEntry } from './state';

type CapacityContext = Pick<Context<DynamodbState>, 'state' | 'now'>;
type Kind = 'read' | 'write';

/** Documented: burst-adaptive-capacity, "DynamoDB currently retains up to 5 minutes (300 seconds) of unused". */
export const BURST_SECONDS = 300;

/** Units that a request takes from a table, or from a global index, which has a throughput of its own. */
export interface Need {
  readonly table: TableEntry;
  readonly index?: string | undefined;
  readonly kind: Kind;
  readonly units: number;
}

/**
 * Takes units from all that is needed, or from none when there are not enough of one: that one is returned.
 * Assumed: a request larger than the whole burst is served by a full bucket.
 */
export function takeUnits(context: CapacityContext, needs: readonly Need[]): Need | undefined {
  if (context.state.capacities.size === 0) return undefined;
  const short = needs.find((need) => !hasUnits(context, need));
  if (short !== undefined) return short;
  for (const need of needs) {
    const limit = limitOf(context.state, need);
    if (limit === undefined) continue;
    const units = unitsLeft(context, need, limit) - need.units;
    context.state.buckets.put([...keyOf(need), need.kind], { units, at: context.now });
  }
  return undefined;
}

function keyOf({ table, index = '' }: Need): CapacityKey {
  return [table.region, table.name, index];
}

type Limit = CapacityEntry & { readonly rate: number };

function limitOf(state: DynamodbState, need: Need): Limit | undefined {
  const capacity = state.capacities.get(keyOf(need));
  const rate = capacity?.[need.kind];
  return capacity === undefined || rate === undefined ? undefined : { ...capacity, rate };
}

function unitsLeft({ state, now }: CapacityContext, need: Need, { rate, burstSeconds }: Limit): number {
  const most = rate * burstSeconds;
  const bucket = state.buckets.get([...keyOf(need), need.kind]);
  return bucket === undefined ? most : Math.min(most, bucket.units + ((now - bucket.at) / 1000) * rate);
}

function hasUnits(context: CapacityContext, need: Need): boolean {
  const limit = limitOf(context.state, need);
  return (
    limit === undefined ||
    unitsLeft(context, need, limit) >= Math.min(need.units, limit.rate * limit.burstSeconds)
  );
}

/** What AWS answers when a table or one of its global indexes has not enough units. */
export function exceeded(short: Need): Error {
  const { table, index, kind } = short;
  return index === undefined
    ? provisionedThroughputExceeded(table.arn, kind)
    : indexThroughputExceeded(`${table.arn}/index/${index}`, kind);
}

/** @throws ProvisionedThroughputExceededException there are not enough units left */
export function requireUnits(context: CapacityContext, needs: readonly Need[]): void {
  const short = takeUnits(context, needs);
  if (short !== undefined) throw exceeded(short);
}

/**
 * Takes the units of a transaction, which are doubled, from all its tables and indexes or from none.
 * @throws TransactionCanceledException `ProvisionedThroughputExceeded` for every action on what has not enough
 */
export function requireTransactionUnits(
  context: CapacityContext,
  actions: readonly (readonly Need[])[],
): void {
  if (context.state.capacities.size === 0) return;
  const sums = new Map<string, Need>();
  for (const need of actions.flat()) {
    const key = keyOf(need).join(' ');
    sums.set(key, { ...need, units: (sums.get(key)?.units ?? 0) + 2 * need.units });
  }
  const short = new Set<string>();
  for (const [key, need] of sums) if (!hasUnits(context, need)) short.add(key);
  if (short.size > 0) {
    // Documented: API_TransactWriteItems, CancellationReasons.
    throw transactionCanceled(
      actions.map((needs): CancellationReason => {
        const missing = needs.find((need) => short.has(keyOf(need).join(' ')));
        if (missing === undefined) return { Code: 'None' };
        return { Code: 'ProvisionedThroughputExceeded', Message: exceeded(missing).message };
      }),
    );
  }
  takeUnits(context, [...sums.values()]);
}
