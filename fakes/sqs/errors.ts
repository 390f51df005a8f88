import {
  BatchEntryIdsNotDistinct,
  BatchRequestTooLong,
  EmptyBatchRequest,
  InvalidAttributeName,
  InvalidAttributeValue,
  InvalidBatchEntryId,
  InvalidMessageContents,
  OverLimit,
  PurgeQueueInProgress,
  QueueDeletedRecently,
  QueueDoesNotExist,
  QueueNameExists,
  ReceiptHandleIsInvalid,
  RequestThrottled,
  ResourceNotFoundException,
  SQSServiceException,
  TooManyEntriesInBatchRequest,
  UnsupportedOperation,
} from '@aws-sdk/client-sqs';
import type { ModelledErrorClass } from '../kernel/modelled-errors';
import type { ServiceFault } from '../kernel/operation';
import { MAXIMUM_BATCH_ENTRIES, MAXIMUM_MESSAGE_BYTES } from './limits';
import { COMMON_ERRORS, listedErrors, modelledError } from './operation-errors';
import { signatureOutOfTime } from '../kernel/signing-time';

/** The part of an error that a batch puts into `Failed`. */
export interface BatchFailure {
  readonly Code: string;
  readonly Message: string;
  readonly SenderFault: boolean;
}

type ErrorClass = ModelledErrorClass<SQSServiceException>;

const LEGACY = 'AWS.SimpleQueueService.';

/** An error the SDK has a class for. Its `name` is the class's, its `Code` the one of the query protocol. */
function modelled(Class: ErrorClass, message: string, code: string, status = 400): SQSServiceException {
  const error = new Class({ message, $metadata: { httpStatusCode: status } });
  const { query, type } = wire(code, `com.amazonaws.sqs#${error.name}`, message, status);
  return withOwnKeys(error, { message, Error: query, Type: query.Type, Code: code, __type: type });
}

/** An error of the SDK's base class: its `name` is the code of the query protocol, from a header. */
function unmodelled(code: string, coral: string, message: string, status = 400): SQSServiceException {
  const $fault = status < 500 ? 'client' : 'server';
  const error = new SQSServiceException({
    name: code,
    $fault,
    message,
    $metadata: { httpStatusCode: status },
  });
  const { query, type } = wire(code, `com.amazon.coral.service#${coral}`, message, status);
  return withOwnKeys(error, { __type: type, message, Code: code, Type: query.Type, Error: query });
}

function wire(code: string, type: string, message: string, status: number) {
  return { type, query: { Code: code, Type: status < 500 ? 'Sender' : 'Receiver', Message: message } };
}

/**
 * Gives an error the own enumerable keys that the SDK leaves on it, in the SDK's order.
 * Captured: @aws-sdk/client-sqs 3.1169.0; the test compares with the SDK's own deserializer.
 */
