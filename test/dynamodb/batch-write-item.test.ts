import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  type BatchWriteItemCommandInput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answer, client, createTable, expectRefusal, item, putAll, type Short } from './arrange';

const put = (members: Record<string, Short>): WriteRequest => ({ PutRequest: { Item: item(members) } });
const remove = (members: Record<string, Short>): WriteRequest => ({ DeleteRequest: { Key: item(members) } });

describe('DynamoDB.BatchWriteItem', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk', { globals: { gsi: 'g' } });
    await createTable('t01', 'pk sk', { locals: { lsi: 'pk l' } });
  });
  afterEach(() => aws.unplug());
  const write = (RequestItems: BatchWriteItemCommandInput['RequestItems'], more = {}) =>
    client.send(new BatchWriteItemCommand({ RequestItems, ...more }));

  it('puts and deletes in several tables and always answers UnprocessedItems', async () => {
    await putAll('t00', [{ pk: 'gone' }]);
    const output = await write({
      t00: [put({ pk: 'a' }), remove({ pk: 'gone' })],
      t01: [put({ pk: 'b', sk: 's' })],
    });
    expect(answer(output)).to.deep.equal({ UnprocessedItems: {} });
    expect(aws.dynamodb.table('t00').items()).to.deep.equal([{ pk: 'a' }]);
    expect(aws.dynamodb.table('t01').items()).to.deep.equal([{ pk: 'b', sk: 's' }]);
  });

  it('leaves what single operations leave', async () => {
    const entries = [put({ pk: 'a', g: 'x' }), remove({ pk: 'b' }), put({ pk: 'c', n: { N: '1.0' } })];
    await putAll('t00', [{ pk: 'b' }, { pk: 'c', g: 'y' }]);
    const start = aws.mark();
    await write({ t00: entries });
    const afterBatch = aws.dynamodb.table('t00').rawItems();
    aws.restore(start);
    for (const { PutRequest, DeleteRequest } of entries) {
      if (PutRequest !== undefined) {
        await client.send(new PutItemCommand({ TableName: 't00', Item: PutRequest.Item }));
      } else await client.send(new DeleteItemCommand({ TableName: 't00', Key: DeleteRequest?.Key }));
    }
    expect(aws.dynamodb.table('t00').rawItems()).to.deep.equal(afterBatch);
  });

  it('reports capacity once per table and metrics once per item', async () => {
    const output = await write(
      { t00: [put({ pk: 'a', g: 'x' }), put({ pk: 'b' })], t01: [put({ pk: 'c', sk: 's' })] },
      { ReturnConsumedCapacity: 'INDEXES', ReturnItemCollectionMetrics: 'SIZE' },
    );
    expect(output.ConsumedCapacity).to.deep.equal([
      {
        TableName: 't00',
        CapacityUnits: 3,
        Table: { CapacityUnits: 2 },
        GlobalSecondaryIndexes: { gsi: { CapacityUnits: 1 } },
      },
      { TableName: 't01', CapacityUnits: 1, Table: { CapacityUnits: 1 } },
    ]);
    expect(output.ItemCollectionMetrics).to.deep.equal({
      t01: [{ ItemCollectionKey: item({ pk: 'c' }), SizeEstimateRangeGB: [0, 1] }],
    });
  });

  it('leaves entries unprocessed under a fault: by position, or all', async () => {
    aws.faults.on(BatchWriteItemCommand).failsEntries([1]);
    const request = { t00: [put({ pk: 'a' }), put({ pk: 'b' })] };
    const first = await write(request);
    expect(first.UnprocessedItems).to.deep.equal({ t00: [put({ pk: 'b' })] });
    expect(aws.dynamodb.table('t00').items()).to.deep.equal([{ pk: 'a' }]);
    await write(first.UnprocessedItems);
    expect(aws.dynamodb.table('t00').count).to.equal(2);
    aws.faults.on(BatchWriteItemCommand).failsEntries('all');
    expect((await write({ t00: [put({ pk: 'c' })] })).UnprocessedItems).to.deep.equal({
      t00: [put({ pk: 'c' })],
    });
  });

  const mismatch = 'The provided key element does not match the schema';
  const duplicates = 'Provided list of item keys contains duplicates';
  const some = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, i) => put({ pk: `${prefix}${i}` }));
  const rows: readonly (readonly [string, Record<string, WriteRequest[]>, string])[] = [
    ['no tables', {}, 'The requestItems parameter is required for BatchWriteItem'],
    [
      '26 entries over several tables',
      { t00: some(25, 'a'), t01: [put({ pk: 'a', sk: 'b' })] },
      'Too many items requested for the BatchWriteItem call',
    ],
    ['a put and a delete of one key', { t00: [put({ pk: 'a' }), remove({ pk: 'a' })] }, duplicates],
    ['two puts of one key', { t00: [put({ pk: 'a', x: 1 }), put({ pk: 'a', x: 2 })] }, duplicates],
    ['a key of another type', { t00: [put({ pk: 5 })] }, mismatch],
    ['a missing key', { t00: [put({ x: 'a' })] }, mismatch],
    ['a wrong key to delete', { t00: [remove({ pk: 'a', x: 'b' })] }, mismatch],
    [
      'an index key of another type',
      { t00: [put({ pk: 'a', g: 5 })] },
      'One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N IndexName: gsi',
    ],
    [
      'an item over 400 KB',
      { t00: [put({ pk: 'a', x: 'x'.repeat(409_600) })] },
      'Item size has exceeded the maximum allowed size',
    ],
    [
      'an entry that is nothing',
      { t00: [{}] },
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    ],
    [
      'an entry that is both',
      { t00: [{ ...put({ pk: 'a' }), ...remove({ pk: 'a' }) }] },
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    ],
  ];
  for (const [what, requests, message] of rows) {
    it(`refuses ${what}, and writes nothing`, async () => {
      const fine =
        Object.keys(requests).length === 0 || what.startsWith('26')
          ? {}
          : { t01: [put({ pk: 'f', sk: 's' })] };
      await expectRefusal(write({ ...fine, ...requests }), message);
      expect(aws.dynamodb.table('t01').count).to.equal(0);
    });
  }

  it('refuses 26 entries, or none, for one table with the constraint', async () => {
    const pattern =
      /^1 validation error detected: Value '\{t00=\[.*\]\}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: \[Member must have length less than or equal to 25, Member must have length greater than or equal to 1\]$/;
    for (const entries of [some(26, 'a'), []]) {
      const error = await write({ t00: entries }).catch((caught: unknown) => caught);
      expect(error).to.have.property('message').that.matches(pattern);
    }
    await write({ t00: some(25, 'a') });
    expect(aws.dynamodb.table('t00').count).to.equal(25);
  });

  it('refuses a table that is not there before it looks at keys', async () => {
    const refused = write({ t00: [put({ x: 'no key' })], nowhere: [put({ pk: 'a' })] });
    await expectRefusal(refused, 'Requested resource not found', 'ResourceNotFoundException');
  });
});
