import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import type { Item } from '../../../fakes/dynamodb/attribute-value';
import { Bindings } from '../../../fakes/dynamodb/expressions/bindings';
import { readUpdate } from '../../../fakes/dynamodb/expressions/parse';
import { bindUpdate } from '../../../fakes/dynamodb/expressions/update-binding';
import type { Change } from '../../../fakes/dynamodb/expressions/update-changes';
import { changesOf } from '../../../fakes/dynamodb/expressions/update-values';
import { refusal } from '../refusal';

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);
const S = (text: string): AttributeValue => ({ S: text });
const N = (text: string): AttributeValue => ({ N: text });

function nested(maps: number): AttributeValue {
  return maps === 0 ? S('leaf') : { M: { n: nested(maps - 1) } };
}

const ITEM: Item = {
  s: S('text'),
  n: N('5'),
  big: N(`9${'0'.repeat(125)}`),
  ss: { SS: ['a', 'b'] },
  ns: { NS: ['1', '2'] },
  bs: { BS: [bytes(1), bytes(2)] },
  l: { L: [S('x'), N('7')] },
  m: { M: { k: N('1'), deep: { M: {} } } },
};
const VALUES: Record<string, AttributeValue> = {
  ':s': S('s'),
  ':n': N('0.5'),
  ':l': { L: [S('y')] },
  ':ss': { SS: ['b', 'c'] },
  ':ns': { NS: ['0', '2'] },
  ':bs': { BS: [bytes(0), bytes(2)] },
  ':ab': { SS: ['a', 'b'] },
  ':12': { NS: ['1', '2'] },
  ':b12': { BS: [bytes(1), bytes(2)] },
  ':big': N(`9${'0'.repeat(125)}`),
  ':deep': nested(31),
  ':deep30': nested(30),
};

function changes(text: string): readonly Change[] {
  return changesOf(bindUpdate(readUpdate(text), new Bindings({}, VALUES, '2026')), ITEM);
}

const TYPE = 'An operand in the update expression has an incorrect data type';
const MISSING = 'The provided expression refers to an attribute that does not exist in the item';
const PATH = 'The document path provided in the update expression is invalid for update';
const OVERFLOW = 'Number overflow. Attempting to store a number with magnitude larger than supported range';

describe('DynamoDB expressions: values of an update', () => {
  const values: [text: string, value: AttributeValue | undefined][] = [
    ['SET a = :s', S('s')],
    ['SET a = n', N('5')],
    ['SET a = m.k', N('1')],
    ['SET n = n + :n', N('5.5')],
    ['SET n = :n - n', N('-4.5')],
    ['SET a = l[1] - m.k', N('6')],
    ['SET m.fresh = :s', S('s')],
    ['SET m.deep.fresh = :s', S('s')],
    ['SET l[0] = :s', S('s')],
    ['SET l[9] = :s', S('s')],
    ['SET a = if_not_exists(n, :n)', N('5')],
    ['SET a = if_not_exists(x, :n)', N('0.5')],
    ['SET a = if_not_exists(x, n) + :n', N('5.5')],
    ['SET a = if_not_exists(x, if_not_exists(y, :s))', S('s')],
    ['SET a = if_not_exists(n, x)', N('5')],
    ['SET l = list_append(l, :l)', { L: [S('x'), N('7'), S('y')] }],
    ['SET l = list_append(:l, l)', { L: [S('y'), S('x'), N('7')] }],
    ['SET x = list_append(if_not_exists(x, :l), :l)', { L: [S('y'), S('y')] }],
    ['REMOVE s', undefined],
    ['REMOVE x', undefined],
    ['REMOVE m.x', undefined],
    ['REMOVE l[9]', undefined],
    ['ADD n :n', N('5.5')],
    ['ADD x :n', N('0.5')],
    ['ADD m.k :n', N('1.5')],
    ['ADD m.x :ss', { SS: ['b', 'c'] }],
    ['ADD ss :ss', { SS: ['a', 'b', 'c'] }],
    ['ADD ns :ns', { NS: ['0', '1', '2'] }],
    ['ADD bs :bs', { BS: [bytes(0), bytes(1), bytes(2)] }],
    ['DELETE ss :ss', { SS: ['a'] }],
    ['DELETE ns :ns', { NS: ['1'] }],
    ['DELETE bs :bs', { BS: [bytes(1)] }],
    ['DELETE ss :ab', undefined],
    ['DELETE ns :12', undefined],
    ['DELETE bs :b12', undefined],
    ['SET x = :deep', nested(31)],
    ['SET m.deep = :deep30', nested(30)],
  ];
  for (const [text, value] of values) {
    it(`${text} writes ${JSON.stringify(value)?.slice(0, 50)}`, () => {
      expect(changes(text).map((change) => change.value)).to.deep.equal([value]);
    });
  }

  it('a DELETE from what is not there changes nothing', () => {
    expect(changes('DELETE x :ss')).to.deep.equal([]);
  });

  it('reads the item as it was before', () => {
    expect(changes('SET n = s, s = n').map((change) => change.value)).to.deep.equal([S('text'), N('5')]);
  });

  const refusals: [text: string, message: string][] = [
    ['SET a = n + s', TYPE],
    ['SET a = s - :n', TYPE],
    ['SET a = list_append(s, :l)', TYPE],
    ['SET a = list_append(:l, n)', TYPE],
    ['SET a = if_not_exists(s, :n) + :n', TYPE],
    ['SET a = if_not_exists(x, s) + :n', TYPE],
    ['SET a = if_not_exists(x, list_append(s, :l))', TYPE],
    ['ADD s :n', TYPE],
    ['ADD n :ss', TYPE],
    ['ADD ss :ns', TYPE],
    ['DELETE ss :ns', TYPE],
    ['DELETE n :ss', TYPE],
    ['SET a = x', MISSING],
    ['SET a = x + :n', MISSING],
    ['SET a = l[9]', MISSING],
    ['SET a = list_append(x, :l)', MISSING],
    ['SET a = if_not_exists(x, y)', MISSING],
    ['SET x.y = :s', PATH],
    ['SET x.y.z = :s', PATH],
    ['SET s.y = :s', PATH],
    ['SET s[0] = :s', PATH],
    ['SET l.y = :s', PATH],
    ['SET m[0] = :s', PATH],
    ['SET l[9].x = :s', PATH],
    ['REMOVE x.y', PATH],
    ['REMOVE s.y', PATH],
    ['REMOVE m[0]', PATH],
    ['ADD x.y :n', PATH],
    ['DELETE x.y :ss', PATH],
    ['SET n = big + :big', OVERFLOW],
    ['ADD big :big', OVERFLOW],
    ['ADD big :n', OVERFLOW],
    // Parents of the wrong type, types, missing parents, missing attributes.
    ['SET a = n + s, l.y = :s', PATH],
    ['SET x.y = :s, a = n + s', TYPE],
    ['SET a = y, x.y = :s', PATH],
  ];
  for (const [text, message] of refusals) {
    it(`refuses ${text}`, () => expect(refusal(() => changes(text))).to.equal(message));
  }

  it('counts the nesting of a value from its place in the item', () => {
    const message = /^Nesting Levels have exceeded supported limits/;
    expect(refusal(() => changes('SET m.deep = :deep'))).to.match(message);
    expect(refusal(() => changes('SET m.deep.x = :deep30'))).to.match(message);
  });
});
