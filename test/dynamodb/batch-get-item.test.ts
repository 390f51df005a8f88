import {
  BatchGetItemCommand,
  GetItemCommand,
  type BatchGetItemCommandInput,
  type KeysAndAttributes,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answer, client, createTable, expectRefusal, item, putAll } from './arrange';

const keys = (...of: string[]): KeysAndAttributes => ({ Keys: of.map((pk) => item({ pk })) });

describe('DynamoDB.BatchGetItem', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
    await createTable('t01', 'pk');
    await putAll('t00', [
      { pk: 'a', x: 1 },
      { pk: 'b', x: 2 },
    ]);
  });
  afterEach(() => aws.unplug());
  const get = (RequestItems: BatchGetItemCommandInput['RequestItems'], more = {}) =>
    client.send(new BatchGetItemCommand({ RequestItems, ...more }));

  it('answers an entry per table and leaves missing items out', async () => {
    expect(answer(await get({ t00: keys('a', 'none', 'b'), t01: keys('a') }))).to.deep.equal({
      Responses: { t00: [item({ pk: 'a', x: 1 }), item({ pk: 'b', x: 2 })], t01: [] },
      UnprocessedKeys: {},
    });
  });

  it('projects and reads consistently per table, as GetItem does', async () => {
    const projection = { ProjectionExpression: '#x', ExpressionAttributeNames: { '#x': 'x' } };
    const { Responses } = await get({ t00: { ...keys('a'), ...projection } });
    const single = await client.send(
      new GetItemCommand({ TableName: 't00', Key: item({ pk: 'a' }), ...projection }),
    );
    expect(Responses).to.deep.equal({ t00: [single.Item] });
    await putAll('t00', [{ pk: 'a', x: 9 }]);
    aws.faults.on(BatchGetItemCommand).readsStale().always();
    expect((await get({ t00: keys('a') })).Responses).to.deep.equal({ t00: [item({ pk: 'a', x: 1 })] });
    const consistent = await get({ t00: { ...keys('a'), ConsistentRead: true } });
    expect(consistent.Responses).to.deep.equal({ t00: [item({ pk: 'a', x: 9 })] });
  });

  it('charges every key by itself and lists the tables', async () => {
    const request = { t00: { ...keys('a', 'b'), ConsistentRead: true }, t01: keys('none') };
    const { ConsumedCapacity } = await get(request, { ReturnConsumedCapacity: 'TOTAL' });
    expect(ConsumedCapacity).to.deep.equal([
      { TableName: 't00', CapacityUnits: 2 },
      { TableName: 't01', CapacityUnits: 0.5 },
    ]);
  });

  it('leaves keys unprocessed under a fault, with the options of their table', async () => {
    aws.faults.on(BatchGetItemCommand).failsEntries([0]);
    const output = await get({ t00: { ...keys('a', 'b'), ConsistentRead: true } });
    expect(answer(output)).to.deep.equal({
      Responses: { t00: [item({ pk: 'b', x: 2 })] },
      UnprocessedKeys: { t00: { ...keys('a'), ConsistentRead: true } },
    });
  });

  it('stops before 16 MB', async () => {
    const names = Array.from({ length: 50 }, (_, i) => `big${i}`);
    await putAll(
      't00',
      names.map((pk) => ({ pk, x: 'x'.repeat(399_000) })),
    );
    const output = await get({ t00: keys(...names) });
    expect(output.Responses?.['t00']).to.have.lengthOf(42);
    expect(output.UnprocessedKeys).to.deep.equal({ t00: keys(...names.slice(42)) });
  });

  const many = (count: number) => Array.from({ length: count }, (_, i) => `k${i}`);
  const rows: readonly (readonly [string, Record<string, KeysAndAttributes>, string])[] = [
    ['no tables', {}, 'The requestItems parameter is required for BatchGetItem'],
    [
      '101 keys',
      { t00: keys(...many(101)) },
      "1 validation error detected: Value at 'RequestItems.t00.member.Keys' failed to satisfy constraint: Member must have length less than or equal to 100",
    ],
    [
      'no keys',
      { t00: keys() },
      "1 validation error detected: Value at 'RequestItems.t00.member.Keys' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      '101 keys over tables',
      { t00: keys(...many(100)), t01: keys('a') },
      'Too many items requested for the BatchGetItem call',
    ],
    ['a key twice', { t00: keys('a', 'a') }, 'Provided list of item keys contains duplicates'],
    [
      'a wrong key',
      { t00: { Keys: [item({ pk: 1 })] } },
      'The provided key element does not match the schema',
    ],
    [
      'a wrong projection beside a good entry',
      { t00: { ...keys('a'), ProjectionExpression: 'a, a.b' }, t01: keys('a') },
      'Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
    ],
  ];
  for (const [what, request, message] of rows) {
    it(`refuses ${what}`, async () => {
      await expectRefusal(get(request), message);
    });
  }

  it('words counts as before 2026 when asked to', async () => {
    aws.unplug();
    aws = fakeAws({ seed: 1, errorWording: 'classic' });
    await expectRefusal(
      get({ t00: keys() }),
      "1 validation error detected: Value '[]' at 'requestItems.t00.member.keys' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  });

  it('refuses a table that is not there', async () => {
    await expectRefusal(
      get({ nowhere: keys('a') }),
      'Requested resource not found',
      'ResourceNotFoundException',
    );
  });
});
