import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import { FakeMisuse } from '../../kernel/errors';
import type { Context } from '../../kernel/operation';
import { failsEntry } from '../batch-advice';
import {
  COLLECTION_TOO_LARGE,
  conditionalCheckFailed,
  provisionedThroughputExceeded,
  throttling,
  TRANSACTION_CONFLICT,
  transactionCanceled,
} from '../errors';

/** Why AWS cancels a transaction that is valid, and in which words. Documented: API_TransactWriteItems, CancellationReasons. */
const REASONS: Readonly<Record<string, () => string>> = {
  TransactionConflict: () => TRANSACTION_CONFLICT,
  ConditionalCheckFailed: () => conditionalCheckFailed().message,
  ItemCollectionSizeLimitExceeded: () => COLLECTION_TOO_LARGE,
  ProvisionedThroughputExceeded: () => provisionedThroughputExceeded().message,
  ThrottlingError: () => throttling().message,
};

/** What only writes are cancelled for. */
const OF_WRITES: ReadonlySet<string> = new Set(['ConditionalCheckFailed', 'ItemCollectionSizeLimitExceeded']);

/**
 * Cancels a transaction as a fault rule says: `failsEntries([0], { code: 'ThrottlingError' })`. Without a code the action
 * conflicts with another transaction.
 * @throws TransactionCanceledException
 * @throws FakeMisuse the rule asks for what DynamoDB cannot answer
 */
export function cancelAsAdvised({ operation, advice }: Context, actions: number): void {
  const { failEntries } = advice;
  if (failEntries === undefined) return;
  const { entries, code = 'TransactionConflict', senderFault } = failEntries;
  const message = operation === 'TransactGetItems' && OF_WRITES.has(code) ? undefined : REASONS[code];
  if (message === undefined || senderFault !== undefined) {
    const codes = Object.keys(REASONS).filter(
      (one) => operation !== 'TransactGetItems' || !OF_WRITES.has(one),
    );
    throw new FakeMisuse(
      `${operation}: its actions have no sender fault, and fail with one of ${codes.join(', ')}, not with ${code}.`,
    );
  }
  if (entries !== 'all' && entries.some((entry) => typeof entry === 'string' || entry >= actions)) {
    throw new FakeMisuse(
      `${operation}: actions have no Ids. Give their positions, from 0 to ${actions - 1}, or 'all'.`,
    );
  }
  throw transactionCanceled(
    Array.from({ length: actions }, (_, position): CancellationReason =>
      failsEntry(advice, position) ? { Code: code, Message: message() } : { Code: 'None' },
    ),
  );
}
