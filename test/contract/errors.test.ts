import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand, SQSServiceException } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { errorName, httpStatus, isRetryable } from '../../src/shared/errors';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import { body, lambdaContext, sqsRecord, streamRecord } from '../arrange/events';
import { BUCKET, lambdaWorld, TABLE, type LambdaWorld } from '../arrange/lambda-world';
import { RECEIPT, receiptMetadata } from '../arrange/receipts';
import { rejection } from '../arrange/rejection';

/** An error that the code decides by: what AWS answers, and what the code makes of it. */
interface Row {
  readonly when: string;
  readonly call: (world: LambdaWorld) => Promise<unknown>;
  readonly Exception: new (options: never) => Error;
  readonly name: string;
  readonly status: number;
  readonly retryable: boolean;
}

const get = ({ clients }: LambdaWorld) =>
  clients.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'missing' }));
const put = ({ clients }: LambdaWorld, condition: object) =>
  clients.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'pointer', Body: 'v2', ...condition }));
const item = ({ clients }: LambdaWorld, TableName = TABLE) =>
  clients.dynamodb.send(new GetItemCommand({ TableName, Key: { PK: { S: 'a' }, SK: { S: 'b' } } }));
const send = ({ clients, queues }: LambdaWorld, QueueUrl = queues.words.url) =>
  clients.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', MessageBody: 'b' }] }));

const S3 = { Exception: S3ServiceException } as const;
const DYNAMODB = { Exception: DynamoDBServiceException } as const;
const SQS = { Exception: SQSServiceException } as const;

const ROWS: readonly Row[] = [
  { ...S3, when: 'a key that is not there', call: get, name: 'NoSuchKey', status: 404, retryable: false },
  {
    ...S3,
    when: 'a pointer that has moved',
    async call(world) {
      await put(world, {});
      return put(world, { IfMatch: '"another"' });
    },
    name: 'PreconditionFailed',
    status: 412,
    retryable: false,
  },
  {
    ...S3,
    when: 'a pointer that is there already',
    async call(world) {
      await put(world, {});
      return put(world, { IfNoneMatch: '*' });
    },
    name: 'PreconditionFailed',
    status: 412,
    retryable: false,
  },
  {
    ...S3,
    when: 'a pointer that has gone',
    call: (world) => put(world, { IfMatch: '"any"' }),
    name: 'NoSuchKey',
    status: 404,
    retryable: false,
  },
  {
    ...S3,
    when: 'a bucket that may not be read',
    call(world) {
      world.aws.faults.on(GetObjectCommand).accessDenied();
      return get(world);
    },
    name: 'AccessDenied',
    status: 403,
    retryable: false,
  },
  {
    ...S3,
    when: 'S3 that is asked too often',
    call(world) {
      world.aws.faults.on(GetObjectCommand).slowDown().wholeOperation();
      return get(world);
    },
    name: 'SlowDown',
    status: 503,
    retryable: true,
  },
  {
    ...S3,
    when: 'S3 on a bad day',
    call(world) {
      world.aws.faults.on(GetObjectCommand).serverError().wholeOperation();
      return get(world);
    },
    name: 'InternalError',
    status: 500,
    retryable: true,
  },
  {
    ...DYNAMODB,
    when: 'a lock that somebody else holds',
    call: ({ clients }) =>
      clients.dynamodb.send(
        new UpdateItemCommand({
          TableName: TABLE,
          Key: { PK: { S: 'a' }, SK: { S: 'b' } },
          UpdateExpression: 'SET x = :x',
          ConditionExpression: 'attribute_exists(PK)',
          ExpressionAttributeValues: { ':x': { N: '1' } },
        }),
      ),
    name: 'ConditionalCheckFailedException',
    status: 400,
    retryable: false,
  },
  {
    ...DYNAMODB,
    when: 'a table that is not there',
    call: (world) => item(world, 'missing'),
    name: 'ResourceNotFoundException',
    status: 400,
    retryable: false,
  },
  {
    ...DYNAMODB,
    when: 'a table that is asked too often',
    call(world) {
      world.aws.faults.on(GetItemCommand).throttled().wholeOperation();
      return item(world);
    },
    name: 'ProvisionedThroughputExceededException',
    status: 400,
    retryable: true,
  },
  {
    ...DYNAMODB,
    when: 'DynamoDB on a bad day',
    call(world) {
      world.aws.faults.on(GetItemCommand).serverError().wholeOperation();
      return item(world);
    },
    name: 'InternalServerError',
    status: 500,
    retryable: true,
  },
  {
    ...SQS,
    when: 'a queue that is not there',
    call: (world) => send(world, world.queues.words.url.replace(/words$/, 'missing')),
    name: 'QueueDoesNotExist',
    status: 400,
    retryable: false,
  },
  {
    ...SQS,
    when: 'a queue that may not be written to',
    call(world) {
      world.aws.faults.on(SendMessageBatchCommand).accessDenied();
      return send(world);
    },
    name: 'AccessDenied',
    status: 403,
    retryable: false,
  },
];

