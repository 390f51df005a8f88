import { expect } from 'chai';
import {
  checkBounds,
  checkGlobalIndex,
  checkProjectedAttributes,
  checkTableDefinition,
  invalidParameters,
} from '../../fakes/dynamodb/table-definition';
import { tableInput } from './arrange';

describe('table definitions', () => {
  const keys = (...types: ('HASH' | 'RANGE')[]) =>
    types.map((KeyType, i) => ({ AttributeName: `a${i}`, KeyType }));
  const attributes = Array.from({ length: 10 }, (_, i) => ({
    AttributeName: `a${i}`,
    AttributeType: 'S' as const,
  }));
  const check = (KeySchema: ReturnType<typeof keys>) => () =>
    checkGlobalIndex(
      { IndexName: 'gsi', KeySchema, Projection: { ProjectionType: 'ALL' } },
      attributes,
      'PAY_PER_REQUEST',
    );
  const [H, R] = ['HASH', 'RANGE'] as const;

  it('take up to four HASH and four RANGE attributes in a global index', () => {
    for (const good of [keys(H), keys(H, R), keys(H, H), keys(H, H, H, H, R, R, R, R)]) check(good)();
  });

  const bad: readonly (readonly [ReturnType<typeof keys>, string])[] = [
    [keys(R), 'Invalid KeySchema: The first KeySchemaElement is not a HASH key type'],
    [keys(H, R, H), 'Invalid KeySchema: All HASH keys must come before the RANGE keys'],
    [keys(H, H, H, H, H), 'Invalid KeySchema: An index can have at most 4 HASH and 4 RANGE keys'],
    [keys(H, R, R, R, R, R), 'Invalid KeySchema: An index can have at most 4 HASH and 4 RANGE keys'],
    [
      [...keys(H, H), ...keys(R)].map((key, i) => (i === 2 ? { ...key, KeyType: R } : key)),
      'Invalid KeySchema: The KeySchema elements must have different names',
    ],
  ];
  for (const [schema, message] of bad) {
    it(`refuse ${schema.map(({ KeyType }) => KeyType).join(' ')}`, () => {
      expect(check(schema)).to.throw(message);
    });
  }

  it('refuse key names over 255 bytes', () => {
    const long = 'é'.repeat(128);
    expect(() => checkTableDefinition(tableInput('t00', long))).to.throw(
      'Attribute name is too large, must be less than 256 bytes',
    );
    checkTableDefinition(tableInput('t00', long.slice(1)));
  });

  it('have bounds', () => {
    checkBounds({ ReadCapacityUnits: 1_000_000_000_000, WriteCapacityUnits: 1 });
    expect(() => checkBounds({ ReadCapacityUnits: 1, WriteCapacityUnits: 1_000_000_000_001 })).to.throw(
      'Given value 1000000000001 for WriteCapacityUnits is out of bounds',
    );
    checkProjectedAttributes([]);
    expect(invalidParameters('x').message).to.equal('One or more parameter values were invalid: x');
  });
});
