import { expect } from 'chai';
import type { ErrorWording } from '../../../fakes/dynamodb/errors';
import { Bindings } from '../../../fakes/dynamodb/expressions/bindings';
import { bindCondition } from '../../../fakes/dynamodb/expressions/condition-binding';
import { keyClauses } from '../../../fakes/dynamodb/expressions/key-clauses';
import type { KeyComparison } from '../../../fakes/dynamodb/expressions/key-condition';
import { readCondition } from '../../../fakes/dynamodb/expressions/parse';
import { refusal } from '../refusal';

function clauses(text: string, wording: ErrorWording = '2026'): readonly KeyComparison[] {
  const bindings = new Bindings({}, { ':a': { S: 'a' }, ':b': { S: 'b' } }, wording);
  return keyClauses(bindCondition(readCondition(text), bindings), wording);
}

const operator = (name: string): string => `Invalid operator used in KeyConditionExpression: ${name}`;
const condition = (problem: string): string => `Invalid condition in KeyConditionExpression: ${problem}`;
const NESTED = 'KeyConditionExpressions cannot have conditions on nested attributes';
const OPERATIONS = 'KeyConditionExpressions cannot contain nested operations';
const MULTIPLE = condition('Multiple attribute names used in one condition');
const NO_KEY = condition('No key attribute specified');
const ONE_EACH = 'KeyConditionExpressions must only contain one condition per key';

describe('DynamoDB expressions: clauses of a key condition', () => {
  const accepted: [text: string, clauses: string[]][] = [
    ['pk = :a', ['pk = a']],
    ['pk = :a AND sk > :b', ['pk = a', 'sk > b']],
    ['(pk = :a) AND (sk BETWEEN :a AND :b)', ['pk = a', 'sk BETWEEN a b']],
    ['begins_with(sk, :b) AND :a = pk', ['sk begins_with b', 'pk = a']],
    [':a < x', ['x > a']],
    [':a <= x', ['x >= a']],
    [':a > x', ['x < a']],
    [':a >= x', ['x <= a']],
    ['x <= :a', ['x <= a']],
  ];
  for (const [text, expected] of accepted) {
    it(`takes ${text} apart`, () => {
      const found = clauses(text).map(
        (clause) =>
          `${clause.attribute} ${clause.operator} ${clause.operands.map((operand) => operand.S).join(' ')}`,
      );
      expect(found).to.deep.equal(expected);
    });
  }

  const refused: [text: string, message: string][] = [
    ['a > b and size(b) > c or a > c', operator('OR')],
    ['pk = :a AND NOT sk = :b', operator('NOT')],
    ['a in (b, size(c), d)', operator('IN')],
    ['a <> b', operator('<>')],
    ['attribute_exists(a)', operator('attribute_exists')],
    ['attribute_not_exists(a)', operator('attribute_not_exists')],
    ['contains(a.d, b)', operator('contains')],
    [
      ':a between size(b) and size(a) and b > :b',
      condition('BETWEEN operator must have the key attribute as its first operand'),
    ],
    [
      'begins_with(:a, b) and a > :b',
      condition('begins_with operator must have the key attribute as its first operand'),
    ],
    ['size(b) > a AND a.b > b AND b > c', OPERATIONS],
    ['a > size(b.d)', OPERATIONS],
    ['a between size(b) and size(a)', OPERATIONS],
    ['b > a.b', MULTIPLE],
    ['b between c[1] and d', MULTIPLE],
    ['a between b and size(a)', MULTIPLE],
    ['begins_with(a, b)', MULTIPLE],
    ['a.d > c', NESTED],
    ['b[0] > a', NESTED],
    ['pk = :a AND sk.foo = :b', NESTED],
    [':b > :a AND a < :b', NO_KEY],
    ['b > :a AND b < :a and c = :a and d = :a', `Invalid KeyConditionExpression: ${ONE_EACH}`],
    ['(a > :a and b > :a) and (b > :a and c > :a)', `Invalid KeyConditionExpression: ${ONE_EACH}`],
  ];
  for (const [text, message] of refused) {
    it(`refuses ${text}`, () => expect(refusal(() => clauses(text))).to.equal(message));
  }

  it('words two conditions on one key, and three in all, differently in the classic layer', () => {
    expect(refusal(() => clauses('b > :a AND b < :a', 'classic'))).to.equal(ONE_EACH);
    expect(refusal(() => clauses('a = :a AND b = :a AND c = :a', 'classic'))).to.equal(
      'Conditions can be of length 1 or 2 only',
    );
    expect(clauses('a = :a AND b = :a AND c = :a')).to.have.length(3);
  });
});
