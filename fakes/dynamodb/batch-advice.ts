import type { Advice } from '../kernel/faults';

/** Whether a fault rule leaves this entry of a batch unprocessed. Entries count from 0 in the order of the request. */
export function failsEntry(advice: Advice, position: number): boolean {
  const { failEntries } = advice;
  if (failEntries === undefined) return false;
  return failEntries.entries === 'all' || failEntries.entries.includes(position);
}
