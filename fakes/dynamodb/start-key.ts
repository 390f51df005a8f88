import { DynamoDBServiceException, type AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './attribute-value';
import { checkedItem } from './attribute-value-validation';
import { validationError, type CallWording } from './errors';

/**
 * The values of an ExclusiveStartKey, checked and canonical.
 * @throws ValidationException `The provided starting key is invalid: ...`
 */
export function checkedStartKey(
  startKey: Record<string, AttributeValue> | undefined,
  at: CallWording,
): Item | undefined {
  if (startKey === undefined) return undefined;
  try {
    return checkedItem(startKey, at);
  } catch (error) {
    if (!(error instanceof DynamoDBServiceException)) throw error;
    throw validationError(`The provided starting key is invalid: ${error.message}`);
  }
}
