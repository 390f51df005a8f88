import type { DynamoDBServiceException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { NamedErrorDetails } from '../kernel/operation';
import {
  COLLECTION_TOO_LARGE,
  modelled,
  TRANSACTION_CONFLICT,
  transactionCanceled,
  unmodelled,
} from './errors';
import { COMMON_ERRORS, dynamodbModel, listedErrors } from './operation-errors';

const OWN = 'com.amazonaws.dynamodb.v20120810';

/** The texts of modelled errors that the API pages give with the error. Assumed: any other. */
const TEXTS: Readonly<Record<string, string>> = {
  ConditionalCheckFailedException: 'The conditional request failed',
  IdempotentParameterMismatchException:
    'Request parameters do not match the parameters of the original request for this token',
  InternalServerError: 'Internal server error',
  ItemCollectionSizeLimitExceededException: COLLECTION_TOO_LARGE,
  ProvisionedThroughputExceededException:
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  RequestLimitExceeded:
    'Throughput exceeds the current throughput limit for your account. Please contact AWS Support at https://aws.amazon.com/support request a limit increase.',
  ResourceNotFoundException: 'Requested resource not found',
  TransactionConflictException: TRANSACTION_CONFLICT,
  TransactionInProgressException: 'The transaction with the given request token is already in progress.',
};

/** An error that DynamoDB can answer the operation with, by its name; undefined for another. */
export function dynamodbError(
  name: string,
  operation: string,
  { message, input }: NamedErrorDetails = {},
): DynamoDBServiceException | undefined {
  if (!listedErrors(operation).includes(name)) return undefined;
  if (name === 'TransactionCanceledException') return conflictAtFirst(input);
  const common = COMMON_ERRORS[name];
  const text = message ?? common?.message ?? TEXTS[name] ?? `${operation} failed: ${name}`;
  const known = dynamodbModel(name);
  if (known !== undefined) {
    return modelled(known.Class, text, known.status);
  }
  if (common === undefined) return unmodelled(name, text, OWN);
  const namespace = name === 'ValidationException' ? 'com.amazon.coral.validate' : 'com.amazon.coral.service';
  return unmodelled(name, text, namespace, common.status);
}

/** Another transaction holds the first item: what DynamoDB answers where single writes answer TransactionConflictException. */
function conflictAtFirst(input: object | undefined): TransactionCanceledException {
  const actions: unknown = input !== undefined && 'TransactItems' in input ? input.TransactItems : [];
  const others = Array.isArray(actions) ? Math.max(0, actions.length - 1) : 0;
  return transactionCanceled([
    { Code: 'TransactionConflict', Message: TRANSACTION_CONFLICT },
    ...Array.from({ length: others }, () => ({ Code: 'None' })),
  ]);
}
