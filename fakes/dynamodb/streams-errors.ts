import { DynamoDBServiceException, type ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import type * as StreamsLibrary from '@aws-sdk/client-dynamodb-streams';
import { modelledError } from '../kernel/modelled-errors';
import { resourceNotFound, unmodelled } from './errors';

const NAMESPACE = 'com.amazonaws.dynamodb.v20120810';

/** The iterator of a stream is older than 15 minutes. */
export function expiredIterator(): DynamoDBServiceException {
  // Documented: API_streams_GetRecords, Errors.
  return unmodelled(
    'ExpiredIteratorException',
    'The shard iterator has expired and can no longer be used to retrieve stream records. A shard iterator expires 15 minutes after it is retrieved using the GetShardIterator action.',
    NAMESPACE,
  );
}

/** The record asked for is older than 24 hours. */
export function trimmedDataAccess(): DynamoDBServiceException {
  // Documented: API_streams_GetRecords, Errors.
  return unmodelled(
    'TrimmedDataAccessException',
    'The operation attempted to read past the oldest stream record in a shard.',
    NAMESPACE,
  );
}

/** The stream is not there, or not any more. */
export function streamNotFound(streamArn: string): ResourceNotFoundException {
  return resourceNotFound(`Requested resource not found: Stream: ${streamArn} not found`);
}

/** The error as the client of DynamoDB Streams knows it: in the classes of its own package. */
export function asStreamsError<E>(
  library: typeof StreamsLibrary,
  error: E,
): E | StreamsLibrary.DynamoDBStreamsServiceException {
  if (!(error instanceof DynamoDBServiceException)) return error;
  const { name, message, $fault, $metadata } = error;
  const given = { message: '', $metadata };
  const namespace = String(Reflect.get(error, '__type'));
  const known = modelledError(library, library.DynamoDBStreamsServiceException, name);
  const made =
    known === undefined
      ? new library.DynamoDBStreamsServiceException({ name, $fault, ...given })
      : new known.Class({ message: '', $metadata: { httpStatusCode: known.status } });
  Reflect.deleteProperty(made, 'message');
  return Object.assign(made, { message, __type: namespace, $metadata });
}
