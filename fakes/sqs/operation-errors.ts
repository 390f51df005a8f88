import * as sdk from '@aws-sdk/client-sqs';
import { SQSServiceException } from '@aws-sdk/client-sqs';
import { modelledError as modelled, type CodedError, type ModelledError } from '../kernel/modelled-errors';

const KMS = [
  'KmsAccessDenied',
  'KmsDisabled',
  'KmsInvalidKeyUsage',
  'KmsInvalidState',
  'KmsNotFound',
  'KmsOptInRequired',
  'KmsThrottled',
];
const EVERYWHERE = ['InvalidAddress', 'InvalidSecurity', 'RequestThrottled', 'UnsupportedOperation'];
const BATCH = [
  'BatchEntryIdsNotDistinct',
  'EmptyBatchRequest',
  'InvalidBatchEntryId',
  'TooManyEntriesInBatchRequest',
];

/** The errors that SQS's model lists for an operation, beside those of every operation and QueueDoesNotExist. */
const LISTED: Readonly<Record<string, readonly string[]>> = {
  AddPermission: ['OverLimit'],
  CancelMessageMoveTask: ['ResourceNotFoundException'],
  ChangeMessageVisibility: ['MessageNotInflight', 'ReceiptHandleIsInvalid'],
  ChangeMessageVisibilityBatch: BATCH,
  CreateQueue: ['InvalidAttributeName', 'InvalidAttributeValue', 'QueueDeletedRecently', 'QueueNameExists'],
  DeleteMessage: ['InvalidIdFormat', 'ReceiptHandleIsInvalid'],
  DeleteMessageBatch: BATCH,
  GetQueueAttributes: ['InvalidAttributeName'],
  ListMessageMoveTasks: ['ResourceNotFoundException'],
  PurgeQueue: ['PurgeQueueInProgress'],
  ReceiveMessage: [...KMS, 'OverLimit'],
  SendMessage: [...KMS, 'InvalidMessageContents'],
  SendMessageBatch: [...KMS, ...BATCH, 'BatchRequestTooLong'],
  SetQueueAttributes: ['InvalidAttributeName', 'InvalidAttributeValue', 'OverLimit'],
  StartMessageMoveTask: ['ResourceNotFoundException'],
};

/** Operations that name no queue, or a queue that need not exist. */
const WITHOUT_QUEUE = new Set([
  'CancelMessageMoveTask',
  'CreateQueue',
  'ListMessageMoveTasks',
  'ListQueues',
  'StartMessageMoveTask',
]);

/** The names of the errors that SQS's model lists for an operation. */
export function modelledErrors(operation: string): readonly string[] {
  const queue = WITHOUT_QUEUE.has(operation) ? [] : ['QueueDoesNotExist'];
  return [...EVERYWHERE, ...queue, ...(LISTED[operation] ?? [])];
}

/** The names of all errors that SQS can answer an operation with. */
export function listedErrors(operation: string): readonly string[] {
  return [...modelledErrors(operation), ...Object.keys(COMMON_ERRORS)];
}

/** An error by its name, as the installed client models it; undefined for a name that it does not model. */
export function modelledError(name: string): ModelledError<SQSServiceException> | undefined {
  return modelled(sdk, SQSServiceException, name);
}

/** An answer of SQS that its model has no class for: the name is the code of the query protocol. */
export interface CommonError extends CodedError {
  /** Its type in the JSON protocol. */
  readonly coral: string;
}

/**
 * What SQS may answer to any operation beside its modelled errors. Documented: API, CommonErrors; the JSON protocol's codes
 * under which the SDK names them. Assumed: the texts that CommonErrors does not give.
 */
export const COMMON_ERRORS: Readonly<Record<string, CommonError>> = {
  AccessDenied: {
    status: 403,
    coral: 'AccessDeniedException',
    message: 'Access to the resource is denied.',
  },
  ExpiredToken: {
    status: 403,
    coral: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  },
  IncompleteSignature: {
    status: 403,
    coral: 'IncompleteSignatureException',
    message: 'The request signature does not conform to AWS standards.',
  },
  InternalFailure: {
    status: 500,
    coral: 'InternalFailure',
    message: 'We encountered an internal error. Please try again.',
  },
  InvalidClientTokenId: {
    status: 403,
    coral: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  },
  MissingAuthenticationToken: {
    status: 403,
    coral: 'MissingAuthenticationTokenException',
    message: 'Request is missing Authentication Token',
  },
  NotAuthorized: {
    status: 401,
    coral: 'NotAuthorizedException',
    message: 'You do not have permission to perform this action.',
  },
  OptInRequired: {
    status: 403,
    coral: 'OptInRequiredException',
    message: 'The AWS access key ID needs a subscription for the service.',
  },
  RequestExpired: {
    status: 400,
    coral: 'RequestExpiredException',
    message: 'Request has expired.',
  },
  RequestTimeoutException: {
    status: 408,
    coral: 'RequestTimeoutException',
    message: 'The request took too long to complete.',
  },
  ServiceUnavailable: {
    status: 503,
    coral: 'ServiceUnavailableException',
    message: 'Service is unable to handle request.',
  },
  SignatureDoesNotMatch: {
    status: 403,
    coral: 'InvalidSignatureException',
    message:
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  },
  Throttling: { status: 400, coral: 'ThrottlingException', message: 'Rate exceeded' },
};
