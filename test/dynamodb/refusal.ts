import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';

/** The message of the ValidationException that this throws; undefined when it throws nothing. */
export function refusal(body: () => unknown): string | undefined {
  try {
    body();
  } catch (error) {
    if (!(error instanceof DynamoDBServiceException)) throw error;
    expect(error.name).to.equal('ValidationException');
    return error.message;
  }
  return undefined;
}
