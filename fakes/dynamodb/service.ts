import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { operation, type OperationRow, type Service, type ServiceFault } from '../kernel/operation';
import { batchGetItem } from './batch-get-item';
import { batchWriteItem } from './batch-write-item';
import { deleteItem } from './delete-item';
import {
  accessDenied,
  expiredToken,
  internalServerError,
  MAXIMUM_CLOCK_SKEW_MS,
  provisionedThroughputExceeded,
  serviceUnavailable,
  signatureTimeOff,
  throttling,
  type ErrorWording,
} from './errors';
import { sweepExpired } from './expiry-sweep';
import { getItem } from './get-item';
import { dynamodbError } from './named-errors';
import { listedErrors } from './operation-errors';
import { partiqlRows } from './partiql/partiql-operations';
import { putItem } from './put-item';
import { query } from './query';
import { tablePermissions } from './required-permissions';
import { scan } from './scan';
import { createState, type DynamodbState } from './state';
import { asStreamsError } from './streams-errors';
import { isStreamsOperation, streamsLibrary, streamsRows } from './streams-client';
import { TABLE_OPERATIONS } from './table-operations';
import { transactGetItems } from './transact-get-items';
import { transactWriteItems } from './transact-write-items';
import { updateItem } from './update-item';
import { wrongType } from './wrong-type';

/** The client of DynamoDB Streams, where the user has installed it. */
const library = streamsLibrary();

const rows: readonly OperationRow<DynamodbState>[] = [
  ...TABLE_OPERATIONS,
  operation(PutItemCommand, putItem, [
    'TableName',
    'Item',
    'Expected',
    'ConditionalOperator',
    'ConditionExpression',
    'ExpressionAttributeNames',
    'ExpressionAttributeValues',
    'ReturnValues',
    'ReturnValuesOnConditionCheckFailure',
    'ReturnConsumedCapacity',
    'ReturnItemCollectionMetrics',
  ]),
  operation(
    GetItemCommand,
    getItem,
    [
      'TableName',
      'Key',
      'AttributesToGet',
      'ConsistentRead',
      'ProjectionExpression',
      'ExpressionAttributeNames',
      'ReturnConsumedCapacity',
    ],
    { advice: ['stale'] },
  ),
  operation(UpdateItemCommand, updateItem, [
    'TableName',
    'Key',
    'AttributeUpdates',
    'Expected',
    'ConditionalOperator',
    'UpdateExpression',
    'ConditionExpression',
    'ExpressionAttributeNames',
    'ExpressionAttributeValues',
    'ReturnValues',
    'ReturnValuesOnConditionCheckFailure',
    'ReturnConsumedCapacity',
    'ReturnItemCollectionMetrics',
  ]),
  operation(DeleteItemCommand, deleteItem, [
    'TableName',
    'Key',
    'Expected',
    'ConditionalOperator',
    'ConditionExpression',
    'ExpressionAttributeNames',
    'ExpressionAttributeValues',
    'ReturnValues',
    'ReturnValuesOnConditionCheckFailure',
    'ReturnConsumedCapacity',
    'ReturnItemCollectionMetrics',
  ]),
  operation(
    QueryCommand,
    query,
    [
      'TableName',
      'IndexName',
      'KeyConditions',
      'QueryFilter',
      'ConditionalOperator',
      'AttributesToGet',
      'KeyConditionExpression',
      'FilterExpression',
      'ProjectionExpression',
      'ExpressionAttributeNames',
      'ExpressionAttributeValues',
      'Select',
      'Limit',
      'ExclusiveStartKey',
      'ScanIndexForward',
      'ConsistentRead',
      'ReturnConsumedCapacity',
    ],
    { advice: ['stale'] },
  ),
  operation(
    ScanCommand,
    scan,
    [
      'TableName',
      'IndexName',
      'ScanFilter',
      'ConditionalOperator',
      'AttributesToGet',
      'FilterExpression',
      'ProjectionExpression',
      'ExpressionAttributeNames',
      'ExpressionAttributeValues',
      'Select',
      'Limit',
      'ExclusiveStartKey',
      'Segment',
      'TotalSegments',
      'ConsistentRead',
      'ReturnConsumedCapacity',
    ],
    { advice: ['stale'] },
  ),
  operation(BatchGetItemCommand, batchGetItem, ['RequestItems', 'ReturnConsumedCapacity'], {
    advice: ['stale', 'failEntries'],
  }),
  operation(
    BatchWriteItemCommand,
    batchWriteItem,
    ['RequestItems', 'ReturnConsumedCapacity', 'ReturnItemCollectionMetrics'],
    { advice: ['failEntries'] },
  ),
  operation(TransactGetItemsCommand, transactGetItems, ['TransactItems', 'ReturnConsumedCapacity'], {
    advice: ['failEntries'],
  }),
  operation(
    TransactWriteItemsCommand,
    transactWriteItems,
    ['TransactItems', 'ClientRequestToken', 'ReturnConsumedCapacity', 'ReturnItemCollectionMetrics'],
    { advice: ['failEntries'] },
  ),
  ...partiqlRows,
  ...streamsRows(library),
];

