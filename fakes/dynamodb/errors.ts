import {
  ConditionalCheckFailedException,
  DuplicateItemException,
  DynamoDBServiceException,
  IdempotentParameterMismatchException,
  InternalServerError,
  ItemCollectionSizeLimitExceededException,
  LimitExceededException,
  ProvisionedThroughputExceededException,
  ResourceInUseException,
  ResourceNotFoundException,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
  type CancellationReason,
  type ThrottlingReason,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './attribute-value';
import { signatureOutOfTime } from '../kernel/signing-time';

/** Which generation of AWS's validation layer words the messages. Both are in the field, by region. */
export type ErrorWording = '2026' | 'classic';

/** What decides the wording of a ValidationException: the generation, and the operation that refuses. */
export interface CallWording {
  readonly wording: ErrorWording;
  /** The operation's name, as in AWS's API reference. */
  readonly operation: string;
}

/** Where DynamoDB's error types live, as `__type` names them. */
type Namespace =
  | 'com.amazonaws.dynamodb.v20120810'
  | 'com.amazon.coral.validate'
  | 'com.amazon.coral.service';

const OWN: Namespace = 'com.amazonaws.dynamodb.v20120810';

/**
 * Completes an error as the SDK's JSON protocol does: the body's `message` and `__type` become enumerable members, and
 * the modelled `Message` goes.
 */
function complete<E extends DynamoDBServiceException>(error: E, message: string, namespace = OWN): E {
  Reflect.deleteProperty(error, 'message');
  Reflect.deleteProperty(error, 'Message');
  return Object.assign(error, { message, __type: `${namespace}#${error.name}` });
}

/** What every constructor of the SDK's error classes wants; the kernel completes `$metadata`. */
function options(httpStatusCode = 400): { message: string; $metadata: { httpStatusCode: number } } {
  return { message: '', $metadata: { httpStatusCode } };
}

/** An error that the SDK knows no class for: the base class with its name. */
export function unmodelled(
  name: string,
  message: string,
  namespace: Namespace,
  status = 400,
): DynamoDBServiceException {
  const $fault = status < 500 ? 'client' : 'server';
  return complete(new DynamoDBServiceException({ name, $fault, ...options(status) }), message, namespace);
}

/** An error of one of the SDK's classes. */
export function modelled<E extends DynamoDBServiceException>(
  Class: new (given: { message: string; $metadata: { httpStatusCode: number } }) => E,
  message: string,
  status = 400,
): E {
  return complete(new Class(options(status)), message);
}

/** A ValidationException with exactly this message, in both wordings. */
export function validationError(message: string): DynamoDBServiceException {
  return unmodelled('ValidationException', message, 'com.amazon.coral.validate');
}

/**
 * A ValidationException about values, expressions or combinations of parameters: in the wording of 2026 some operations
 * put `1 validation error detected: ` before it.
 */
export function wordedValidationError(message: string, at: CallWording): DynamoDBServiceException {
  return validationError(isEnveloped(at) ? `1 validation error detected: ${message}` : message);
}

/** The operations whose own messages stand in an envelope since 2026. Captured: 2026-10, 31 of 33 regions. */
const ENVELOPED: ReadonlySet<string> = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/** Does this call's ValidationException stand in the envelope `1 validation error detected: `? */
export function isEnveloped(at: CallWording): boolean {
  return at.wording === '2026' && ENVELOPED.has(at.operation);
}

/** One violated constraint of a member, as AWS's generic layer words it. */
export interface ConstraintViolation {
  /** The member's path in the classic wording, elements counted from 1: `tableName`, `keySchema.1.member.keyType`. */
  readonly member: string;
  /** Behind "failed to satisfy constraint: ": `Member must not be null`. */
  readonly constraint: string;
  /** The value given, as text; undefined prints `null`. */
  readonly value?: string | undefined;
  /**
   * The layer of 2026 words this one without the value and with the member's own name:
   * `Value at 'Limit' failed to satisfy constraint: ...` (an empty TableName, Limit, an empty RequestItems).
   */
  readonly generic?: boolean | undefined;
}

/**
 * The ValidationException for violated constraints of members, given in the service's order of members. The single-item
 * writes of 2026 report the first one alone, everything else reports all of them.
 */
export function constraintViolations(
  violations: readonly ConstraintViolation[],
  at: CallWording,
): DynamoDBServiceException {
  const reported = isEnveloped(at) ? violations.slice(0, 1) : violations;
  const texts = reported.map((violation) => describeViolation(violation, at));
  const errors = texts.length === 1 ? 'error' : 'errors';
  return validationError(`${texts.length} validation ${errors} detected: ${texts.join('; ')}`);
}

function describeViolation(violation: ConstraintViolation, at: CallWording): string {
  const { member, constraint, value } = violation;
  if (at.wording === '2026' && violation.generic === true) {
    const name = member.charAt(0).toUpperCase() + member.slice(1);
    return `Value at '${name}' failed to satisfy constraint: ${constraint}`;
  }
  const printed = value === undefined ? 'null' : `'${value}'`;
  return `Value ${printed} at '${member}' failed to satisfy constraint: ${constraint}`;
}

/** The condition of a single write was not met. `item` when ALL_OLD was asked and the item exists. */
export function conditionalCheckFailed(item?: Item): ConditionalCheckFailedException {
  const error = new ConditionalCheckFailedException({ ...options(), Item: item });
  return complete(error, 'The conditional request failed');
}

/** INSERT of an item that exists. Captured: public recordings of AWS's answers. */
export function duplicateItem(): DuplicateItemException {
  return complete(new DuplicateItemException(options()), 'Duplicate primary key exists in table');
}

/** Data plane: the table is not there (or not ready). Also streams, backups, with their own message. */
export function resourceNotFound(message = 'Requested resource not found'): ResourceNotFoundException {
  return complete(new ResourceNotFoundException(options()), message);
}

/** Control plane: the table is not there. */
export function tableNotFound(tableName: string): ResourceNotFoundException {
  return resourceNotFound(`Requested resource not found: Table: ${tableName} not found`);
}

/** The table, index or stream is in a status that forbids the operation: AWS's whole message is given. */
export function resourceInUse(message: string): ResourceInUseException {
  return complete(new ResourceInUseException(options()), message);
}

/** Too many tables or indexes are being changed, or a quota is reached. */
export function limitExceeded(message: string): LimitExceededException {
  return complete(new LimitExceededException(options()), message);
}

/** What `aws.dynamodb.table('t').capacity()` and a throttling fault answer. The SDK retries it. Documented: Programming.Errors. */
export function provisionedThroughputExceeded(
  tableArn?: string,
  kind?: 'read' | 'write',
): ProvisionedThroughputExceededException {
  return throughputExceeded(
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
    tableArn && {
      resource: tableArn,
      reason: `Table${kind === 'read' ? 'Read' : 'Write'}ProvisionedThroughputExceeded`,
    },
  );
}

/** The same for a global secondary index. Documented: API_TransactWriteItems, CancellationReasons. */
export function indexThroughputExceeded(
  indexArn: string,
  kind: 'read' | 'write',
): ProvisionedThroughputExceededException {
  return throughputExceeded(
    'The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded. Consider increasing your provisioning level for the under-provisioned global secondary indexes with the UpdateTable API.',
    { resource: indexArn, reason: `Index${kind === 'read' ? 'Read' : 'Write'}ProvisionedThroughputExceeded` },
  );
}

/** Documented: API_ThrottlingReason, what was throttled is said with the error. */
function throughputExceeded(
  message: string,
  reason: ThrottlingReason | undefined | '',
): ProvisionedThroughputExceededException {
  const error = complete(new ProvisionedThroughputExceededException(options()), message);
  return reason ? Object.assign(error, { ThrottlingReasons: [reason] }) : error;
}

/** An on-demand table grows faster than DynamoDB follows, or the control plane is called too often. */
export function throttling(
  message = 'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly. If exceptions persist, check if you have a hot key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html',
): ThrottlingException {
  return complete(new ThrottlingException(options()), message);
}

/** DynamoDB failed (HTTP 500). The SDK retries it. */
export function internalServerError(): InternalServerError {
  return complete(new InternalServerError(options(500)), 'Internal server error');
}

/** DynamoDB is not available (HTTP 503). The SDK retries it. */
export function serviceUnavailable(): DynamoDBServiceException {
  return unmodelled(
    'ServiceUnavailable',
    'Service Unavailable. Please try again later.',
    'com.amazon.coral.service',
    503,
  );
}

/** A transaction was refused: one reason per action, `{ Code: 'None' }` where an action was fine. */
export function transactionCanceled(reasons: readonly CancellationReason[]): TransactionCanceledException {
  const codes = reasons.map((reason) => reason.Code ?? 'None').join(', ');
  const error = complete(
    new TransactionCanceledException(options()),
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
  );
  return Object.assign(error, { CancellationReasons: [...reasons] });
}

/** Documented: API_TransactWriteItems, CancellationReasons. Also the message of TransactionConflictException. */
export const TRANSACTION_CONFLICT = 'Transaction is ongoing for the item';

/** A transaction is under way on the item that a single write wants to change. */
export function transactionConflict(): TransactionConflictException {
  return complete(new TransactionConflictException(options()), TRANSACTION_CONFLICT);
}

/** The transaction with this ClientRequestToken has not ended yet. The SDK retries it. */
export function transactionInProgress(): TransactionInProgressException {
  // Documented: API_TransactWriteItems, Errors.
  return complete(
    new TransactionInProgressException(options()),
    'The transaction with the given request token is already in progress.',
  );
}

/** Documented: Programming.Errors; API_TransactWriteItems, CancellationReasons. */
export const COLLECTION_TOO_LARGE = 'Collection size exceeded.';

/** The items of one partition key of a table with local indexes would be larger than 10 GB together. */
export function itemCollectionSizeLimitExceeded(): ItemCollectionSizeLimitExceededException {
  return complete(new ItemCollectionSizeLimitExceededException(options()), COLLECTION_TOO_LARGE);
}

/** The same ClientRequestToken came with another request. */
export function idempotentParameterMismatch(): IdempotentParameterMismatchException {
  return complete(
    new IdempotentParameterMismatchException(options()),
    'Request parameters do not match the parameters of the original request for this token',
  );
}

/** The caller's policy does not allow the operation: AWS's message names caller, action and resource. */
export function accessDenied(message: string): DynamoDBServiceException {
  return unmodelled('AccessDeniedException', message, 'com.amazon.coral.service');
}

/** The caller's session token has expired. */
export function expiredToken(): DynamoDBServiceException {
  return unmodelled(
    'ExpiredTokenException',
    'The security token included in the request is expired',
    'com.amazon.coral.service',
  );
}

/** The body does not fit the operation's JSON shape. */
export function serializationError(message: string): DynamoDBServiceException {
  return unmodelled('SerializationException', message, 'com.amazon.coral.service');
}

/** How far from DynamoDB's own time a request may be signed, ms. */
export const MAXIMUM_CLOCK_SKEW_MS = 300_000;

/** The request was signed too far from the service's own time. */
export function signatureTimeOff(signedAt: Date, receivedAt: Date): DynamoDBServiceException {
  return unmodelled(
    'InvalidSignatureException',
    signatureOutOfTime(signedAt, receivedAt, MAXIMUM_CLOCK_SKEW_MS),
    'com.amazon.coral.service',
  );
}
