import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import {
  attributeOf,
  bytesOf,
  checkItemKey,
  checkKey,
  emptyKind,
  indexPosition,
  namesOf,
  pageKeyNames,
  pick,
  tablePosition,
} from '../../fakes/dynamodb/key';
import { item } from './arrange';
import { index, table } from './entries';

describe('DynamoDB key', () => {
  it('names the attributes of a key and of a page', () => {
    expect(namesOf(table.key)).to.deep.equal(['pk', 'sk']);
    expect(pageKeyNames(table, undefined)).to.deep.equal(['pk', 'sk']);
    expect(pageKeyNames(table, index)).to.deep.equal(['g', 'sk', 'pk']);
  });

  it('picks own attributes only', () => {
    expect(attributeOf({}, 'toString')).to.equal(undefined);
    expect(pick(item({ a: 'x', b: 'y' }), ['b', 'c'])).to.deep.equal(item({ b: 'y' }));
  });

  it('positions an item in its table and in an index', () => {
    const whole = item({ pk: 'p', sk: 's', g: 'g' });
    expect(tablePosition(table, whole).values).to.deep.equal([{ S: 'p' }, { S: 's' }]);
    expect(indexPosition(table, index, whole).values).to.deep.equal([
      { S: 'g' },
      { S: 's' },
      { S: 'p' },
      { S: 's' },
    ]);
  });

  it('accepts keys of 2048 and 1024 bytes and refuses one more, counting UTF-8', () => {
    const sizes = (pk: string, sk: string) => () => checkItemKey(table, item({ pk, sk }));
    sizes('é'.repeat(1024), 'x'.repeat(1024))();
    expect(sizes('é'.repeat(1024).concat('x'), 'x')).to.throw(
      'Size of hashkey has exceeded the maximum size limit of2048 bytes',
    );
    expect(sizes('x', 'x'.repeat(1025))).to.throw(
      'Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    );
    expect(bytesOf(table.key.hash, { pk: { N: '123' } })).to.equal(0);
    expect(bytesOf(table.key.hash, { pk: { B: new Uint8Array(3) } })).to.equal(3);
  });

  it('tells a Key that does not fit from an item that does not', () => {
    expect(() => checkKey(table, item({ pk: 'p' }))).to.throw(
      'The provided key element does not match the schema',
    );
    expect(() => checkKey(table, item({ pk: 'p', sk: 1 }))).to.throw(
      'The provided key element does not match the schema',
    );
    expect(() => checkItemKey(table, item({ pk: 'p', sk: 1 }))).to.throw(
      'Type mismatch for key sk expected: S actual: N',
    );
  });

  const empties: readonly (readonly [AttributeValue | undefined, string | undefined])[] = [
    [{ S: '' }, 'string'],
    [{ S: 'x' }, undefined],
    [{ B: new Uint8Array() }, 'binary'],
    [undefined, undefined],
  ];
  it('knows what is empty', () => {
    for (const [value, kind] of empties) expect(emptyKind(value)).to.equal(kind);
  });
});
