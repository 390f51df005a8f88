import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import type { ErrorWording } from '../../../fakes/dynamodb/errors';
import { Bindings } from '../../../fakes/dynamodb/expressions/bindings';
import {
  bindCondition,
  pathRequired,
  pathsOf,
  type BoundCondition,
} from '../../../fakes/dynamodb/expressions/condition-binding';
import { readCondition } from '../../../fakes/dynamodb/expressions/parse';
import { problem } from './problem';

const VALUES: Record<string, AttributeValue> = {
  ':s': { S: 'm' },
  ':t': { S: 'z' },
  ':n': { N: '5' },
  ':m': { N: '4' },
  ':b': { B: new Uint8Array([122]) },
  ':a': { B: new Uint8Array([97]) },
  ':bool': { BOOL: true },
  ':null': { NULL: true },
  ':ss': { SS: ['a'] },
  ':l': { L: [] },
  ':map': { M: {} },
  ':type': { S: 'SS' },
};

function bind(text: string, wording: ErrorWording = '2026'): BoundCondition {
  return bindCondition(readCondition(text), new Bindings({ '#a': 'a', '#d': 'data' }, VALUES, wording));
}

const operand = (operator: string, type: string): string =>
  `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`;
const distinct = (operator: string, path: string): string =>
  'The first operand must be distinct from the remaining operands for this operator or function; ' +
  `operator: ${operator}, first operand: ${path}`;
const undefinedValue = (name: string): string =>
  `An expression attribute value used in expression is not defined; attribute value: ${name}`;
const between = (required: string, lower: string, upper: string): string =>
  `The BETWEEN operator requires ${required}; lower bound operand: AttributeValue: {${lower}}, ` +
  `upper bound operand: AttributeValue: {${upper}}`;
const ORDER = 'upper bound to be greater than or equal to lower bound';

describe('DynamoDB expressions: operands of a condition', () => {
  const rows: [text: string, problem: string | undefined][] = [
    ['a = :l AND b <> :map AND c = :null AND d = :bool', undefined],
    ['a < :s AND b >= :n AND c > :b AND :n <= size(a)', undefined],
    ['a < :bool', operand('<', 'BOOL')],
    ['a <= :l', operand('<=', 'L')],
    [':map > a', operand('>', 'M')],
    ['a >= :ss', operand('>=', 'SS')],
    ['NOT (a = :s OR b < :null)', operand('<', 'NULL')],
    ['a = a', distinct('=', '[a]')],
    ['a.b[0] <> a.b[0]', distinct('<>', '[a, b, [0]]')],
    ['#a < a', distinct('<', '[a]')],
    ['size(a) = size(a)', undefined],
    ['a.b = a.c', undefined],
    ['a = a[0]', undefined],
    ['a BETWEEN :m AND :n', undefined],
    ['a BETWEEN :n AND :n', undefined],
    ['a BETWEEN b AND :ss', operand('BETWEEN', 'SS')],
    [':l BETWEEN :m AND :n', operand('BETWEEN', 'L')],
    ['a BETWEEN a AND :n', distinct('BETWEEN', '[a]')],
    ['a BETWEEN :n AND a', distinct('BETWEEN', '[a]')],
    ['a BETWEEN :n AND :s', between('same data type for lower and upper bounds', 'N:5', 'S:m')],
    ['a BETWEEN :n AND :m', between(ORDER, 'N:5', 'N:4')],
    ['a BETWEEN :t AND :s', between(ORDER, 'S:z', 'S:m')],
    ['a BETWEEN :b AND :a', between(ORDER, 'B:eg==', 'B:YQ==')],
    ['a BETWEEN size(b) AND :m', undefined],
    ['a IN (:s, :n, :l, :map)', undefined],
    ['a IN (:s, a)', distinct('IN', '[a]')],
    [`a IN (${Array.from({ length: 100 }, () => ':s').join(', ')})`, undefined],
    [
      `a IN (${Array.from({ length: 101 }, () => ':s').join(', ')})`,
      'The IN operator is provided with too many operands; number of operands: 101',
    ],
    [
      'attribute_exists(:s)',
      'Operator or function requires a document path; operator or function: attribute_exists',
    ],
    [
      'attribute_type(:s, :type)',
      'Operator or function requires a document path; operator or function: attribute_type',
    ],
    ['attribute_type(a, :type)', undefined],
    ['attribute_type(a, :n)', operand('attribute_type', 'N')],
    ['attribute_type(a, size(b))', operand('attribute_type', 'N')],
    ['begins_with(a, :s) OR begins_with(:b, b) OR begins_with(a, b)', undefined],
    ['begins_with(a, :n)', operand('begins_with', 'N')],
    ['begins_with(:l, a)', operand('begins_with', 'L')],
    ['begins_with(a, size(b))', operand('begins_with', 'N')],
    ['begins_with(a, a)', distinct('begins_with', '[a]')],
    ['contains(#d, #d)', distinct('contains', '[data]')],
    ['contains(:l, :n) OR contains(:s, a)', undefined],
    ['size(:n) = :n', operand('size', 'N')],
    ['size(:bool) = :n', operand('size', 'BOOL')],
    ['size(size(a)) = :n', operand('size', 'N')],
    // Clause by clause, in the order in which they are written.
    ['a = :missing AND begins_with(b, :n)', undefinedValue(':missing')],
    ['begins_with(b, :n) AND a = :missing', operand('begins_with', 'N')],
    ['a < :missing', undefinedValue(':missing')],
    [
      'contains(#missing, :s)',
      'An expression attribute name used in the document path is not defined; attribute name: #missing',
    ],
    ['a BETWEEN :n AND :missing', undefinedValue(':missing')],
    ['a IN (:s, :missing)', undefinedValue(':missing')],
  ];
  for (const [text, expected] of rows) {
    it(`${text.slice(0, 60)}: ${expected?.slice(0, 60) ?? 'fine'}`, () => {
      expect(problem(() => bind(text))).to.equal(expected);
    });
  }

  it('lists the types in the order of its wording', () => {
    expect(problem(() => bind('attribute_type(a, b)'))).to.equal(
      operand(
        'attribute_type',
        '{S,SS,N,NS,B,BS,BOOL,NULL,L,M,HD,DOUBLE,FLOAT,HDS,FS,DOUBLESET,DICT,DECIMAL,INT,DECIMALSET,INTSET}',
      ),
    );
    expect(problem(() => bind('attribute_type(a, b)', 'classic'))).to.equal(
      operand('attribute_type', '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}'),
    );
    expect(problem(() => bind('attribute_type(a, :s)'))).to.equal(
      'Invalid attribute type name found; type: m, valid types: {S,SS,N,NS,B,BS,BOOL,NULL,L,M}',
    );
    expect(problem(() => bind('attribute_type(a, :s)', 'classic'))).to.equal(
      'Invalid attribute type name found; type: m, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
    );
  });

  it('lists the paths of a condition', () => {
    const paths = (text: string) => pathsOf(bind(text)).map((path) => path.join('/'));
    expect(paths('a.b = :s AND NOT (c BETWEEN d AND size(e[1]) OR f IN (g, :s))')).to.deep.equal([
      'a/b',
      'c',
      'd',
      'e/1',
      'f',
      'g',
    ]);
    expect(paths('begins_with(#d, :s)')).to.deep.equal(['data']);
  });

  it('words a missing path', () => {
    expect(pathRequired('f').message).to.match(/document path; operator or function: f$/);
  });
});
