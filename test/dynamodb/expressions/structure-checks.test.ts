import { expect } from 'chai';
import { parseCondition } from '../../../fakes/dynamodb/expressions/condition-parser';
import { Cursor } from '../../../fakes/dynamodb/expressions/cursor';
import { readPath } from '../../../fakes/dynamodb/expressions/operand-parser';
import {
  checkConditionStructure,
  checkOperandCount,
  checkPathStructure,
  checkUpdateStructure,
} from '../../../fakes/dynamodb/expressions/structure-checks';
import { parseUpdate } from '../../../fakes/dynamodb/expressions/update-parser';
import { problem } from './problem';

const RESERVED = 'Attribute name is a reserved keyword; reserved keyword: ';
const UNKNOWN = 'Invalid function name; function: ';
const MISUSED = 'The function is not allowed to be used this way in an expression; function: ';
const COUNT = 'Incorrect number of operands for operator or function; operator or function: ';

describe('DynamoDB expressions: what the text of a condition says', () => {
  const rows: [text: string, problem: string | undefined][] = [
    ['a = :v AND NOT (size(b) > :v OR c BETWEEN d AND e)', undefined],
    ['#status = :v', undefined],
    ['status = :v', `${RESERVED}status`],
    ['a.b.COMMENT = :v', `${RESERVED}COMMENT`],
    [':v = list[0].b', `${RESERVED}list`],
    ['a BETWEEN :v AND date', `${RESERVED}date`],
    ['a IN (:v, year)', `${RESERVED}year`],
    ['NOT begins_with(m.name, :v)', `${RESERVED}name`],
    ['a = :v OR b = :v AND data = :v', `${RESERVED}data`],
    ['foo(a)', `${UNKNOWN}foo`],
    ['Size(a) = :v', `${UNKNOWN}Size`],
    ['ATTRIBUTE_EXISTS(a)', `${UNKNOWN}ATTRIBUTE_EXISTS`],
    ['toString(a)', `${UNKNOWN}toString`],
    ['size(a)', `${MISUSED}size`],
    ['NOT (size(a))', `${MISUSED}size`],
    ['attribute_exists(a) = :v', `${MISUSED}attribute_exists`],
    ['size(contains(a, :v)) = :v', `${MISUSED}contains`],
    ['a IN (contains(a, :v))', `${MISUSED}contains`],
    [
      'if_not_exists(a, :v) = :v',
      'The function is not allowed in a condition expression; function: if_not_exists',
    ],
    ['list_append(a, :v)', 'The function is not allowed in a condition expression; function: list_append'],
    ['attribute_exists(a, b)', `${COUNT}attribute_exists, number of operands: 2`],
    ['attribute_not_exists(a, b)', `${COUNT}attribute_not_exists, number of operands: 2`],
    ['attribute_type(a)', `${COUNT}attribute_type, number of operands: 1`],
    ['begins_with(a, b, c)', `${COUNT}begins_with, number of operands: 3`],
    ['contains(a)', `${COUNT}contains, number of operands: 1`],
    ['size(a, b) = :v', `${COUNT}size, number of operands: 2`],
    ['a[2147483647] = :v', undefined],
    ['a[2147483648] = :v', 'List index is not within the allowable range; index: [2147483648]'],
    [
      'a[99999999999999999999] = :v',
      'List index is not within the allowable range; index: [99999999999999999999]',
    ],
    // In the order in which they are written.
    ['foo(a) AND status = :v', `${UNKNOWN}foo`],
    ['status = :v AND foo(a)', `${RESERVED}status`],
  ];
  for (const [text, expected] of rows) {
    it(`${text}: ${expected ?? 'fine'}`, () => {
      const condition = parseCondition(new Cursor(text));
      expect(problem(() => checkConditionStructure(condition))).to.equal(expected);
    });
  }
});

describe('DynamoDB expressions: what the text of an update says', () => {
  const rows: [text: string, problem: string | undefined][] = [
    ['SET a = if_not_exists(b, :v) + :w REMOVE c ADD d :v DELETE e :v', undefined],
    ['SET a = list_append(if_not_exists(b, :v), c)', undefined],
    ['SET a = if_not_exists(b, list_append(c, d))', undefined],
    ['SET status = :v', `${RESERVED}status`],
    ['SET a = status', `${RESERVED}status`],
    ['SET a = b - status', `${RESERVED}status`],
    ['SET a = if_not_exists(b, name)', `${RESERVED}name`],
    ['REMOVE a.name', `${RESERVED}name`],
    ['ADD count :v', `${RESERVED}count`],
    ['SET a = foo(b)', `${UNKNOWN}foo`],
    ['SET a = size(b)', 'The function is not allowed in an update expression; function: size'],
    [
      'SET a = b + contains(a, :v)',
      'The function is not allowed in an update expression; function: contains',
    ],
    ['SET a = list_append(list_append(b, c), d)', `${MISUSED}list_append`],
    ['SET a = :v SET b = :w', 'The "SET" section can only be used once in an update expression;'],
    ['REMOVE a ADD b :v REMOVE c', 'The "REMOVE" section can only be used once in an update expression;'],
    ['ADD a :v ADD b :v', 'The "ADD" section can only be used once in an update expression;'],
    ['DELETE a :v DELETE b :v', 'The "DELETE" section can only be used once in an update expression;'],
    ['SET a = :v SET status = :w', `${RESERVED}status`],
    // How many operands a function has is said together with its placeholders.
    ['SET a = if_not_exists(b)', undefined],
  ];
  for (const [text, expected] of rows) {
    it(`${text}: ${expected ?? 'fine'}`, () => {
      const sections = parseUpdate(new Cursor(text));
      expect(problem(() => checkUpdateStructure(sections))).to.equal(expected);
    });
  }

  it('checks paths and numbers of operands on their own, too', () => {
    expect(problem(() => checkPathStructure(readPath(new Cursor('a.b'))))).to.equal(undefined);
    expect(problem(() => checkPathStructure(readPath(new Cursor('a.url'))))).to.equal(`${RESERVED}url`);
    expect(problem(() => checkOperandCount({ kind: 'call', name: 'if_not_exists', operands: [] }))).to.equal(
      `${COUNT}if_not_exists, number of operands: 0`,
    );
  });
});
