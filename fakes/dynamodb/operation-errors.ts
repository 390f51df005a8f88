import * as sdk from '@aws-sdk/client-dynamodb';
import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { modelledError, type CodedError, type ModelledError } from '../kernel/modelled-errors';

const INDEX = ['InternalServerError', 'InvalidEndpointException'];
const DATA = [
  'InternalServerError',
  'RequestLimitExceeded',
  'ResourceNotFoundException',
  'ThrottlingException',
];
const READ = [...DATA, 'InvalidEndpointException', 'ProvisionedThroughputExceededException'];
const WRITE = [...READ, 'ItemCollectionSizeLimitExceededException', 'ReplicatedWriteConflictException'];
const WRITE_ITEM = [...WRITE, 'ConditionalCheckFailedException', 'TransactionConflictException'];
const TRANSACTION = ['IdempotentParameterMismatchException', 'TransactionInProgressException'];
const TABLE = [...INDEX, 'ResourceNotFoundException'];
const CHANGE_TABLE = [...TABLE, 'LimitExceededException', 'ResourceInUseException'];
const POLICY = 'PolicyNotFoundException';
const GLOBAL = [...INDEX, 'GlobalTableNotFoundException'];
const BACKUP = [...INDEX, 'BackupNotFoundException'];
const STREAM = ['InternalServerError', 'ResourceNotFoundException'];

/** The errors that DynamoDB's model lists for an operation. Documented: the Errors section of each operation's API page. */
const MODELLED: Readonly<Record<string, readonly string[]>> = {
  BatchExecuteStatement: ['InternalServerError', 'RequestLimitExceeded', 'ThrottlingException'],
  BatchGetItem: READ,
  BatchWriteItem: WRITE,
  CreateBackup: [
    ...INDEX,
    'BackupInUseException',
    'ContinuousBackupsUnavailableException',
    'LimitExceededException',
    'TableInUseException',
    'TableNotFoundException',
  ],
  CreateGlobalTable: [
    ...INDEX,
    'GlobalTableAlreadyExistsException',
    'LimitExceededException',
    'TableNotFoundException',
  ],
  CreateTable: [...INDEX, 'LimitExceededException', 'ResourceInUseException'],
  DeleteBackup: [...BACKUP, 'BackupInUseException', 'LimitExceededException'],
  DeleteItem: WRITE_ITEM,
  DeleteResourcePolicy: [...CHANGE_TABLE, POLICY],
  DeleteTable: CHANGE_TABLE,
  DescribeBackup: BACKUP,
  DescribeContinuousBackups: [...INDEX, 'TableNotFoundException'],
  DescribeContributorInsights: STREAM,
  DescribeEndpoints: [],
  DescribeExport: ['ExportNotFoundException', 'InternalServerError', 'LimitExceededException'],
  DescribeGlobalTable: GLOBAL,
  DescribeGlobalTableSettings: GLOBAL,
  DescribeImport: ['ImportNotFoundException'],
  DescribeKinesisStreamingDestination: TABLE,
  DescribeLimits: INDEX,
  DescribeTable: TABLE,
  DescribeTableReplicaAutoScaling: STREAM,
  DescribeTimeToLive: TABLE,
  DisableKinesisStreamingDestination: CHANGE_TABLE,
  EnableKinesisStreamingDestination: CHANGE_TABLE,
  ExecuteStatement: [
    ...DATA,
    'ConditionalCheckFailedException',
    'DuplicateItemException',
    'ItemCollectionSizeLimitExceededException',
    'ProvisionedThroughputExceededException',
    'TransactionConflictException',
  ],
  ExecuteTransaction: [
    ...DATA,
    ...TRANSACTION,
    'ProvisionedThroughputExceededException',
    'TransactionCanceledException',
  ],
  ExportTableToPointInTime: [
    'ExportConflictException',
    'InternalServerError',
    'InvalidExportTimeException',
    'LimitExceededException',
    'PointInTimeRecoveryUnavailableException',
    'TableNotFoundException',
  ],
  GetItem: READ,
  GetResourcePolicy: [...TABLE, POLICY],
  ImportTable: ['ImportConflictException', 'LimitExceededException', 'ResourceInUseException'],
  ListBackups: INDEX,
  ListContributorInsights: STREAM,
  ListExports: ['InternalServerError', 'LimitExceededException'],
  ListGlobalTables: INDEX,
  ListImports: ['LimitExceededException'],
  ListTables: INDEX,
  ListTagsOfResource: TABLE,
  PutItem: WRITE_ITEM,
  PutResourcePolicy: [...CHANGE_TABLE, POLICY],
  Query: READ,
  RestoreTableFromBackup: [
    ...BACKUP,
    'BackupInUseException',
    'LimitExceededException',
    'TableAlreadyExistsException',
    'TableInUseException',
  ],
  RestoreTableToPointInTime: [
    ...INDEX,
    'InvalidRestoreTimeException',
    'LimitExceededException',
    'PointInTimeRecoveryUnavailableException',
    'TableAlreadyExistsException',
    'TableInUseException',
    'TableNotFoundException',
  ],
  Scan: READ,
  TagResource: CHANGE_TABLE,
  TransactGetItems: [...READ, 'TransactionCanceledException'],
  TransactWriteItems: [...READ, ...TRANSACTION, 'TransactionCanceledException'],
  UntagResource: CHANGE_TABLE,
  UpdateContinuousBackups: [...INDEX, 'ContinuousBackupsUnavailableException', 'TableNotFoundException'],
  UpdateContributorInsights: STREAM,
  UpdateGlobalTable: [
    ...GLOBAL,
    'ReplicaAlreadyExistsException',
    'ReplicaNotFoundException',
    'TableNotFoundException',
  ],
  UpdateGlobalTableSettings: [
    ...GLOBAL,
    'IndexNotFoundException',
    'LimitExceededException',
    'ReplicaNotFoundException',
    'ResourceInUseException',
  ],
  UpdateItem: WRITE_ITEM,
  UpdateKinesisStreamingDestination: CHANGE_TABLE,
  UpdateTable: CHANGE_TABLE,
  UpdateTableReplicaAutoScaling: [...STREAM, 'LimitExceededException', 'ResourceInUseException'],
  UpdateTimeToLive: CHANGE_TABLE,
  // DynamoDB Streams
  DescribeStream: STREAM,
  GetRecords: [...STREAM, 'ExpiredIteratorException', 'LimitExceededException', 'TrimmedDataAccessException'],
  GetShardIterator: [...STREAM, 'TrimmedDataAccessException'],
  ListStreams: STREAM,
};

