import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { expect } from 'chai';
import { fakeAws } from '../../../fakes';

const ddb = new DynamoDBClient({});

/** Counts every change once: the event's id is remembered with the same write. */
async function count(event: DynamoDBStreamEvent): Promise<void> {
  for (const { eventID = '' } of event.Records) {
    try {
      await ddb.send(
        new UpdateItemCommand({
          TableName: 'totals',
          Key: { id: { S: 'orders' } },
          UpdateExpression: 'ADD placed :one, seen :ids',
          ConditionExpression: 'NOT contains(seen, :id)',
          ExpressionAttributeValues: {
            ':one': { N: '1' },
            ':id': { S: eventID },
            ':ids': { SS: [eventID] },
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
    }
  }
}

it('counts every order once, though Lambda delivers at least once', async () => {
  const aws = fakeAws({ time: 'virtual' });
  try {
    const key = {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
    };
    const stream = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' as const };
    const orders = aws.dynamodb.createTable({ TableName: 'orders', ...key, StreamSpecification: stream });
    const totals = aws.dynamodb.createTable({ TableName: 'totals', ...key });
    aws.lambda.function('count', count);
    aws.lambda.eventSource({ table: 'orders', function: 'count', batchSize: 2 });

    aws.lambda.faults('count').throttled();
    aws.lambda.faults('count').redelivers(); // handled, and comes again all the same
    aws.lambda.faults('count').arrivesLate('30s').after(2);
    for (const id of ['a', 'b', 'c']) orders.put({ id });
    orders.splitShards();
    orders.put({ id: 'd' });
    const report = await aws.lambda.settle();

    expect(totals.get({ id: 'orders' })?.['placed'], report.toText()).to.equal(4);
  } finally {
    aws.unplug();
  }
});