function withOwnKeys(
  error: SQSServiceException,
  members: Readonly<Record<string, unknown>>,
): SQSServiceException {
  Object.defineProperty(error, '$response', { enumerable: false });
  for (const [key, value] of Object.entries(members)) {
    // `message` is there already, hidden and in the first place.
    Reflect.deleteProperty(error, key);
    Object.defineProperty(error, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return error;
}

/** A required parameter is missing or empty. */
export const missingParameter = (name: string): SQSServiceException =>
  unmodelled(
    'MissingParameter',
    'MissingRequiredParameterException',
    `The request must contain the parameter ${name}.`,
  );

/** A parameter has a value that SQS refuses; the text is the whole message. */
export const invalidParameterValue = (message: string): SQSServiceException =>
  unmodelled('InvalidParameterValue', 'InvalidParameterValueException', message);

/** `Value 11 for parameter MaxNumberOfMessages is invalid. Reason: ...` */
export const invalidValue = (
  parameter: string,
  value: string | number,
  reason: string,
): SQSServiceException =>
  invalidParameterValue(`Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`);

export const queueDoesNotExist = (): SQSServiceException =>
  modelled(QueueDoesNotExist, 'The specified queue does not exist.', `${LEGACY}NonExistentQueue`);

export const queueNameExists = (attribute: string): SQSServiceException =>
  modelled(
    QueueNameExists,
    `A queue already exists with the same name and a different value for attribute ${attribute}`,
    'QueueAlreadyExists',
  );

export const queueDeletedRecently = (): SQSServiceException =>
  modelled(
    QueueDeletedRecently,
    'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
    `${LEGACY}QueueDeletedRecently`,
  );

export const purgeQueueInProgress = (queueName: string): SQSServiceException =>
  modelled(
    PurgeQueueInProgress,
    `Only one PurgeQueue operation on ${queueName} is allowed every 60 seconds.`,
    `${LEGACY}PurgeQueueInProgress`,
    403,
  );

export const receiptHandleIsInvalid = (handle: string): SQSServiceException =>
  modelled(
    ReceiptHandleIsInvalid,
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
    'ReceiptHandleIsInvalid',
    404,
  );

export const invalidAttributeName = (message: string): SQSServiceException =>
  modelled(InvalidAttributeName, message, 'InvalidAttributeName');

export const invalidAttributeValue = (message: string): SQSServiceException =>
  modelled(InvalidAttributeValue, message, 'InvalidAttributeValue');

/** Captured: asim/nitro-plugins issue 437 quotes AWS's answer (2019-12). */
export const invalidMessageContents = (character: string): SQSServiceException =>
  modelled(
    InvalidMessageContents,
    `Invalid binary character '#x${Number(character.codePointAt(0)).toString(16).toUpperCase()}' was found in the message body, the set of ` +
      'allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].',
    'InvalidMessageContents',
  );

export const overLimit = (message: string): SQSServiceException =>
  modelled(OverLimit, message, 'OverLimit', 403);

export const resourceNotFound = (message: string): SQSServiceException =>
  modelled(ResourceNotFoundException, message, 'ResourceNotFoundException', 404);

export const unsupportedOperation = (message: string): SQSServiceException =>
  modelled(UnsupportedOperation, message, `${LEGACY}UnsupportedOperation`);

/** `entryType` is the model's name of the entry: `SendMessageBatchRequestEntry`. */
export const emptyBatchRequest = (entryType: string): SQSServiceException =>
  modelled(
    EmptyBatchRequest,
    `There should be at least one ${entryType} in the request.`,
    `${LEGACY}EmptyBatchRequest`,
  );

export const tooManyEntries = (sent: number): SQSServiceException =>
  modelled(
    TooManyEntriesInBatchRequest,
    `Maximum number of entries per request are ${MAXIMUM_BATCH_ENTRIES}. You have sent ${sent}.`,
    `${LEGACY}TooManyEntriesInBatchRequest`,
  );

export const invalidBatchEntryId = (): SQSServiceException =>
  modelled(
    InvalidBatchEntryId,
    'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    `${LEGACY}InvalidBatchEntryId`,
  );

export const batchEntryIdsNotDistinct = (id: string): SQSServiceException =>
  modelled(BatchEntryIdsNotDistinct, `Id ${id} repeated.`, `${LEGACY}BatchEntryIdsNotDistinct`);

export const batchRequestTooLong = (sentBytes: number): SQSServiceException =>
  modelled(
    BatchRequestTooLong,
    `Batch requests cannot be longer than ${MAXIMUM_MESSAGE_BYTES} bytes. You have sent ${sentBytes} bytes.`,
    `${LEGACY}BatchRequestTooLong`,
  );

/** Assumed: how the JSON protocol answers a member of the wrong JSON type. */
export const serialization = (path: string, expected: string): SQSServiceException =>
  unmodelled('SerializationException', 'SerializationException', `${path} must be a ${expected}.`);

/** What a failing entry of a batch tells about the error that a single operation would have thrown. */
export function batchFailure(error: unknown): BatchFailure {
  if (!(error instanceof SQSServiceException) || !('Code' in error)) throw error;
  // Captured: a batch says "cannot be validated" where the single operation says "are invalid".
  const Message = error.message.replace('parameters are invalid.', 'parameters cannot be validated.');
  return { SenderFault: error.$fault === 'client', Code: String(error.Code), Message };
}

/** An error that SQS can answer the operation with, by its name; undefined for another. Assumed: the text of modelled ones. */
export function sqsError(name: string, operation: string, message?: string): SQSServiceException | undefined {
  if (!listedErrors(operation).includes(name)) return undefined;
  const common = COMMON_ERRORS[name];
  if (common !== undefined) return unmodelled(name, common.coral, message ?? common.message, common.status);
  const known = modelledError(name);
  return (
    known &&
    modelled(known.Class, message ?? `${operation} failed: ${known.queryCode}`, known.queryCode, known.status)
  );
}

const FAULTS = {
  serverError: 'InternalFailure',
  serviceUnavailable: 'ServiceUnavailable',
  accessDenied: 'AccessDenied',
  expiredToken: 'ExpiredToken',
} as const;

/** AWS's answers to what goes wrong around an operation. Assumed: their texts; names and statuses are documented. */
export function sqsFault(kind: ServiceFault, operation: string): SQSServiceException | undefined {
  if (kind === 'throttled') return modelled(RequestThrottled, 'Rate exceeded', 'RequestThrottled', 403);
  return sqsError(
    FAULTS[kind],
    operation,
    kind === 'accessDenied'
      ? `Access to the resource is denied: the caller is not authorized to perform: sqs:${operation.toLowerCase()}.`
      : undefined,
  );
}

/** How far from SQS's own time a request may be signed, ms. Assumed: 15 minutes. */
export const MAXIMUM_CLOCK_SKEW_MS = 900_000;

/** The request was signed too far from the service's own time. */
export function signatureTimeOff(signedAt: Date, receivedAt: Date): SQSServiceException {
  return unmodelled(
    'SignatureDoesNotMatch',
    'InvalidSignatureException',
    signatureOutOfTime(signedAt, receivedAt, MAXIMUM_CLOCK_SKEW_MS),
    403,
  );
}
