import type { AttributeValue, ScalarAttributeType } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import type { ErrorWording } from '../../../fakes/dynamodb/errors';
import { Bindings } from '../../../fakes/dynamodb/expressions/bindings';
import { bindCondition } from '../../../fakes/dynamodb/expressions/condition-binding';
import {
  keyConditionOf,
  keyQuery,
  type KeyCondition,
} from '../../../fakes/dynamodb/expressions/key-condition';
import { readCondition } from '../../../fakes/dynamodb/expressions/parse';
import { refusal } from '../refusal';

const VALUES: Record<string, AttributeValue> = {
  ':s': { S: 's' },
  ':t': { S: 't' },
  ':n': { N: '1' },
  ':e': { S: '' },
  ':eb': { B: new Uint8Array(0) },
  ':bool': { BOOL: true },
};
const TYPES = new Map<string, ScalarAttributeType>([
  ['pk', 'S'],
  ['sk', 'N'],
  ['bin', 'B'],
]);

function keyCondition(text: string, wording: ErrorWording = '2026'): KeyCondition {
  return keyConditionOf(bindCondition(readCondition(text), new Bindings({}, VALUES, wording)), wording);
}

describe('DynamoDB expressions: a key condition', () => {
  it('gives the values of the HASH attributes', () => {
    expect(keyCondition('pk = :s').forKeys(['pk'], ['sk'])).to.deep.equal({ hash: [{ S: 's' }], range: [] });
    expect(keyCondition('pk = :s').forKeys(['pk'], [])).to.deep.equal({ hash: [{ S: 's' }], range: [] });
    expect(keyCondition('b = :t AND a = :s').forKeys(['a', 'b'], []).hash).to.deep.equal([
      { S: 's' },
      { S: 't' },
    ]);
  });

  it('gives the conditions on the RANGE attributes, in the order of the key schema', () => {
    expect(keyCondition(':n < sk AND pk = :s').forKeys(['pk'], ['sk'], TYPES).range).to.deep.equal([
      { attribute: 'sk', operator: '>', operands: [{ N: '1' }] },
    ]);
    const { range } = keyCondition('c BETWEEN :s AND :t AND b = :s AND h = :s AND a = :t').forKeys(
      ['h'],
      ['a', 'b', 'c', 'd'],
    );
    expect(range.map(({ attribute, operator }) => attribute + operator)).to.deep.equal([
      'a=',
      'b=',
      'cBETWEEN',
    ]);
  });

  const refused: [text: string, hash: string[], range: string[], message: string][] = [
    ['sk = :n', ['pk'], ['sk'], 'Query condition missed key schema element: pk'],
    ['z = :n', ['pk'], [], 'Query condition missed key schema element: pk'],
    ['pk = :s AND z = :n', ['pk'], ['sk'], 'Query condition missed key schema element: sk'],
    ['a = :s', ['a', 'b'], [], 'Query condition missed key schema element: b'],
    ['pk > :s', ['pk'], ['sk'], 'Query key condition not supported'],
    ['pk BETWEEN :s AND :t AND sk = :n', ['pk'], ['sk'], 'Query key condition not supported'],
    ['begins_with(pk, :s)', ['pk'], [], 'Query key condition not supported'],
    [
      'pk = :s AND sk > :n AND extra = :n',
      ['pk'],
      ['sk'],
      'The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)',
    ],
    [
      'pk = :s AND z = :n',
      ['pk'],
      [],
      'The number of query conditions (2) exceeds the number of key attributes defined in the schema (1)',
    ],
    [
      'h = :s AND a = :s AND c = :s',
      ['h'],
      ['a', 'b', 'c'],
      'RANGE key attributes b must have equality conditions specified in the query because a condition is present on key attribute c',
    ],
    [
      'h = :s AND a = :s AND b > :s AND c = :s',
      ['h'],
      ['a', 'b', 'c'],
      'RANGE key attributes b must have equality conditions specified in the query because a condition is present on key attribute c',
    ],
    [
      'h = :s AND c = :s',
      ['h'],
      ['a', 'b', 'c'],
      'RANGE key attributes a, b must have equality conditions specified in the query because a condition is present on key attribute c',
    ],
  ];
  for (const [text, hash, range, message] of refused) {
    it(`refuses ${text} for ${[...hash, ...range].join(', ')}`, () => {
      expect(refusal(() => keyCondition(text).forKeys(hash, range))).to.equal(message);
    });
  }

  it('words a condition too many differently in the classic layer', () => {
    expect(refusal(() => keyCondition('pk = :s AND z = :n', 'classic').forKeys(['pk'], []))).to.equal(
      'Query key condition not supported',
    );
    expect(refusal(() => keyCondition('pk = :s AND sk > :n', 'classic').forKeys(['pk'], ['sk']))).to.equal(
      undefined,
    );
  });

  const typed: [text: string, message: string | undefined][] = [
    ['pk = :s AND sk = :n', undefined],
    [
      'pk = :n',
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    ],
    [
      'pk = :s AND sk = :bool',
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    ],
    [
      'pk = :s AND begins_with(sk, :t)',
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    ],
    [
      'pk = :e',
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
    [
      'pk = :s AND bin > :eb',
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty binary value. Key: bin',
    ],
  ];
  for (const [text, message] of typed) {
    it(`${text} against typed keys: ${message ?? 'fine'}`, () => {
      const range = text.includes('bin') ? ['bin'] : ['sk'];
      expect(refusal(() => keyCondition(text).forKeys(['pk'], range, TYPES))).to.equal(message);
      if (message !== undefined)
        expect(refusal(() => keyCondition(text).forKeys(['pk'], range))).to.equal(undefined);
    });
  }

  it('can be asked ahead whether it suits any key', () => {
    expect(refusal(() => keyCondition('pk = :s').requireKeyConditions())).to.equal(undefined);
    expect(refusal(() => keyCondition('pk = :s OR sk = :n').requireKeyConditions())).to.equal(
      'Invalid operator used in KeyConditionExpression: OR',
    );
  });

  it('serves the legacy KeyConditions, too', () => {
    const clause = { attribute: 'pk', operator: '=', operands: [{ S: 's' }] } as const;
    const schema = { hashNames: ['pk'], rangeNames: [], types: TYPES, wording: '2026' } as const;
    expect(keyQuery([clause], schema)).to.deep.equal({ hash: [{ S: 's' }], range: [] });
  });
});
