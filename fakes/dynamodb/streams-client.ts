import type * as StreamsLibrary from '@aws-sdk/client-dynamodb-streams';
import { operation, type Context, type OperationRow } from '../kernel/operation';
import { optionalPackage } from '../kernel/optional-package';
import { describeStream, getRecords, getShardIterator, listStreams } from './stream-operations';
import type { DynamodbState } from './state';
import { asStreamsError } from './streams-errors';

/** `@aws-sdk/client-dynamodb-streams`, if the user has installed it. */
export function streamsLibrary(): typeof StreamsLibrary | undefined {
  return optionalPackage('@aws-sdk/client-dynamodb-streams', (): typeof StreamsLibrary =>
    require('@aws-sdk/client-dynamodb-streams'),
  );
}

const NAMES: ReadonlySet<string> = new Set([
  'ListStreams',
  'DescribeStream',
  'GetShardIterator',
  'GetRecords',
]);

/** Is this an operation of the client of DynamoDB Streams? */
export function isStreamsOperation(name: string): boolean {
  return NAMES.has(name);
}

/** The operations of the client of DynamoDB Streams. They throw the errors of that client's package. */
export function streamsRows(library: typeof StreamsLibrary | undefined): OperationRow<DynamodbState>[] {
  if (library === undefined) return [];
  const inOwnClasses =
    <Input, Output>(execute: (context: Context<DynamodbState>, input: Input) => Output) =>
    (context: Context<DynamodbState>, input: Input): Output => {
      try {
        return execute(context, input);
      } catch (error) {
        throw asStreamsError(library, error);
      }
    };
  return [
    operation(library.ListStreamsCommand, inOwnClasses(listStreams), [
      'TableName',
      'Limit',
      'ExclusiveStartStreamArn',
    ]),
    operation(library.DescribeStreamCommand, inOwnClasses(describeStream), [
      'StreamArn',
      'Limit',
      'ExclusiveStartShardId',
      'ShardFilter',
    ]),
    operation(library.GetShardIteratorCommand, inOwnClasses(getShardIterator), [
      'StreamArn',
      'ShardId',
      'ShardIteratorType',
      'SequenceNumber',
    ]),
    operation(library.GetRecordsCommand, inOwnClasses(getRecords), ['ShardIterator', 'Limit']),
  ];
}
