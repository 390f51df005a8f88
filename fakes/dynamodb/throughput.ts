import type { Context } from '../kernel/operation';
import { provisionedThroughputExceeded, transactionCanceled } from './errors';
import type { CapacityEntry, DynamodbState, TableEntry } from './state';

type CapacityContext = Pick<Context<DynamodbState>, 'state' | 'now'>;
type Kind = 'read' | 'write';

/** Documented: burst-adaptive-capacity, "DynamoDB currently retains up to 5 minutes (300 seconds) of unused". */
export const BURST_SECONDS = 300;

/**
 * Takes units from what a table may serve. False, and nothing taken, when there are not enough.
 * Assumed: a request larger than the whole burst is served by a full bucket.
 */
export function takeUnits(context: CapacityContext, table: TableEntry, kind: Kind, units: number): boolean {
  const capacity = context.state.capacities.get([table.region, table.name]);
  const rate = capacity?.[kind];
  if (capacity === undefined || rate === undefined) return true;
  const left = unitsLeft(context, table, kind, { ...capacity, rate });
  if (left < Math.min(units, rate * capacity.burstSeconds)) return false;
  context.state.buckets.put([table.region, table.name, kind], { units: left - units, at: context.now });
  return true;
}

function unitsLeft(
  { state, now }: CapacityContext,
  table: TableEntry,
  kind: Kind,
  { rate, burstSeconds }: CapacityEntry & { readonly rate: number },
): number {
  const most = rate * burstSeconds;
  const bucket = state.buckets.get([table.region, table.name, kind]);
  if (bucket === undefined) return most;
  return Math.min(most, bucket.units + ((now - bucket.at) / 1000) * rate);
}

/** @throws ProvisionedThroughputExceededException there are not enough units left */
export function requireUnits(context: CapacityContext, table: TableEntry, kind: Kind, units: number): void {
  if (!takeUnits(context, table, kind, units)) throw provisionedThroughputExceeded();
}

/**
 * Takes the units of a transaction, which are doubled, from all its tables or from none.
 * @throws TransactionCanceledException `ProvisionedThroughputExceeded` for every action on a table without enough
 */
export function requireTransactionUnits(
  context: CapacityContext,
  kind: Kind,
  actions: readonly { readonly table: TableEntry; readonly units: number }[],
): void {
  const needs = new Map<string, { table: TableEntry; units: number }>();
  for (const { table, units } of actions) {
    const known = needs.get(table.arn)?.units ?? 0;
    needs.set(table.arn, { table, units: known + 2 * units });
  }
  const short = [...needs.values()].filter(({ table, units }) => !hasUnits(context, table, kind, units));
  if (short.length > 0) {
    // Documented: API_TransactWriteItems, CancellationReasons.
    const Message = provisionedThroughputExceeded().message;
    throw transactionCanceled(
      actions.map(({ table }) =>
        short.some((one) => one.table.arn === table.arn)
          ? { Code: 'ProvisionedThroughputExceeded', Message }
          : { Code: 'None' },
      ),
    );
  }
  for (const { table, units } of needs.values()) takeUnits(context, table, kind, units);
}

function hasUnits(context: CapacityContext, table: TableEntry, kind: Kind, units: number): boolean {
  const capacity = context.state.capacities.get([table.region, table.name]);
  const rate = capacity?.[kind];
  if (capacity === undefined || rate === undefined) return true;
  return (
    unitsLeft(context, table, kind, { ...capacity, rate }) >= Math.min(units, rate * capacity.burstSeconds)
  );
}
