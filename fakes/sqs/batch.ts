import type { BatchResultErrorEntry } from '@aws-sdk/client-sqs';
import {
  batchEntryIdsNotDistinct,
  batchFailure,
  emptyBatchRequest,
  invalidBatchEntryId,
  tooManyEntries,
} from './errors';
import { MAXIMUM_BATCH_ENTRIES, MAXIMUM_BATCH_ENTRY_ID_LENGTH } from './limits';
import type { SqsContext } from './validate';

interface Entry {
  readonly Id: string | undefined;
}

const ID = new RegExp(`^[A-Za-z0-9_-]{1,${MAXIMUM_BATCH_ENTRY_ID_LENGTH}}$`);

/**
 * The first checks on a batch. `entryType` is the model's name of its entries.
 *
 * @throws EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId
 */
export function requireEntries<E extends Entry>(
  entries: readonly E[] | undefined,
  entryType: string,
): readonly E[] {
  if (entries === undefined || entries.length === 0) throw emptyBatchRequest(entryType);
  if (entries.length > MAXIMUM_BATCH_ENTRIES) throw tooManyEntries(entries.length);
  for (const { Id } of entries) if (!ID.test(Id ?? '')) throw invalidBatchEntryId();
  return entries;
}

/** @throws BatchEntryIdsNotDistinct - for the first repeated id in the order of the entries */
export function requireDistinctIds(entries: readonly Entry[]): void {
  const seen = new Set<string | undefined>();
  for (const { Id } of entries) {
    if (seen.has(Id)) throw batchEntryIdsNotDistinct(Id ?? '');
    seen.add(Id);
  }
}

/**
 * Runs the single operation for each entry: what it throws becomes a `Failed` entry, as does an entry that a fault rule
 * strikes. `run` must throw before it writes.
 */
export function runEntries<E extends Entry, R extends object>(
  context: SqsContext,
  entries: readonly E[],
  run: (entry: E) => R,
): { Successful: ({ Id: string } & R)[]; Failed: BatchResultErrorEntry[] | undefined } {
  const Successful: ({ Id: string } & R)[] = [];
  const Failed: BatchResultErrorEntry[] = [];
  for (const [position, entry] of entries.entries()) {
    const Id = entry.Id ?? '';
    const struck = struckEntry(context, position, Id);
    if (struck !== undefined) Failed.push(struck);
    else {
      try {
        Successful.push({ Id, ...run(entry) });
      } catch (error) {
        Failed.push({ Id, ...batchFailure(error) });
      }
    }
  }
  // Captured: Failed is absent when nothing failed. Assumed: Successful is there, empty, when everything did.
  return { Successful, Failed: Failed.length === 0 ? undefined : Failed };
}

/** Assumed: the code of a failure that is SQS's own; its text. */
function struckEntry(
  { advice }: SqsContext,
  position: number,
  Id: string,
): BatchResultErrorEntry | undefined {
  if (advice.failEntries === undefined) return undefined;
  const { entries, code = 'InternalError', senderFault = false } = advice.failEntries;
  if (entries !== 'all' && !entries.includes(position) && !entries.includes(Id)) return undefined;
  const Message = senderFault
    ? 'The request is not valid for this entry.'
    : 'We encountered an internal error. Please try again.';
  return { Id, SenderFault: senderFault, Code: code, Message };
}
