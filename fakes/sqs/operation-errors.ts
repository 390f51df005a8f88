import * as sdk from '@aws-sdk/client-sqs';
import type { SQSServiceException } from '@aws-sdk/client-sqs';

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
export function listedErrors(operation: string): readonly string[] {
  const queue = WITHOUT_QUEUE.has(operation) ? [] : ['QueueDoesNotExist'];
  return [...EVERYWHERE, ...queue, ...(LISTED[operation] ?? [])];
}

/** What the SDK's schemas say of an error, and its class. */
export interface ModelledError {
  readonly Class: new (options: {
    message: string;
    $metadata: { httpStatusCode: number };
  }) => SQSServiceException;
  /** The code of the query protocol. */
  readonly code: string;
  readonly status: number;
}

/** An error by its name, as the installed client models it; undefined for a name that it does not model. */
export function modelledError(name: string): ModelledError | undefined {
  const members = new Map<string, unknown>(Object.entries(sdk));
  const [schema, Class] = [members.get(`${name}$`), members.get(name)];
  if (!isErrorSchema(schema) || !isErrorClass(Class)) return undefined;
  const { awsQueryError: [code, status] = [name, 400], httpError = status } = schema[3];
  return { Class, code, status: httpError };
}

type ErrorSchema = readonly [
  -3,
  string,
  string,
  { readonly httpError?: number; readonly awsQueryError?: readonly [string, number] },
];

/** Measured: in the schemas of the newest clients an error is a list that begins with -3. */
function isErrorSchema(value: unknown): value is ErrorSchema {
  return Array.isArray(value) && value[0] === -3 && typeof value[3] === 'object' && value[3] !== null;
}

function isErrorClass(value: unknown): value is ModelledError['Class'] {
  return typeof value === 'function' && value.prototype instanceof sdk.SQSServiceException;
}
