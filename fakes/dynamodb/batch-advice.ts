import { FakeMisuse } from '../kernel/errors';
import type { Advice } from '../kernel/faults';

/** Whether a fault rule leaves this entry of a batch unprocessed. Entries count from 0 in the order of the request. */
export function failsEntry(advice: Advice, position: number): boolean {
  const { failEntries } = advice;
  if (failEntries === undefined) return false;
  return failEntries.entries === 'all' || failEntries.entries.includes(position);
}

/**
 * Checks that a rule asks for something DynamoDB can do: to leave entries unprocessed, without a code for each.
 * @throws FakeMisuse
 */
export function checkBatchAdvice(operation: string, advice: Advice): void {
  const { failEntries } = advice;
  if (failEntries === undefined) return;
  if (failEntries.code !== undefined || failEntries.senderFault !== undefined) {
    throw new FakeMisuse(
      `${operation}: DynamoDB leaves entries unprocessed without a code or a sender fault.`,
    );
  }
  if (failEntries.entries !== 'all' && failEntries.entries.some((entry) => typeof entry === 'string')) {
    throw new FakeMisuse(
      `${operation}: entries of a batch have no Ids. Give their positions, from 0, or 'all'.`,
    );
  }
}
