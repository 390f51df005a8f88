import { DynamoDBClient, CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { fakeAws, type FakeAws, type FakeAwsOptions } from '../../fakes';
import type { LambdaApi } from '../../fakes/lambda/lambda';

/** A world with Lambda on top. */
export interface LambdaWorld {
  readonly aws: FakeAws;
  readonly lambda: LambdaApi;
  readonly sqs: SQSClient;
  readonly dynamodb: DynamoDBClient;
  queue(name: string, attributes?: Record<string, string>): Promise<string>;
  send(queue: string, ...bodies: string[]): Promise<string[]>;
  sendGroup(queue: string, group: string, ...bodies: string[]): Promise<string[]>;
  table(name?: string): Promise<void>;
  put(...ids: string[]): Promise<void>;
  arn(queue: string): string;
}

export function lambdaWorld(options: FakeAwsOptions = { seed: 1 }): LambdaWorld {
  const aws = fakeAws(options);
  const { lambda } = aws;
  const sqs = new SQSClient({});
  const dynamodb = new DynamoDBClient({});
  const url = (name: string): string => `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`;
  return {
    aws,
    lambda,
    sqs,
    dynamodb,
    arn: (queue) => `arn:aws:sqs:us-east-1:000000000000:${queue}`,
    async queue(QueueName, Attributes = {}) {
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
      return QueueUrl;
    },
    async send(queue, ...bodies) {
      const ids: string[] = [];
      for (const MessageBody of bodies) {
        const { MessageId = '' } = await sqs.send(
          new SendMessageCommand({ QueueUrl: url(queue), MessageBody }),
        );
        ids.push(MessageId);
      }
      return ids;
    },
    async sendGroup(queue, MessageGroupId, ...bodies) {
      const ids: string[] = [];
      for (const MessageBody of bodies) {
        const input = { QueueUrl: url(queue), MessageBody, MessageGroupId };
        const { MessageId = '' } = await sqs.send(new SendMessageCommand(input));
        ids.push(MessageId);
      }
      return ids;
    },
    async table(TableName = 'orders') {
      await dynamodb.send(
        new CreateTableCommand({
          TableName,
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          BillingMode: 'PAY_PER_REQUEST',
          StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
        }),
      );
    },
    async put(...ids) {
      for (const id of ids) {
        await dynamodb.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: id } } }));
      }
    },
  };
}
