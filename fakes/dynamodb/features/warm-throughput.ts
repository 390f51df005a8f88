import type { WarmThroughput } from '@aws-sdk/client-dynamodb';
import type { BillingMode } from '@aws-sdk/client-dynamodb';
import type { IndexEntry, TableEntry, Throughput } from '../state';
import { invalidParameters } from '../table-definition';

/** On demand, a new table serves this much at once. Documented: warm-throughput. */
const ON_DEMAND_WARM: Throughput = { read: 12_000, write: 4_000 };

const UNITS = ['ReadUnitsPerSecond', 'WriteUnitsPerSecond'] as const;

function unitsOf(throughput: Throughput): Readonly<Record<(typeof UNITS)[number], number>> {
  return { ReadUnitsPerSecond: throughput.read, WriteUnitsPerSecond: throughput.write };
}

/** What a table or index serves at once. */
export function warmOf(
  mode: BillingMode,
  entry: Pick<TableEntry | IndexEntry, 'throughput' | 'warm'>,
): Throughput {
  const least = mode === 'PAY_PER_REQUEST' ? ON_DEMAND_WARM : entry.throughput;
  const { warm = least } = entry;
  return { read: Math.max(warm.read, least.read), write: Math.max(warm.write, least.write) };
}

/** What was asked for, as it is stored. What is left out stays as it was. */
export function askedWarm(asked: WarmThroughput | undefined, current: Throughput): Throughput | undefined {
  return (
    asked && {
      read: asked.ReadUnitsPerSecond ?? current.read,
      write: asked.WriteUnitsPerSecond ?? current.write,
    }
  );
}

/**
 * Checks the warm throughput of a new table or index. Captured: 2026-10: the texts.
 * @throws ValidationException it is lower than what is there from the first
 */
export function checkNewWarmth(
  asked: WarmThroughput | undefined,
  mode: BillingMode,
  provisioned: Throughput,
  target: string,
): void {
  if (asked === undefined) return;
  const onDemand = mode === 'PAY_PER_REQUEST';
  const least = unitsOf(onDemand ? ON_DEMAND_WARM : provisioned);
  for (const name of UNITS) {
    if ((asked[name] ?? Number.POSITIVE_INFINITY) >= least[name]) continue;
    const capacity = name === 'ReadUnitsPerSecond' ? 'ReadCapacityUnits' : 'WriteCapacityUnits';
    throw invalidParameters(
      onDemand
        ? `Requested ${name} for WarmThroughput for ${target} is lower than initial throughput for OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial`
        : `Requested ${name} for WarmThroughput for ${target} is lower than ${capacity} of ProvisionedThroughput`,
    );
  }
}

/** @throws ValidationException warmth does not decrease. Captured: 2026-10. */
export function checkWarmer(asked: WarmThroughput | undefined, current: Throughput, target: string): void {
  if (asked === undefined) return;
  const least = unitsOf(current);
  for (const name of UNITS) {
    if ((asked[name] ?? Number.POSITIVE_INFINITY) >= least[name]) continue;
    throw invalidParameters(
      `Requested ${name} for WarmThroughput for ${target} is lower than current WarmThroughput, decreasing WarmThroughput is not supported`,
    );
  }
}