/**
 * What DynamoDB may answer to any operation beside its modelled errors. Documented: developer guide, "Error handling with
 * DynamoDB"; API, CommonErrors. Assumed: the texts that neither page gives.
 */
export const COMMON_ERRORS: Readonly<Record<string, CodedError>> = {
  AccessDeniedException: { status: 400, message: 'Access denied.' },
  ExpiredTokenException: { status: 400, message: 'The security token included in the request is expired' },
  IncompleteSignatureException: {
    status: 400,
    message: 'The request signature does not conform to AWS standards.',
  },
  InternalFailure: { status: 500, message: 'The request processing has failed because of an unknown error.' },
  InvalidSignatureException: {
    status: 400,
    message:
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  },
  MissingAuthenticationTokenException: {
    status: 400,
    message: 'Request must contain a valid (registered) AWS Access Key ID.',
  },
  OptInRequired: { status: 403, message: 'The AWS access key ID needs a subscription for the service.' },
  ServiceUnavailable: { status: 503, message: 'Service Unavailable. Please try again later.' },
  ThrottlingException: { status: 400, message: 'Rate of requests exceeds the allowed throughput.' },
  UnrecognizedClientException: {
    status: 400,
    message: 'The security token included in the request is invalid.',
  },
  ValidationException: { status: 400, message: 'The input does not satisfy the constraints of the service.' },
};

/** The names of the errors that DynamoDB's model lists for an operation. */
export function modelledErrors(operation: string): readonly string[] {
  return MODELLED[operation] ?? [];
}

/** The names of all errors that DynamoDB can answer an operation with. */
export function listedErrors(operation: string): readonly string[] {
  return [...new Set([...modelledErrors(operation), ...Object.keys(COMMON_ERRORS)])];
}

/** An error by its name, as the installed client models it; undefined for a name that it does not model. */
export function dynamodbModel(name: string): ModelledError<DynamoDBServiceException> | undefined {
  return modelledError(sdk, DynamoDBServiceException, name);
}
