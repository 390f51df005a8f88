import {
  DeleteTableCommand,
  DynamoDBClient,
  DynamoDBServiceException,
  GetItemCommand,
  ItemCollectionSizeLimitExceededException,
  PutItemCommand,
  ReplicatedWriteConflictException,
  RequestLimitExceeded,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DynamoDBStreamsClient,
  GetRecordsCommand,
  LimitExceededException,
} from '@aws-sdk/client-dynamodb-streams';
import { expect } from 'chai';
import { FakeMisuse, fakeAws, type FakeAws } from '../../fakes';
import {
  COMMON_ERRORS,
  dynamodbModel,
  listedErrors,
  modelledErrors,
} from '../../fakes/dynamodb/operation-errors';
import { createTable, item } from './arrange';

const OWN = 'com.amazonaws.dynamodb.v20120810#';
const CORAL = 'com.amazon.coral.service#';

type Thrown = Error & { readonly $metadata: object };

async function thrown(work: Promise<unknown>): Promise<Thrown> {
  return work.then(
    () => expect.fail('nothing was thrown'),
    (error: unknown) => error as Thrown,
  );
}

describe('DynamoDB errors by name', () => {
  let aws: FakeAws;
  const client = new DynamoDBClient({});
  const Put = { TableName: 't00', Item: item({ pk: 'a' }) };
  const put = () => client.send(new PutItemCommand(Put));

  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
  });
  afterEach(() => aws.unplug());

  const rows = [
    ['TransactionConflictException', TransactionConflictException, OWN, 400, 1],
    ['ReplicatedWriteConflictException', ReplicatedWriteConflictException, OWN, 400, 4],
    ['ItemCollectionSizeLimitExceededException', ItemCollectionSizeLimitExceededException, OWN, 400, 1],
    ['RequestLimitExceeded', RequestLimitExceeded, OWN, 400, 4],
    ['ThrottlingException', ThrottlingException, OWN, 400, 4],
    ['ServiceUnavailable', DynamoDBServiceException, CORAL, 503, 4],
    ['UnrecognizedClientException', DynamoDBServiceException, CORAL, 400, 1],
    ['ExpiredTokenException', DynamoDBServiceException, CORAL, 400, 1],
    ['ValidationException', DynamoDBServiceException, 'com.amazon.coral.validate#', 400, 1],
  ] as const;
  for (const [name, Class, namespace, httpStatusCode, attempts] of rows) {
    it(`has ${name} at PutItem, with nothing done, after ${attempts} attempts`, async () => {
      aws.faults.on(PutItemCommand).error(name).wholeOperation();
      const error = await thrown(put());
      expect(error.constructor).to.equal(Class);
      expect(error).to.include({ name, __type: namespace + name });
      expect(error.$metadata).to.include({ httpStatusCode, attempts });
      expect(aws.dynamodb.table('t00').items()).to.deep.equal([]);
    });
  }

  it('cancel a transaction with a reason for each of its actions', async () => {
    aws.faults.on(TransactWriteItemsCommand).error('TransactionCanceledException');
    const error = await thrown(
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put }, { Put: { ...Put, Item: item({ pk: 'b' }) } }],
        }),
      ),
    );
    expect(error).to.be.instanceOf(TransactionCanceledException);
    expect(error.message).to.match(/\[TransactionConflict, None\]$/);
    expect(error).to.have.deep.property('CancellationReasons', [
      { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
      { Code: 'None' },
    ]);
  });

  it('are in the classes of the client of DynamoDB Streams where that one asks', async () => {
    aws.faults
      .on(GetRecordsCommand)
      .error('LimitExceededException', { message: 'too many readers' })
      .wholeOperation();
    const error = await thrown(
      new DynamoDBStreamsClient({ maxAttempts: 1 }).send(new GetRecordsCommand({ ShardIterator: 'x' })),
    );
    expect(error).to.be.instanceOf(LimitExceededException);
    expect(error).to.include({ name: 'LimitExceededException', message: 'too many readers' });
  });

  it('are refused where DynamoDB has no such error', () => {
    expect(() => aws.faults.on(GetItemCommand).error('ConditionalCheckFailedException')).to.throw(
      FakeMisuse,
      /^DynamoDB cannot answer GetItem with ConditionalCheckFailedException\.\nIt can with InternalServerError, /,
    );
    expect(() => aws.faults.on(DeleteTableCommand).error('ResourceInUse')).to.throw(
      FakeMisuse,
      'Did you mean ResourceInUseException?',
    );
  });

  it('are modelled by the client or common to all operations', () => {
    expect(modelledErrors('Nothing')).to.deep.equal([]);
    expect(listedErrors('Nothing')).to.deep.equal(Object.keys(COMMON_ERRORS));
    expect(dynamodbModel('DuplicateItemException')?.status).to.equal(400);
    expect(dynamodbModel('InternalServerError')?.status).to.equal(500);
    expect(dynamodbModel('ExpiredIteratorException')).to.equal(undefined);
  });
});
