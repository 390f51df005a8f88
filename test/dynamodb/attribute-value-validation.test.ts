import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import {
  checkedExpressionValues,
  checkedItem,
  checkValue,
  nestsDeeperThan,
} from '../../fakes/dynamodb/attribute-value-validation';
import type { ErrorWording } from '../../fakes/dynamodb/errors';
import { refusal } from './refusal';

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);
const at = (operation: string, wording: ErrorWording = '2026') => ({ operation, wording });
const one = (message: string): string => `1 validation error detected: ${message}`;
const INVALID = 'One or more parameter values were invalid: ';
const NESTING =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';
const NOT_NUMERIC = 'The parameter cannot be converted to a numeric value';

/** A string inside so many maps. */
function nested(maps: number): AttributeValue {
  let value: AttributeValue = { S: 'leaf' };
  for (let i = 0; i < maps; i++) value = { M: { n: value } };
  return value;
}

describe('DynamoDB validation of values', () => {
  const rows: [value: AttributeValue, current: string, older?: string][] = [
    [
      {} as AttributeValue,
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    ],
    [
      { S: 'a', N: '1' } as unknown as AttributeValue,
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    ],
    [{ NULL: false }, `${INVALID}Null attribute value types must have the value of true`],
    [{ SS: [] }, `${INVALID}An string set  may not be empty`],
    [{ NS: [] }, `${INVALID}An number set  may not be empty`],
    [{ BS: [] }, `${INVALID}Binary sets should not be empty`],
    [{ N: 'abc' }, `${NOT_NUMERIC}: abc`],
    [{ N: '' }, `${NOT_NUMERIC}: `, NOT_NUMERIC],
    [{ NS: ['1', ''] }, `${NOT_NUMERIC}: `, NOT_NUMERIC],
    [
      { N: '1e126' },
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    ],
    [
      { N: '1e-131' },
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    ],
    [{ N: '1'.repeat(39) }, 'Attempting to store more than 38 significant digits in a Number'],
    [
      { SS: ['b', 'a', 'b'] },
      `${INVALID}Input collection ["a", "b", "b"] contains duplicates.`,
      `${INVALID}Input collection [b, a, b] contains duplicates.`,
    ],
    [
      { SS: ['', ''] },
      `${INVALID}Input collection ["", ""] contains duplicates.`,
      `${INVALID}Input collection [, ] contains duplicates.`,
    ],
    [
      { BS: [bytes(255), bytes(0), bytes(0)] },
      `${INVALID}Input collection ["AA==","/w==","AA=="]of type BS contains duplicates.`,
      `${INVALID}Input collection [/w==, AA==, AA==]of type BS contains duplicates.`,
    ],
    [
      { NS: ['2', '1', '2.0'] },
      `${INVALID}Input collection contains duplicates.`,
      'Input collection contains duplicates',
    ],
  ];
  for (const [value, current, older = current] of rows) {
    describe(`of ${JSON.stringify(value)}`, () => {
      const places: [string, AttributeValue][] = [
        ['as an attribute', value],
        ['in a list', { L: [{ S: 'a' }, value] }],
        ['in a map', { M: { a: { S: 'a' }, b: value } }],
      ];
      for (const [place, given] of places) {
        it(`refuses it ${place}`, () => {
          const item = { pk: { S: 'k' }, a: given };
          expect(refusal(() => checkedItem(item, at('PutItem')))).to.equal(one(current));
          expect(refusal(() => checkedItem(item, at('GetItem')))).to.equal(current);
          expect(refusal(() => checkedItem(item, at('BatchWriteItem')))).to.equal(older);
          expect(refusal(() => checkedItem(item, at('PutItem', 'classic')))).to.equal(older);
        });
      }
      it('refuses it as an expression value', () => {
        const values = { ':a': { S: 'a' }, ':v': value };
        const wrapped = `ExpressionAttributeValues contains invalid value: ${older} for key :v`;
        expect(refusal(() => checkedExpressionValues(values, at('UpdateItem')))).to.equal(one(current));
        expect(refusal(() => checkedExpressionValues(values, at('Query')))).to.equal(current);
        expect(refusal(() => checkedExpressionValues(values, at('Scan')))).to.equal(wrapped);
        expect(refusal(() => checkedExpressionValues(values, at('Query', 'classic')))).to.equal(wrapped);
      });
      it('refuses it as an operand of a legacy parameter', () => {
        expect(refusal(() => checkValue(value, at('Scan')))).to.equal(older);
        expect(refusal(() => checkValue(value, at('PutItem')))).to.equal(one(current));
      });
    });
  }

  const accepted: AttributeValue[] = [
    { S: '' },
    { B: bytes() },
    { SS: ['', 'a'] },
    { BS: [bytes(), bytes(0)] },
    { NULL: true },
    { BOOL: false },
    { L: [] },
    { M: {} },
    { NS: ['1', '10'] },
  ];
  for (const value of accepted) {
    it(`accepts ${JSON.stringify(value)}`, () => {
      expect(checkedItem({ a: value }, at('PutItem'))).to.deep.equal({ a: value });
      expect(checkedExpressionValues({ ':a': value }, at('Scan'))).to.deep.equal({ ':a': value });
      checkValue(value, at('Scan'));
    });
  }

  it('returns the canonical item and leaves what it was given alone', () => {
    const given = { pk: { N: '1.0' }, s: { SS: ['b', 'a'] } };
    expect(checkedItem(given, at('PutItem'))).to.deep.equal({ pk: { N: '1' }, s: { SS: ['a', 'b'] } });
    expect(given).to.deep.equal({ pk: { N: '1.0' }, s: { SS: ['b', 'a'] } });
  });

  it('accepts 32 levels of nesting and no more', () => {
    expect(refusal(() => checkedItem({ a: nested(31) }, at('PutItem')))).to.equal(undefined);
    expect(refusal(() => checkedItem({ a: nested(32) }, at('PutItem')))).to.equal(one(NESTING));
    expect(refusal(() => checkedItem({ a: { L: [nested(31)] } }, at('BatchWriteItem')))).to.equal(NESTING);
    expect(refusal(() => checkedExpressionValues({ ':v': nested(31) }, at('Query')))).to.equal(undefined);
    expect(refusal(() => checkedExpressionValues({ ':v': nested(32) }, at('Query')))).to.equal(NESTING);
    expect(refusal(() => checkedExpressionValues({ ':v': nested(32) }, at('TransactWriteItems')))).to.equal(
      `ExpressionAttributeValues contains invalid value: ${NESTING} for key :v`,
    );
    expect(refusal(() => checkValue(nested(32), at('Scan')))).to.equal(NESTING);
    expect(nestsDeeperThan({ S: 'a' }, 1)).to.equal(false);
    expect(nestsDeeperThan({ L: [{ S: 'a' }] }, 1)).to.equal(true);
    expect(nestsDeeperThan({ S: 'a' }, 0)).to.equal(true);
  });

  it('refuses empty and overlong names of attributes and of map entries', () => {
    expect(refusal(() => checkedItem({ '': { S: 'a' } }, at('BatchWriteItem')))).to.equal(
      'Empty attribute name',
    );
    expect(refusal(() => checkedItem({ m: { M: { '': { S: 'a' } } } }, at('PutItem')))).to.equal(
      one('Empty attribute name'),
    );
    const name = 'ü'.repeat(32_767);
    expect(refusal(() => checkedItem({ [`${name}a`]: { S: 'a' } }, at('Scan')))).to.equal(undefined);
    expect(refusal(() => checkedItem({ [`${name}ab`]: { S: 'a' } }, at('Scan')))).to.equal(
      'Attribute name is too large, must be less than 65536 bytes',
    );
  });

  it('reports a top-level name before nesting, and nesting before a name inside', () => {
    const deep = nested(40);
    const inside = { M: { '': { S: 'x' } } };
    expect(refusal(() => checkedItem({ d: deep, '': { S: 'x' } }, at('Scan')))).to.equal(
      'Empty attribute name',
    );
    expect(refusal(() => checkedItem({ m: inside, d: deep }, at('Scan')))).to.equal(NESTING);
  });
});
