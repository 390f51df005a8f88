import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeEndpointsCommand,
  DescribeLimitsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TagResourceCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UntagResourceCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { operation, type OperationRow, type Service, type ServiceFault } from '../kernel/operation';
import { describeEndpoints, describeLimits } from './account';
import { batchGetItem } from './batch-get-item';
import { batchWriteItem } from './batch-write-item';
import { createTable } from './create-table';
import { deleteItem } from './delete-item';
import {
  accessDenied,
  expiredToken,
  internalServerError,
  provisionedThroughputExceeded,
  serializationError,
  serviceUnavailable,
  throttling,
  type ErrorWording,
} from './errors';
import { getItem } from './get-item';
import { putItem } from './put-item';
import { query } from './query';
import { scan } from './scan';
import { createState, type DynamodbState } from './state';
import { deleteTable, describeTable, listTables } from './tables';
import { listTagsOfResource, tagResource, untagResource } from './tags';
import { describeTimeToLive, updateTimeToLive } from './time-to-live';
import { transactGetItems } from './transact-get-items';
import { transactWriteItems } from './transact-write-items';
import { updateItem } from './update-item';
import { updateTable } from './update-table';

const operations: readonly OperationRow<DynamodbState>[] = [
  operation(CreateTableCommand, createTable, [
    'TableName',
    'AttributeDefinitions',
    'KeySchema',
    'BillingMode',
    'ProvisionedThroughput',
    'OnDemandThroughput',
    'LocalSecondaryIndexes',
    'GlobalSecondaryIndexes',
    'StreamSpecification',
    'DeletionProtectionEnabled',
    'TableClass',
    'Tags',
  ]),
  operation(DescribeTableCommand, describeTable, ['TableName']),
  operation(ListTablesCommand, listTables, ['ExclusiveStartTableName', 'Limit']),
  operation(UpdateTableCommand, updateTable, [
    'TableName',
    'AttributeDefinitions',
    'BillingMode',
    'ProvisionedThroughput',
    'OnDemandThroughput',
    'GlobalSecondaryIndexUpdates',
    'StreamSpecification',
    'DeletionProtectionEnabled',
    'TableClass',
  ]),
  operation(DeleteTableCommand, deleteTable, ['TableName']),
  operation(UpdateTimeToLiveCommand, updateTimeToLive, ['TableName', 'TimeToLiveSpecification']),
  operation(DescribeTimeToLiveCommand, describeTimeToLive, ['TableName']),
  operation(DescribeLimitsCommand, describeLimits, []),
  operation(DescribeEndpointsCommand, describeEndpoints, []),
  operation(TagResourceCommand, tagResource, ['ResourceArn', 'Tags']),
  operation(UntagResourceCommand, untagResource, ['ResourceArn', 'TagKeys']),
  operation(ListTagsOfResourceCommand, listTagsOfResource, ['ResourceArn', 'NextToken']),
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
  operation(TransactGetItemsCommand, transactGetItems, ['TransactItems', 'ReturnConsumedCapacity']),
  operation(TransactWriteItemsCommand, transactWriteItems, [
    'TransactItems',
    'ClientRequestToken',
    'ReturnConsumedCapacity',
    'ReturnItemCollectionMetrics',
  ]),
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

/**
 * What AWS's JSON layer answers to a value of the wrong type.
 * Documented: Programming.Errors, SerializationException; Captured: the words, by the authors of several test suites.
 */
function wrongType(_operation: string, _path: string, expected: string, value: unknown): Error {
  if (Array.isArray(value)) return serializationError('Start of list found where not expected');
  if (typeof value === 'object' && value !== null) {
    return serializationError('Start of structure or map found where not expected.');
  }
  if (expected === 'list') return serializationError('Expected list or null');
  if (expected === 'map') return serializationError('Expected map or null');
  if (!JSON_TYPES.has(expected)) return serializationError('Expected null');
  return serializationError(
    `${javaValue(value)} cannot be converted to ${JSON_TYPES.get(expected) ?? expected}`,
  );
}

const JSON_TYPES: ReadonlyMap<string, string> = new Map([
  ['string', 'String'],
  ['number', 'Integer'],
  ['boolean', 'Boolean'],
  ['Uint8Array', 'Blob'],
]);

/** A value as the service, which is written in Java, names it. */
function javaValue(value: unknown): string {
  if (typeof value === 'string') return 'STRING_VALUE';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
}

/** DynamoDB in one wording of its validation errors. */
export function createDynamodb(options: { readonly errorWording: ErrorWording }): Service<DynamodbState> {
  return {
    name: 'DynamoDB',
    clients: [DynamoDBClient],
    createState: (store) => createState(store, options.errorWording),
    operations,
    // DynamoDB words missing members itself, and reports several at once: see members.ts.
    missingMember: () => undefined,
    wrongType,
    fault,
    requestMetadata: (ids) => ({
      requestId: ids.token('dynamodb.request', 52, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'),
    }),
  };
}

/** DynamoDB as it words its errors since 2026. */
export const dynamodb: Service<DynamodbState> = createDynamodb({ errorWording: '2026' });
