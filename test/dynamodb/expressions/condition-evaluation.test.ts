import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import type { Item } from '../../../fakes/dynamodb/attribute-value';
import { Bindings } from '../../../fakes/dynamodb/expressions/bindings';
import { bindCondition } from '../../../fakes/dynamodb/expressions/condition-binding';
import { holds } from '../../../fakes/dynamodb/expressions/condition-evaluation';
import { readCondition } from '../../../fakes/dynamodb/expressions/parse';

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);

const ITEM: Item = {
  s: { S: 'hello' },
  n: { N: '5' },
  b: { B: bytes(1, 2, 3) },
  t: { BOOL: true },
  z: { NULL: true },
  ss: { SS: ['a', 'b'] },
  ns: { NS: ['1', '2.5'] },
  bs: { BS: [bytes(1), bytes(2)] },
  l: { L: [{ S: 'x' }, { N: '1' }, { SS: ['a', 'b'] }] },
  m: { M: { k: { S: 'v' }, deep: { L: [{ M: { n: { N: '7' } } }] } } },
  e: { S: '' },
};

const VALUES: Record<string, AttributeValue> = {
  ':hello': { S: 'hello' },
  ':he': { S: 'he' },
  ':empty': { S: '' },
  ':x': { S: 'x' },
  ':a': { S: 'a' },
  ':4': { N: '4' },
  ':5': { N: '5' },
  ':6': { N: '6' },
  ':1': { N: '1' },
  ':3': { N: '3' },
  ':25': { N: '2.5' },
  ':b12': { B: bytes(1, 2) },
  ':b23': { B: bytes(2, 3) },
  ':b2': { B: bytes(2) },
  ':true': { BOOL: true },
  ':null': { NULL: true },
  ':ss': { SS: ['a', 'b'] },
  ':l': { L: [{ S: 'x' }, { N: '1' }, { SS: ['a', 'b'] }] },
  ':S': { S: 'S' },
  ':NULL': { S: 'NULL' },
  ':M': { S: 'M' },
};

function evaluate(text: string, item: Item = ITEM): boolean {
  return holds(bindCondition(readCondition(text), new Bindings({}, VALUES, '2026')), item);
}

describe('DynamoDB expressions: evaluating conditions', () => {
  const rows: [text: string, holds: boolean][] = [
    ['s = :hello', true],
    ['s = :he', false],
    ['s <> :he', true],
    ['n = :5 AND n >= :5 AND n <= :5', true],
    ['n > :4 AND n < :6', true],
    ['n < :5', false],
    ['n > :5', false],
    ['n <= :4', false],
    ['n >= :6', false],
    [':4 < n', true],
    ['s > :he', true],
    ['b > :b12', true],
    ['b < :b2', true],
    ['t = :true AND z = :null AND ss = :ss AND l = :l', true],
    ['m.k <> :x', true],
    ['m.deep[0].n > :6', true],
    // Another type than the item's is never smaller, nor equal.
    ['s < :6', false],
    ['s >= :4', false],
    ['ss < :hello', false],
    ['s = :5', false],
    ['s <> :5', true],
    // What is not there.
    ['absent = :5', false],
    ['absent <> :5', true],
    ['absent < :5', false],
    ['absent <> nowhere', true],
    ['absent = nowhere', false],
    ['NOT absent = :5', true],
    ['n BETWEEN :4 AND :6', true],
    ['n BETWEEN :5 AND :5', true],
    ['n BETWEEN :6 AND :6', false],
    [':5 BETWEEN n AND :6', true],
    ['absent BETWEEN :4 AND :6', false],
    ['n BETWEEN absent AND :6', false],
    // Bounds from the item may be the wrong way round.
    [':5 BETWEEN m.deep[0].n AND n', false],
    ['n IN (:4, :5)', true],
    ['n IN (:4, s)', false],
    ['absent IN (:4)', false],
    ['l IN (:4, :l)', true],
    ['attribute_exists(s) AND attribute_exists(m.deep[0].n)', true],
    ['attribute_exists(m.absent)', false],
    ['attribute_exists(l[3])', false],
    ['attribute_not_exists(absent)', true],
    ['attribute_not_exists(s)', false],
    ['attribute_type(s, :S)', true],
    ['attribute_type(z, :NULL)', true],
    ['attribute_type(n, :S)', false],
    ['attribute_type(m, :M)', true],
    ['attribute_type(absent, :S)', false],
    ['begins_with(s, :he)', true],
    ['begins_with(s, :hello)', true],
    ['begins_with(s, :empty)', true],
    ['begins_with(s, :x)', false],
    ['begins_with(:hello, s)', true],
    ['begins_with(b, :b12)', true],
    ['begins_with(b, :b23)', false],
    ['begins_with(s, :b12)', false],
    ['begins_with(b, :he)', false],
    ['begins_with(n, :he)', false],
    ['begins_with(absent, :he)', false],
    ['begins_with(s, absent)', false],
    ['contains(s, :he)', true],
    ['contains(s, :empty)', true],
    ['contains(s, :x)', false],
    ['contains(s, :5)', false],
    ['contains(b, :b23)', true],
    ['contains(b, :x)', false],
    ['contains(ss, :a)', true],
    ['contains(ss, :x)', false],
    ['contains(ss, :5)', false],
    ['contains(ns, :25)', true],
    ['contains(ns, :5)', false],
    ['contains(bs, :b2)', true],
    ['contains(bs, :b12)', false],
    ['contains(l, :x)', true],
    ['contains(l, :1)', true],
    ['contains(l, :ss)', true],
    ['contains(l, :a)', false],
    ['contains(m, :x)', false],
    ['contains(n, :5)', false],
    ['contains(n, :b2)', false],
    ['contains(s, :true)', false],
    ['contains(absent, :x)', false],
    ['size(s) = :5', true],
    ['size(l) > :1 AND size(b) = :3', true],
    ['size(n) = :1', false],
    ['size(n) <> :1', true],
    ['size(absent) < :5', false],
    ['size(s) BETWEEN :4 AND :6', true],
    ['size(s) IN (:5)', true],
    ['e = :empty', true],
    ['NOT (s = :hello AND n = :5)', false],
    ['s = :x OR n = :5', true],
    ['s = :x OR n = :4', false],
    ['s = :x AND n = :5 OR t = :true', true],
  ];
  for (const [text, expected] of rows) {
    it(`${text} is ${expected}`, () => expect(evaluate(text)).to.equal(expected));
  }

  it('finds attributes named like what every object has only when they are there', () => {
    expect(evaluate('attribute_exists(toString)', {})).to.equal(false);
    expect(evaluate('attribute_exists(hasOwnProperty)', { hasOwnProperty: { S: '' } })).to.equal(true);
  });
});