describe('contract: errors', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  for (const { when, call, Exception, name, status, retryable } of ROWS) {
    it(`${when} is ${name}, ${status}, ${retryable ? '' : 'not '}worth another attempt`, async () => {
      const error = await rejection(call(world));
      expect(error).to.be.instanceOf(Exception);
      expect([errorName(error), httpStatus(error), isRetryable(error)]).to.deep.equal([
        name,
        status,
        retryable,
      ]);
      expect(error).to.have.property('$fault', status >= 500 ? 'server' : 'client');
      expect(error).to.have.nested.property('$metadata.requestId').that.is.a('string');
      expect(error).to.have.nested.property('$metadata.attempts', retryable ? 4 : 1);
    });
  }

  it('no answer at all is worth another attempt, and has no status', async () => {
    world.aws.faults.on(GetItemCommand).connectionReset().wholeOperation();
    const error = await rejection(item(world));
    expect([httpStatus(error), isRetryable(error)]).to.deep.equal([undefined, true]);
  });

  it('a failed condition shows the row that stood in the way', async () => {
    await world.put({ PK: { S: 'a' }, SK: { S: 'b' }, owner: { S: 'B' } });
    const error = await rejection(
      world.clients.dynamodb.send(
        new PutItemCommand({
          TableName: TABLE,
          Item: { PK: { S: 'a' }, SK: { S: 'b' } },
          ConditionExpression: 'attribute_not_exists(PK)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
    expect(error).to.be.instanceOf(ConditionalCheckFailedException);
    expect(error).to.have.nested.property('Item.owner.S', 'B');
  });
});

describe('contract: answers to Lambda', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  it('the compaction: message ids of the event, once each, in its order; numbers for people', async () => {
    const Records = [
      sqsRecord('words', '{', { messageId: 'b' }),
      sqsRecord('words', body.metadata(), { messageId: 'good' }),
      sqsRecord('lines', '{', { messageId: 'a' }),
    ];
    const answer = await world.compaction()({ Records }, lambdaContext());
    expect(JSON.parse(JSON.stringify(answer))).to.deep.equal({
      statusCode: 200,
      processed_messages: 1,
      batchItemFailures: [{ itemIdentifier: 'b' }, { itemIdentifier: 'a' }],
    });
  });

  it('the stream processor: the sequence number to begin at again, and nothing else', async () => {
    const unreadable = { ...receiptMetadata(RECEIPT), merchant_name: { N: '1' } };
    const Records = [
      streamRecord(undefined, receiptMetadata(RECEIPT), 101),
      streamRecord(undefined, unreadable, 102),
      streamRecord(undefined, unreadable, 103),
    ];
    const answer = await createStreamProcessor(world.runtime())({ Records }, lambdaContext());
    expect(JSON.parse(JSON.stringify(answer))).to.deep.equal({
      statusCode: 200,
      processed_records: 1,
      queued_messages: 2,
      batchItemFailures: [{ itemIdentifier: '100000000000000000000000102' }],
    });
  });

  it('an event without records: a status for people, and no failures for Lambda', async () => {
    expect(await world.compaction()({}, lambdaContext())).to.deep.include({
      statusCode: 400,
      batchItemFailures: [],
    });
    const answer = await createStreamProcessor(world.runtime())({}, lambdaContext());
    expect(answer).to.deep.include({ statusCode: 200, batchItemFailures: [] });
  });
});
