import { ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { fakeAws, type FakeAws } from '../../fakes';
import { answer, client, createTable, expectRefusal, item, putAll } from './arrange';

describe('DynamoDB.Scan', () => {
  let aws: FakeAws;
  const names = Array.from({ length: 40 }, (_, i) => `key-${i}`);
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk sk:N', {
      globals: { gsi: 'g KEYS_ONLY' },
      locals: { lsi: 'pk l KEYS_ONLY' },
    });
  });
  afterEach(() => aws.unplug());
  const scan = (input: Partial<ScanCommandInput> = {}) =>
    client.send(new ScanCommand({ TableName: 't00', ...input }));
  const fill = (keys: readonly string[]) =>
    putAll(
      't00',
      keys.map((pk) => ({ pk, sk: 1 })),
    );
  /** Every page, as lists of partition keys. */
  const pages = async (input: Partial<ScanCommandInput>): Promise<(string | undefined)[][]> => {
    const all: (string | undefined)[][] = [];
    let ExclusiveStartKey: ScanCommandInput['ExclusiveStartKey'];
    do {
      const page = await scan({ ...input, ExclusiveStartKey });
      all.push(page.Items?.map(({ pk }) => pk?.S) ?? []);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return all;
  };

  it('walks in an order that does not depend on when items were put', async () => {
    await fill(names);
    const first = (await pages({})).flat();
    expect(first).to.have.members(names);
    expect(first).to.not.deep.equal(names);
    aws.reset();
    await createTable('t00', 'pk sk:N');
    await fill(names.toReversed());
    expect((await pages({ Limit: 7 })).flat()).to.deep.equal(first);
  });

  it('keeps the items of a partition together and in order', async () => {
    await putAll(
      't00',
      [3, 1, 2].flatMap((sk) => ['a', 'b'].map((pk) => ({ pk, sk }))),
    );
    const { Items } = await scan();
    expect(Items?.map(({ sk }) => sk?.N)).to.deep.equal(['1', '2', '3', '1', '2', '3']);
  });

  it('splits into segments that are disjoint and complete', async () => {
    await fill(names);
    const segments = await Promise.all(
      [0, 1, 2].map((Segment) => pages({ Segment, TotalSegments: 3, Limit: 2 })),
    );
    expect(segments.flat(2)).to.have.members(names);
    expect(segments.flat(2)).to.have.lengthOf(names.length);
    for (const segment of segments) expect(segment.flat().length).to.be.greaterThan(5);
  });

  it('reads every item once, however it is cut into segments and pages', async () => {
    await fill(names);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        async (TotalSegments, Limit) => {
          const all: (string | undefined)[] = [];
          for (let Segment = 0; Segment < TotalSegments; Segment++) {
            all.push(...(await pages({ Segment, TotalSegments, Limit })).flat());
          }
          expect(all).to.have.members(names).and.to.have.lengthOf(names.length);
        },
      ),
      { numRuns: 15, seed: 5 },
    );
  });

  it('filters after counting and leaves the page key in place', async () => {
    await putAll(
      't00',
      [1, 2, 3].map((sk) => ({ pk: 'a', sk, x: sk })),
    );
    const page = await scan({
      FilterExpression: 'x > :x',
      ExpressionAttributeValues: item({ ':x': 9 }),
      Limit: 2,
    });
    expect(answer(page)).to.deep.equal({
      Items: [],
      Count: 0,
      ScannedCount: 2,
      LastEvaluatedKey: item({ pk: 'a', sk: 2 }),
    });
  });

  it('scans indexes: sparse, with their own keys in LastEvaluatedKey', async () => {
    await putAll('t00', [
      { pk: 'a', sk: 1, g: 'g', l: 'l', x: 'x' },
      { pk: 'b', sk: 1, x: 'x' },
    ]);
    const page = await scan({ IndexName: 'gsi', Limit: 1 });
    expect(page.Items).to.deep.equal([item({ g: 'g', pk: 'a', sk: 1 })]);
    expect(page.LastEvaluatedKey).to.deep.equal(item({ g: 'g', pk: 'a', sk: 1 }));
    expect((await scan({ IndexName: 'gsi', ExclusiveStartKey: page.LastEvaluatedKey })).Count).to.equal(0);
    const local = await scan({ IndexName: 'lsi', Select: 'ALL_ATTRIBUTES', ConsistentRead: true });
    expect(local.Items).to.deep.equal([item({ pk: 'a', sk: 1, g: 'g', l: 'l', x: 'x' })]);
  });

  it('charges at least the four partitions of a table', async () => {
    const units = async (input: Partial<ScanCommandInput>) =>
      (await scan({ ...input, ReturnConsumedCapacity: 'TOTAL' })).ConsumedCapacity?.CapacityUnits;
    expect(await units({})).to.equal(2);
    expect(await units({ ConsistentRead: true })).to.equal(4);
    expect(await units({ Segment: 0, TotalSegments: 4 })).to.equal(0.5);
  });

  it('answers from the past under a fault, unless it reads consistently', async () => {
    await fill(['a', 'b']);
    aws.faults.on(ScanCommand).readsStale({ writes: 2 }).always();
    expect((await scan()).Count).to.equal(0);
    expect((await scan({ ConsistentRead: true })).Count).to.equal(2);
  });

  const start = 'The provided starting key is invalid';
  const rows: readonly (readonly [string, Partial<ScanCommandInput>, string])[] = [
    [
      'a Segment alone',
      { Segment: 0 },
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    ],
    [
      'TotalSegments alone',
      { TotalSegments: 4 },
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    ],
    [
      'a Segment that is too high',
      { Segment: 5, TotalSegments: 5 },
      'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than TotalSegments: 5',
    ],
    [
      'a Limit of 0',
      { Limit: 0 },
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'SPECIFIC_ATTRIBUTES without attributes',
      { Select: 'SPECIFIC_ATTRIBUTES' },
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    ],
    [
      'a consistent read of a global index',
      { IndexName: 'gsi', ConsistentRead: true },
      'Consistent reads are not supported on global secondary indexes',
    ],
    [
      'a start key that is no key',
      { ExclusiveStartKey: item({ pk: 'a' }) },
      `${start}: The provided key element does not match the schema`,
    ],
    [
      'a start key that is no key of the index',
      { IndexName: 'gsi', ExclusiveStartKey: item({ pk: 'a', sk: 1 }) },
      start,
    ],
  ];
  for (const [what, input, message] of rows) {
    it(`refuses ${what}`, async () => {
      await expectRefusal(scan(input), message);
    });
  }

  it('refuses a start key of another segment', async () => {
    const refused = await Promise.allSettled(
      [0, 1].map((Segment) =>
        scan({ Segment, TotalSegments: 2, ExclusiveStartKey: item({ pk: 'a', sk: 1 }) }),
      ),
    );
    const messages = refused.flatMap((result) =>
      result.status === 'rejected' ? [String(result.reason)] : [],
    );
    expect(messages).to.have.lengthOf(1);
    expect(messages[0]).to.match(
      /^ValidationException: The provided starting key is invalid: Invalid ExclusiveStartKey\. Please use ExclusiveStartKey with correct Segment\. TotalSegments: 2 Segment: [01]$/,
    );
  });

  it('refuses a table that is not there', async () => {
    await expectRefusal(
      scan({ TableName: 'nowhere' }),
      'Requested resource not found',
      'ResourceNotFoundException',
    );
  });
});