/** The data plane is throttled by throughput, the control plane by its own rate. Documented: Programming.Errors. */
const DATA_PLANE: ReadonlySet<string> = new Set([
  'PutItem',
  'GetItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'Scan',
  'BatchGetItem',
  'BatchWriteItem',
  'TransactGetItems',
  'TransactWriteItems',
  ...partiqlRows.map((row) => row.name),
]);

function fault(kind: ServiceFault, name: string): Error {
  switch (kind) {
    case 'throttled':
      // Documented: Programming.Errors; the control plane says which rate was exceeded.
      return DATA_PLANE.has(name)
        ? provisionedThroughputExceeded()
        : throttling('Rate of requests exceeds the allowed throughput.');
    case 'serverError':
      return internalServerError();
    case 'serviceUnavailable':
      return serviceUnavailable();
    case 'accessDenied':
      return accessDenied(
        `User: arn:aws:sts::000000000000:assumed-role/fake/session is not authorized to perform: dynamodb:${name} because no identity-based policy allows the dynamodb:${name} action`,
      );
    case 'expiredToken':
      return expiredToken();
  }
}

/** An error in the classes of the client that sent the command. */
function ownClass(name: string, error: Error): Error {
  return library !== undefined && isStreamsOperation(name) ? asStreamsError(library, error) : error;
}

/** What DynamoDB has deleted by now is gone before an operation looks. */
function sweptFirst(row: OperationRow<DynamodbState>): OperationRow<DynamodbState> {
  return {
    ...row,
    execute(context, input) {
      sweepExpired(context);
      return row.execute(context, input);
    },
  };
}

const operations = rows.map(sweptFirst);

/** DynamoDB in one wording of its validation errors. */
export function createDynamodb(options: { readonly errorWording: ErrorWording }): Service<DynamodbState> {
  return {
    name: 'DynamoDB',
    clients: [DynamoDBClient, ...(library === undefined ? [] : [library.DynamoDBStreamsClient])],
    createState: (store) => createState(store, options.errorWording),
    operations,
    // DynamoDB words missing members itself, and reports several at once: see members.ts.
    missingMember: () => undefined,
    wrongType: (name, _path, expected, value) => ownClass(name, wrongType(expected, value)),
    fault: (kind, name) => ownClass(name, fault(kind, name)),
    permissions: tablePermissions(ownClass),
    listedErrors,
    namedError(errorName, name, details) {
      const error = dynamodbError(errorName, name, details);
      return error && ownClass(name, error);
    },
    clockSkew: {
      mostMs: MAXIMUM_CLOCK_SKEW_MS,
      error: (name, signedAt, receivedAt) => ownClass(name, signatureTimeOff(signedAt, receivedAt)),
    },
    requestMetadata: (ids) => ({
      requestId: ids.token('dynamodb.request', 52, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'),
    }),
  };
}

/** DynamoDB as it words its errors since 2026. */
export const dynamodb: Service<DynamodbState> = createDynamodb({ errorWording: '2026' });
