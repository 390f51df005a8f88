import type { PutItemCommandInput, PutItemCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import { LEGACY_RULES } from './legacy-parameters';
import { RULES } from './members';
import { replaceItem } from './replace-item';
import type { DynamodbState } from './state';

const MEMBERS = [
  RULES.tableName,
  RULES.item,
  RULES.returnValues,
  RULES.returnConsumedCapacity,
  RULES.returnItemCollectionMetrics,
  RULES.onConditionCheckFailure,
  ...LEGACY_RULES,
];

/**
 * Puts an item, replacing the one with the same key.
 *
 * @throws ValidationException members, values, expressions, then key and index keys of the table
 * @throws ResourceNotFoundException
 * @throws TransactionConflictException
 * @throws ConditionalCheckFailedException
 * @throws ProvisionedThroughputExceededException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
 */
export function putItem(
  context: Context<DynamodbState>,
  input: PutItemCommandInput,
): Omit<PutItemCommandOutput, '$metadata'> {
  return replaceItem(context, input, { kind: 'Put', subject: input.Item, members: MEMBERS });
}
