import type { ClientClass } from '../kernel/operation';
import { optionalPackage } from '../kernel/optional-package';

/**
 * `DynamoDBDocumentClient`, if the user has installed @aws-sdk/lib-dynamodb. It is a client class of its own: stubbing
 * `DynamoDBClient` does not catch what is sent through it.
 */
export function documentClientClass(): ClientClass | undefined {
  const library = optionalPackage(
    '@aws-sdk/lib-dynamodb',
    () => require('@aws-sdk/lib-dynamodb') as { readonly DynamoDBDocumentClient: ClientClass },
  );
  return library?.DynamoDBDocumentClient;
}
