import {
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  type Condition,
  type ExpectedAttributeValue,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { client, createTable, expectRefusal, item, putAll, type Short } from './arrange';

const filter = (ComparisonOperator: Condition['ComparisonOperator'], ...values: Short[]): Condition => ({
  ComparisonOperator,
  AttributeValueList: Object.values(item(Object.fromEntries(values.entries()))),
});

describe('DynamoDB legacy conditions', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk sk:N', { globals: { gsi: 'x n:N' } });
    await putAll('t00', [
      { pk: 'a', sk: 1, x: 'abc', n: 5 },
      { pk: 'a', sk: 2, x: 'abd', set: { SS: ['s'] } },
      { pk: 'a', sk: 3 },
    ]);
  });
  afterEach(() => aws.unplug());

  describe('DynamoDB.Scan with ScanFilter', () => {
    const rows: readonly (readonly [Record<string, Condition>, readonly number[]])[] = [
      [{ x: filter('EQ', 'abc') }, [1]],
      [{ x: filter('NE', 'abc') }, [2, 3]],
      [{ n: filter('LE', 5) }, [1]],
      [{ n: filter('LT', 5) }, []],
      [{ n: filter('GE', 5) }, [1]],
      [{ n: filter('GT', 4) }, [1]],
      [{ n: filter('BETWEEN', 4, 6) }, [1]],
      [{ x: filter('IN', 'zzz', 'abd') }, [2]],
      [{ x: filter('BEGINS_WITH', 'ab') }, [1, 2]],
      [{ x: filter('CONTAINS', 'bc') }, [1]],
      [{ set: filter('CONTAINS', 's') }, [2]],
      [{ x: filter('NOT_CONTAINS', 'bc') }, [2, 3]],
      [{ x: filter('NULL') }, [3]],
      [{ x: filter('NOT_NULL') }, [1, 2]],
      [{ x: filter('NOT_NULL'), n: filter('NULL') }, [2]],
    ];
    for (const [ScanFilter, expected] of rows) {
      it(`finds by ${JSON.stringify(ScanFilter)}`, async () => {
        const { Items, ScannedCount } = await client.send(new ScanCommand({ TableName: 't00', ScanFilter }));
        expect(Items?.map(({ sk }) => Number(sk?.N))).to.deep.equal(expected);
        expect(ScannedCount).to.equal(3);
      });
    }

    it('combines by OR when asked to', async () => {
      const input = {
        ScanFilter: { x: filter('NULL'), n: filter('EQ', 5) },
        ConditionalOperator: 'OR',
      } as const;
      expect((await client.send(new ScanCommand({ TableName: 't00', ...input }))).Count).to.equal(2);
    });

    const invalid = 'One or more parameter values were invalid: ';
    const bad: readonly (readonly [Condition, string])[] = [
      [filter('EQ'), `${invalid}Invalid number of argument(s) for the EQ ComparisonOperator`],
      [filter('EQ', 'a', 'b'), `${invalid}Invalid number of argument(s) for the EQ ComparisonOperator`],
      [filter('NULL', 'a'), `${invalid}Invalid number of argument(s) for the NULL ComparisonOperator`],
      [filter('BETWEEN', 'a'), `${invalid}Invalid number of argument(s) for the BETWEEN ComparisonOperator`],
      [filter('IN'), `${invalid}Invalid number of argument(s) for the IN ComparisonOperator`],
      [
        filter('LE', { SS: ['a'] }),
        `${invalid}ComparisonOperator LE is not valid for SS AttributeValue type`,
      ],
      [
        filter('BEGINS_WITH', 5),
        `${invalid}ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type`,
      ],
    ];
    for (const [condition, message] of bad) {
      it(`refuses ${JSON.stringify(condition)}`, async () => {
        await expectRefusal(
          client.send(new ScanCommand({ TableName: 't00', ScanFilter: { x: condition } })),
          message,
        );
      });
    }
  });

  describe('DynamoDB.PutItem with Expected', () => {
    const put = (Expected: Record<string, ExpectedAttributeValue>, more = {}) =>
      client.send(
        new PutItemCommand({ TableName: 't00', Item: item({ pk: 'a', sk: 1 }), Expected, ...more }),
      );
    const held: readonly ExpectedAttributeValue[] = [
      { Value: { S: 'abc' } },
      { Value: { S: 'abc' }, Exists: true },
      { ComparisonOperator: 'EQ', Value: { S: 'abc' } },
      filter('NE', 'other'),
    ];
    for (const expected of held) {
      it(`writes when ${JSON.stringify(expected)} holds, and not otherwise`, async () => {
        await put({ x: expected });
        if (expected.ComparisonOperator === 'NE') return;
        await expectRefusal(
          put({ x: expected }),
          'The conditional request failed',
          'ConditionalCheckFailedException',
        );
      });
    }

    it('takes Exists: false as a condition that there is none', async () => {
      await put({ none: { Exists: false } });
      await expectRefusal(
        put({ pk: { Exists: false } }),
        'The conditional request failed',
        'ConditionalCheckFailedException',
      );
    });

    const invalid = '1 validation error detected: One or more parameter values were invalid: ';
    const bad: readonly (readonly [ExpectedAttributeValue, string])[] = [
      [
        { ComparisonOperator: 'NULL', Exists: false },
        `${invalid}Exists and ComparisonOperator cannot be used together for Attribute: x`,
      ],
      [
        { ComparisonOperator: 'EQ', Value: { S: 'a' }, AttributeValueList: [] },
        `${invalid}Value and AttributeValueList cannot be used together for Attribute: x`,
      ],
      [
        { AttributeValueList: [] },
        `${invalid}AttributeValueList can only be used with a ComparisonOperator for Attribute: x`,
      ],
      [
        { Exists: false, Value: { S: 'a' } },
        `${invalid}Value cannot be used when Exists is false for Attribute: x`,
      ],
      [{}, `${invalid}Value must be provided when Exists is null for Attribute: x`],
      [{ Exists: true }, `${invalid}Value must be provided when Exists is true for Attribute: x`],
      [{ ComparisonOperator: 'EQ' }, `${invalid}Invalid number of argument(s) for the EQ ComparisonOperator`],
    ];
    for (const [expected, message] of bad) {
      it(`refuses ${JSON.stringify(expected)}`, async () => {
        await expectRefusal(put({ x: expected }), message);
      });
    }
  });

  describe('DynamoDB.Query with KeyConditions', () => {
    const query = (KeyConditions: Record<string, Condition>, more: Partial<QueryCommandInput> = {}) =>
      client.send(new QueryCommand({ TableName: 't00', KeyConditions, ...more }));
    const rows: readonly (readonly [Record<string, Condition>, readonly number[]])[] = [
      [{}, [1, 2, 3]],
      [{ sk: filter('GT', 1) }, [2, 3]],
      [{ sk: filter('BETWEEN', 1, 2) }, [1, 2]],
    ];
    for (const [more, expected] of rows) {
      it(`selects by ${JSON.stringify(more)}`, async () => {
        const { Items } = await query({ pk: filter('EQ', 'a'), ...more });
        expect(Items?.map(({ sk }) => Number(sk?.N))).to.deep.equal(expected);
      });
    }

    it('goes with QueryFilter, and with expressions that are not for keys', async () => {
      const filtered = await query(
        { pk: filter('EQ', 'a') },
        { QueryFilter: { x: filter('NOT_NULL') }, AttributesToGet: ['sk'] },
      );
      expect(filtered.Items).to.deep.equal([item({ sk: 1 }), item({ sk: 2 })]);
      const projected = await query(
        { pk: filter('EQ', 'a') },
        { ProjectionExpression: 'x', FilterExpression: 'attribute_exists(n)' },
      );
      expect(projected.Items).to.deep.equal([item({ x: 'abc' })]);
    });

    it('takes two conditions at most in the wording before 2026', async () => {
      aws.unplug();
      aws = fakeAws({ seed: 1, errorWording: 'classic' });
      const three = { pk: filter('EQ', 'a'), sk: filter('EQ', 1), x: filter('EQ', 'x') };
      await expectRefusal(query(three), 'Conditions can be of length 1 or 2 only');
    });

    it('refuses what is no key condition', async () => {
      await expectRefusal(query({}), 'Conditions can be of length 1 or 2 only');
      await expectRefusal(
        query({ pk: filter('CONTAINS', 'a') }),
        'Attempted conditional constraint is not an indexable operation',
      );
      await expectRefusal(query({ sk: filter('EQ', 1) }), 'Query condition missed key schema element: pk');
      await expectRefusal(query({ pk: filter('GT', 'a') }), 'Query key condition not supported');
      await expectRefusal(
        query({ pk: filter('EQ', 'a') }, { QueryFilter: { sk: filter('EQ', 1) } }),
        'QueryFilter can only contain non-primary key attributes: Primary key attribute: sk',
      );
    });
  });
});
