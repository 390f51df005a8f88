import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { explore, fakeAws, type FakeAws } from '../../../fakes';
import { answer, caught, createTable, expectRefusal, item, putAll } from '../arrange';

const t00 = { TableName: 't00' };
const client = new DynamoDBClient({ region: 'us-east-1' });
const key = (pk: string) => ({ ...t00, Key: item({ pk }) });
const put = (pk: string, x: number) => ({ Put: { ...t00, Item: item({ pk, x }) } });

describe('DynamoDB transactions that take time', () => {
  let aws: FakeAws;
  const transact = (TransactItems: object[], more: object = {}) =>
    client.send(new TransactWriteItemsCommand({ TransactItems, ...more }));
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    await createTable('t00', 'pk');
    await putAll('t00', [
      { pk: 'a', x: 1 },
      { pk: 'b', x: 1 },
    ]);
    aws.dynamodb.transactionsTake('20ms');
  });
  afterEach(() => aws.unplug());
  const conflict = (promise: Promise<unknown>) =>
    expectRefusal(promise, 'Transaction is ongoing for the item', 'TransactionConflictException');
  const items = () => aws.dynamodb.table('t00').items();

  it('commit when their time is over, and show nothing before', async () => {
    const begun = aws.clock.now();
    const seen = async () =>
      (await client.send(new GetItemCommand({ ...key('a'), ConsistentRead: true }))).Item;
    const [, during] = await Promise.all([transact([put('a', 2)]), seen()]);
    expect(during).to.deep.equal(item({ pk: 'a', x: 1 }));
    expect(aws.clock.now() - begun).to.equal(20);
    expect(await seen()).to.deep.equal(item({ pk: 'a', x: 2 }));
    await client.send(new PutItemCommand({ ...t00, Item: item({ pk: 'a', x: 3 }) }));
  });

  const writes: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['PutItem', () => client.send(new PutItemCommand({ ...t00, Item: item({ pk: 'a', x: 9 }) }))],
    ['DeleteItem', () => client.send(new DeleteItemCommand(key('a')))],
    ['UpdateItem', () => client.send(new UpdateItemCommand({ ...key('a'), UpdateExpression: 'REMOVE x' }))],
    [
      'a conditional PutItem whose condition fails',
      () =>
        client.send(
          new PutItemCommand({
            ...t00,
            Item: item({ pk: 'a' }),
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
    ],
  ];
  for (const [what, write] of writes) {
    it(`refuse ${what} on one of their items`, async () => {
      await Promise.all([transact([put('a', 2)]), conflict(write())]);
      expect(aws.dynamodb.table('t00').get({ pk: 'a' })).to.deep.equal({ pk: 'a', x: 2 });
    });
  }

  it('leave other items alone, and those of a batch unprocessed', async () => {
    const [, output] = await Promise.all([
      transact([put('a', 2)]),
      client.send(
        new BatchWriteItemCommand({
          RequestItems: {
            t00: ['a', 'b'].map((pk) => ({ PutRequest: { Item: item({ pk, x: 9 }) } })),
          },
        }),
      ),
    ]);
    expect(answer(output).UnprocessedItems).to.deep.equal({
      t00: [{ PutRequest: { Item: item({ pk: 'a', x: 9 }) } }],
    });
    expect(items()).to.deep.include.members([
      { pk: 'a', x: 2 },
      { pk: 'b', x: 9 },
    ]);
  });

  it('cancel another transaction, with a reason per action', async () => {
    const [, error] = await Promise.all([
      transact([put('a', 2)]),
      caught(transact([put('b', 7), put('a', 7)])),
    ]);
    expect(error).to.be.instanceOf(TransactionCanceledException);
    expect(error['CancellationReasons']).to.deep.equal([
      { Code: 'None' },
      { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
    ]);
    expect(items()).to.deep.include.members([
      { pk: 'a', x: 2 },
      { pk: 'b', x: 1 },
    ]);
  });

  it('cancel a read of their items in a transaction, and no other', async () => {
    const read = (pk: string) =>
      client.send(new TransactGetItemsCommand({ TransactItems: [{ Get: key(pk) }] }));
    const [, error, other] = await Promise.all([transact([put('a', 2)]), caught(read('a')), read('b')]);
    expect(error['CancellationReasons']).to.deep.equal([
      { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
    ]);
    expect(other.Responses).to.deep.equal([{ Item: item({ pk: 'b', x: 1 }) }]);
  });

  it('lock the items of condition checks too, and nothing when they are cancelled', async () => {
    const check = (ConditionExpression: string) =>
      transact([{ ConditionCheck: { ...key('b'), ConditionExpression } }, put('a', 2)]);
    await Promise.all([
      check('attribute_exists(pk)'),
      conflict(client.send(new DeleteItemCommand(key('b')))),
    ]);
    await Promise.all([
      caught(check('attribute_not_exists(pk)')),
      client.send(new DeleteItemCommand(key('b'))),
    ]);
    expect(items()).to.deep.equal([{ pk: 'a', x: 2 }]);
  });

  it('are in progress for the same token, which the SDK retries until the answer is that of a success', async () => {
    const token = { ClientRequestToken: 'token' };
    const once = new DynamoDBClient({ region: 'us-east-1', maxAttempts: 1 });
    const [, , error] = await Promise.all([
      transact([put('a', 2)], token),
      transact([put('a', 2)], token),
      caught(once.send(new TransactWriteItemsCommand({ TransactItems: [put('a', 2)], ...token }))),
    ]);
    expect(error).to.include({
      name: 'TransactionInProgressException',
      message: 'The transaction with the given request token is already in progress.',
    });
    expect(aws.dynamodb.table('t00').get({ pk: 'a' })).to.deep.equal({ pk: 'a', x: 2 });
  });

  it('free their items when whoever sent them has died', async () => {
    const died = aws.run('writer', async () => {
      const first = transact([put('a', 2)]);
      await client.send(new GetItemCommand(key('b')));
      await first;
    });
    aws.faults.on(GetItemCommand).crashes('before').for('writer');
    const [outcome] = await Promise.all([died, conflict(client.send(new DeleteItemCommand(key('a'))))]);
    expect(outcome).to.deep.equal({ kind: 'crashed' });
    await aws.clock.advance(20);
    expect(aws.dynamodb.table('t00').get({ pk: 'a' })).to.deep.equal({ pk: 'a', x: 1 });
    await client.send(new DeleteItemCommand(key('a')));
    expect(items()).to.deep.equal([{ pk: 'b', x: 1 }]);
  });

  it('hold their conditions against what is there when they commit', async () => {
    const conditional = transact([
      {
        Update: {
          ...key('a'),
          UpdateExpression: 'SET x = x + :one',
          ConditionExpression: 'x = :one',
          ExpressionAttributeValues: item({ ':one': 1 }),
        },
      },
    ]);
    await Promise.all([conditional, caught(transact([put('a', 5)]))]);
    expect(aws.dynamodb.table('t00').get({ pk: 'a' })).to.deep.equal({ pk: 'a', x: 2 });
  });

  it('take no time unless they are told to, and again when told so', async () => {
    aws.dynamodb.transactionsTake(0);
    await Promise.all([transact([put('a', 2)]), transact([put('a', 3)])]);
    expect(aws.dynamodb.table('t00').get({ pk: 'a' })).to.deep.equal({ pk: 'a', x: 3 });
  });
});

describe('Two handlers that transact on one item', () => {
  const arrange = async (aws: FakeAws): Promise<void> => {
    await createTable('t00', 'pk');
    await putAll('t00', [{ pk: 'a', x: 0 }]);
    aws.dynamodb.transactionsTake('20ms');
  };
  const add = () =>
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            Update: {
              ...key('a'),
              UpdateExpression: 'ADD x :one',
              ExpressionAttributeValues: item({ ':one': 1 }),
            },
          },
        ],
      }),
    );
  /** Takes a conflict for what it is: somebody else was faster, so try again. */
  const careful = async (): Promise<void> => {
    for (;;) {
      try {
        await add();
        return;
      } catch (error) {
        const conflicts =
          error instanceof TransactionCanceledException &&
          error.CancellationReasons?.every(({ Code }) => Code === 'TransactionConflict');
        if (conflicts !== true) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  const assert = ({ aws }: { readonly aws: FakeAws }): void =>
    void expect(aws.dynamodb.table('t00').get({ pk: 'a' })).to.deep.equal({ pk: 'a', x: 2 });

  it('lose a write when they do not expect a conflict: an exploration finds it', async () => {
    const naive = async (): Promise<void> => void (await add());
    const error = await caught(explore({ arrange, tasks: { A: naive, B: naive }, assert }));
    expect(error.message).to.contain('TransactionConflict');
  });

  it('lose none when they try again', async () => {
    const report = await explore({ arrange, tasks: { A: careful, B: careful }, assert });
    expect(report.complete).to.equal(true);
    expect(report.runs).to.be.above(1);
  });

  it('also with a handler that writes the item by itself', async () => {
    const single = async (): Promise<void> => {
      for (let done = false; !done;) {
        done = await client
          .send(
            new UpdateItemCommand({
              ...key('a'),
              UpdateExpression: 'ADD x :one',
              ExpressionAttributeValues: item({ ':one': 1 }),
            }),
          )
          .then(() => true)
          .catch((error: unknown) => {
            if (!(error instanceof TransactionConflictException)) throw error;
            return new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 50));
          });
      }
    };
    const report = await explore({ arrange, tasks: { A: careful, B: single }, assert });
    expect(report.complete).to.equal(true);
  });
});
