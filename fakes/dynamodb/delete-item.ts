import type { DeleteItemCommandInput, DeleteItemCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import { LEGACY_RULES } from './legacy-parameters';
import { RULES } from './members';
import { replaceItem } from './replace-item';
import type { DynamodbState } from './state';

const MEMBERS = [
  RULES.tableName,
  RULES.key,
  RULES.returnValues,
  RULES.returnConsumedCapacity,
  RULES.returnItemCollectionMetrics,
  RULES.onConditionCheckFailure,
  ...LEGACY_RULES,
];

/**
 * Deletes an item. Deleting what is not there is a success.
 *
 * @throws ValidationException members, values, expressions, then the key
 * @throws ResourceNotFoundException
 * @throws TransactionConflictException
 * @throws ConditionalCheckFailedException
 * @throws ProvisionedThroughputExceededException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html
 */
export function deleteItem(
  context: Context<DynamodbState>,
  input: DeleteItemCommandInput,
): Omit<DeleteItemCommandOutput, '$metadata'> {
  return replaceItem(context, input, { kind: 'Delete', subject: input.Key, members: MEMBERS });
}
