import type { ClientClass } from '../kernel/operation';

/**
 * `DynamoDBDocumentClient`, if the user has installed @aws-sdk/lib-dynamodb. It is a client class of its own: stubbing
 * `DynamoDBClient` does not catch what is sent through it.
 */
export function documentClientClass(): ClientClass | undefined {
  try {
    const library = require('@aws-sdk/lib-dynamodb') as { DynamoDBDocumentClient: ClientClass };
    return library.DynamoDBDocumentClient;
  } catch (error) {
    if ((error as { code?: string }).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
