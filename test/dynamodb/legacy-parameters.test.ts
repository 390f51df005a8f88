import {
  BatchGetItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type AttributeValueUpdate,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answer, client, createTable, expectRefusal, item, putAll } from './arrange';

const TableName = 't00';
const Key = item({ pk: 'a' });

describe('DynamoDB legacy parameters', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable(TableName, 'pk');
    await putAll(TableName, [{ pk: 'a', x: 'x', n: 1, s: { SS: ['a', 'b'] }, l: { L: [] } }]);
  });
  afterEach(() => aws.unplug());

  describe('DynamoDB.UpdateItem with AttributeUpdates', () => {
    const update = (AttributeUpdates: Record<string, AttributeValueUpdate>, key = Key) =>
      client.send(
        new UpdateItemCommand({ TableName, Key: key, AttributeUpdates, ReturnValues: 'UPDATED_NEW' }),
      );

    it('puts, adds and deletes', async () => {
      const { Attributes } = await update({
        x: { Value: { S: 'new' } },
        n: { Action: 'ADD', Value: { N: '2' } },
        s: { Action: 'DELETE', Value: { SS: ['a'] } },
        l: { Action: 'ADD', Value: { L: [{ S: 'end' }] } },
        fresh: { Action: 'ADD', Value: { SS: ['z'] } },
      });
      expect(Attributes).to.deep.equal(
        item({ x: 'new', n: 3, s: { SS: ['b'] }, l: { L: [{ S: 'end' }] }, fresh: { SS: ['z'] } }),
      );
      await update({ x: { Action: 'DELETE' } });
      expect(aws.dynamodb.table(TableName).get({ pk: 'a' })).to.not.have.property('x');
    });

    it('creates no item by deleting from it', async () => {
      expect(answer(await update({ x: { Action: 'DELETE' } }, item({ pk: 'new' })))).to.deep.equal({});
      expect(aws.dynamodb.table(TableName).count).to.equal(1);
    });

    const invalid = '1 validation error detected: One or more parameter values were invalid: ';
    const bad: readonly (readonly [AttributeValueUpdate, string])[] = [
      [{}, `${invalid}Only DELETE action is allowed when no attribute value is specified`],
      [{ Action: 'ADD', Value: { S: 'x' } }, `${invalid}ADD action is not supported for the type S`],
      [
        { Action: 'DELETE', Value: { N: '1' } },
        `${invalid}DELETE action with value is not supported for the type N`,
      ],
    ];
    for (const [change, message] of bad) {
      it(`refuses ${JSON.stringify(change)}`, async () => {
        await expectRefusal(update({ x: change }), message);
      });
    }

    const misfits: readonly AttributeValueUpdate[] = [
      { Action: 'ADD', Value: { N: '1' } },
      { Action: 'ADD', Value: { SS: ['a'] } },
      { Action: 'ADD', Value: { L: [] } },
      { Action: 'DELETE', Value: { SS: ['a'] } },
    ];
    for (const change of misfits) {
      it(`words a misfit of ${JSON.stringify(change)} otherwise than expressions do`, async () => {
        await expectRefusal(update({ x: change }), 'Type mismatch for attribute to update');
      });
    }

    it('refuses a change of the key', async () => {
      await expectRefusal(
        update({ pk: { Value: { S: 'b' } } }),
        'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
      );
    });
  });

  it('project with AttributesToGet', async () => {
    const AttributesToGet = ['x', 'none'];
    expect((await client.send(new GetItemCommand({ TableName, Key, AttributesToGet }))).Item).to.deep.equal(
      item({ x: 'x' }),
    );
    const batch = new BatchGetItemCommand({
      RequestItems: { [TableName]: { Keys: [Key], AttributesToGet } },
    });
    expect((await client.send(batch)).Responses).to.deep.equal({ [TableName]: [item({ x: 'x' })] });
    const scan = new ScanCommand({ TableName, AttributesToGet, Select: 'SPECIFIC_ATTRIBUTES' });
    expect((await client.send(scan)).Items).to.deep.equal([item({ x: 'x' })]);
    await expectRefusal(
      client.send(new GetItemCommand({ TableName, Key, AttributesToGet: ['x', 'x'] })),
      'One or more parameter values were invalid: Duplicate value in attribute name: x',
    );
    await expectRefusal(
      client.send(new ScanCommand({ TableName, AttributesToGet, Select: 'COUNT' })),
      'Cannot specify the AttributesToGet when choosing to get only the Count',
    );
  });

  const mixed = (legacy: string, expressions: string) =>
    `Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${legacy}} Expression parameters: {${expressions}}`;
  it('do not mix with expressions', async () => {
    const expected = { Expected: { x: { Exists: false } }, ConditionExpression: 'attribute_exists(x)' };
    await expectRefusal(
      client.send(new DeleteItemCommand({ TableName, Key, ...expected })),
      `1 validation error detected: ${mixed('Expected', 'ConditionExpression')}`,
    );
    const update = { AttributeUpdates: {}, UpdateExpression: 'SET x = n' };
    await expectRefusal(
      client.send(new UpdateItemCommand({ TableName, Key, ...update })),
      `1 validation error detected: ${mixed('AttributeUpdates', 'UpdateExpression')}`,
    );
    const query = { KeyConditions: {}, KeyConditionExpression: 'pk = :p', QueryFilter: {} };
    await expectRefusal(
      client.send(new QueryCommand({ TableName, ...query })),
      mixed('QueryFilter, KeyConditions', 'KeyConditionExpression'),
    );
    const blocks = {
      [TableName]: { Keys: [Key], AttributesToGet: ['x'] },
      other: { Keys: [Key], ProjectionExpression: 'x' },
    };
    await expectRefusal(
      client.send(new BatchGetItemCommand({ RequestItems: blocks })),
      mixed('AttributesToGet', 'ProjectionExpression'),
    );
  });

  it('have a ConditionalOperator only for two conditions or more', async () => {
    const scan = (ScanFilter: ScanCommandInput['ScanFilter']) =>
      client.send(new ScanCommand({ TableName, ConditionalOperator: 'AND', ScanFilter }));
    await expectRefusal(scan(undefined), 'ConditionalOperator cannot be used without Filter or Expected');
    await expectRefusal(
      scan({ x: { ComparisonOperator: 'NULL' } }),
      'ConditionalOperator can only be used when Filter or Expected has two or more elements',
    );
    const wrong = { TableName, Key, ConditionalOperator: 'XOR' as 'AND' };
    await expectRefusal(
      client.send(new DeleteItemCommand(wrong)),
      "1 validation error detected: Value 'XOR' at 'conditionalOperator' failed to satisfy constraint: Member must satisfy enum value set: [OR, AND]",
    );
  });
});
