import {
  BatchStatementErrorCodeEnum,
  type BatchStatementError,
  type DynamoDBServiceException,
} from '@aws-sdk/client-dynamodb';
import { FakeMisuse } from '../../kernel/errors';
import type { Advice } from '../../kernel/faults';
import {
  COLLECTION_TOO_LARGE,
  internalServerError,
  provisionedThroughputExceeded,
  throttling,
  TRANSACTION_CONFLICT,
} from '../errors';

/**
 * Documented: API_BatchStatementError; the codes are the names of the errors without `Exception`, but for two.
 */
const CODES: Readonly<Record<string, BatchStatementErrorCodeEnum>> = {
  ValidationException: 'ValidationError',
  ThrottlingException: 'ThrottlingError',
  ConditionalCheckFailedException: 'ConditionalCheckFailed',
  DuplicateItemException: 'DuplicateItem',
  ResourceNotFoundException: 'ResourceNotFound',
  ProvisionedThroughputExceededException: 'ProvisionedThroughputExceeded',
  ItemCollectionSizeLimitExceededException: 'ItemCollectionSizeLimitExceeded',
  TransactionConflictException: 'TransactionConflict',
  RequestLimitExceeded: 'RequestLimitExceeded',
};

/** What went wrong with one statement of a batch, as its response says it. */
export function batchStatementError(error: DynamoDBServiceException): BatchStatementError {
  return { Code: CODES[error.name] ?? 'InternalServerError', Message: error.message };
}

/** What DynamoDB may answer to a good statement. Assumed: messages of the codes that no other operation of the fakes has. */
const FAULTS: Readonly<Partial<Record<BatchStatementErrorCodeEnum, () => string>>> = {
  ProvisionedThroughputExceeded: () => provisionedThroughputExceeded().message,
  ThrottlingError: () => throttling().message,
  RequestLimitExceeded: () =>
    'Throughput exceeds the current throughput limit for your account. Please contact AWS Support at https://aws.amazon.com/support request a limit increase',
  InternalServerError: () => internalServerError().message,
  TransactionConflict: () => TRANSACTION_CONFLICT,
  ItemCollectionSizeLimitExceeded: () => COLLECTION_TOO_LARGE,
};

/** The error of a statement that a fault rule fails: without a code, the throughput is exceeded. */
export function faultOfStatement({ failEntries }: Advice): BatchStatementError {
  const code = faultCode(failEntries?.code ?? 'ProvisionedThroughputExceeded');
  return { Code: code, Message: FAULTS[code]?.() };
}

/**
 * Checks that a rule asks for something BatchExecuteStatement can answer.
 * @throws FakeMisuse
 */
export function checkStatementAdvice(operation: string, { failEntries }: Advice): void {
  if (failEntries === undefined) return;
  if (failEntries.senderFault !== undefined) {
    throw new FakeMisuse(`${operation}: a statement that fails has no sender fault.`);
  }
  if (failEntries.entries !== 'all' && failEntries.entries.some((entry) => typeof entry === 'string')) {
    throw new FakeMisuse(
      `${operation}: statements of a batch have no Ids. Give their positions, from 0, or 'all'.`,
    );
  }
  if (failEntries.code !== undefined && FAULTS[faultCode(failEntries.code)] === undefined) {
    throw new FakeMisuse(
      `${operation}: no fault makes a good statement fail with ${failEntries.code}. Use one of ${Object.keys(FAULTS).join(', ')}.`,
    );
  }
}

function faultCode(code: string): BatchStatementErrorCodeEnum {
  const known = Object.values(BatchStatementErrorCodeEnum).find((each) => each === code);
  if (known !== undefined) return known;
  throw new FakeMisuse(
    `BatchExecuteStatement has no error code ${code}. Use one of ${Object.keys(FAULTS).join(', ')}.`,
  );
}
