import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { Bindings } from '../../../fakes/dynamodb/expressions/bindings';
import { readUpdate } from '../../../fakes/dynamodb/expressions/parse';
import { bindUpdate, requireNoClash, type Action } from '../../../fakes/dynamodb/expressions/update-binding';
import { problem } from './problem';

const VALUES: Record<string, AttributeValue> = {
  ':s': { S: 'a' },
  ':n': { N: '1' },
  ':b': { B: new Uint8Array(1) },
  ':bool': { BOOL: true },
  ':null': { NULL: true },
  ':l': { L: [] },
  ':m': { M: {} },
  ':ss': { SS: ['a'] },
  ':ns': { NS: ['1'] },
  ':bs': { BS: [new Uint8Array(1)] },
};

function bind(text: string): readonly Action[] {
  return bindUpdate(readUpdate(text), new Bindings({ '#a': 'a', '#f': 'fieldx' }, VALUES, '2026'));
}

const clash = (kind: string, first: string, second: string): string =>
  `Two document paths ${kind} with each other; must remove or rewrite one of these paths; ` +
  `path one: ${first}, path two: ${second}`;
const operand = (operator: string, type: string): string =>
  `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`;
const section = (name: string, type: string): string =>
  `Incorrect operand type for operator or function; operator: ${name}, operand type: ${type}, ` +
  'typeSet: ALLOWED_FOR_ADD_OPERAND';
const NAME = 'An expression attribute name used in the document path is not defined; attribute name: ';
const VALUE = 'An expression attribute value used in expression is not defined; attribute value: ';

describe('DynamoDB expressions: operands of an update', () => {
  const rows: [text: string, problem: string | undefined][] = [
    [
      'SET a = :s, b = :n + c, d.e[0] = list_append(:l, f) REMOVE g ADD h :n, i :ss DELETE j :ns, k :bs',
      undefined,
    ],
    ['SET fieldx = :s, fieldx = :n', clash('overlap', '[fieldx]', '[fieldx]')],
    ['SET #f = :s, fieldx = :n', clash('overlap', '[fieldx]', '[fieldx]')],
    ['SET a = :m, a.b = :n', clash('overlap', '[a]', '[a, b]')],
    ['SET a[0] = :s, a[0].ok = :s', clash('overlap', '[a, [0]]', '[a, [0], ok]')],
    ['SET a.b = :s REMOVE a', clash('overlap', '[a, b]', '[a]')],
    ['SET a[0] = :s, a.b = :s', clash('conflict', '[a, [0]]', '[a, b]')],
    ['SET a.b = :s, a.c = :s, b[0] = :s, b[1] = :s', undefined],
    ['SET a = b, b = a', undefined],
    ['SET a = a + :n', undefined],
    ['SET a = b + :s', operand('+', 'S')],
    ['SET a = :l - b', operand('-', 'L')],
    ['SET a = list_append(b, c) + :n', operand('+', 'L')],
    ['SET a = if_not_exists(b, :s) + :n', undefined],
    ['SET a = list_append(b, :s)', operand('list_append', 'S')],
    ['SET a = list_append(:ss, b)', operand('list_append', 'SS')],
    [
      'SET a = if_not_exists(:s, :n)',
      'Operator or function requires a document path; operator or function: if_not_exists',
    ],
    [
      'SET a = if_not_exists(if_not_exists(b, :n), :n)',
      'Operator or function requires a document path; operator or function: if_not_exists',
    ],
    [
      'SET a = if_not_exists(b.c, b.c)',
      'The first operand must be distinct from the remaining operands for this operator or function; ' +
        'operator: if_not_exists, first operand: [b, c]',
    ],
    [
      'SET a = if_not_exists(b)',
      'Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1',
    ],
    [
      'SET a = list_append(b, c, d)',
      'Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 3',
    ],
    ['ADD a :s', section('ADD', 'STRING')],
    ['ADD a :b', section('ADD', 'BINARY')],
    ['ADD a :bool', section('ADD', 'BOOL')],
    ['ADD a :null', section('ADD', 'NULL')],
    ['ADD a :l', section('ADD', 'LIST')],
    ['ADD a :m', section('ADD', 'MAP')],
    ['DELETE a :n', section('DELETE', 'NUMBER')],
    ['DELETE a :l', section('DELETE', 'LIST')],
    ['SET a = :x', `${VALUE}:x`],
    ['ADD a :x', `${VALUE}:x`],
    ['SET #x = :s', `${NAME}#x`],
    ['SET a = #x.b', `${NAME}#x`],
    ['SET a = if_not_exists(b, #x)', `${NAME}#x`],
    // Clashes before names on the right, names before values, the last action before the first.
    ['SET a = #x, a = :x', clash('overlap', '[a]', '[a]')],
    ['SET a = :x, b = c + #x', `${NAME}#x`],
    ['SET a = :x, b = :y', `${VALUE}:y`],
  ];
  for (const [text, expected] of rows) {
    it(`${text}: ${expected?.slice(0, 60) ?? 'fine'}`, () =>
      expect(problem(() => bind(text))).to.equal(expected));
  }

  it('keeps the actions in the order in which they are written', () => {
    expect(bind('REMOVE c SET #a.b[0] = :s ADD d :n')).to.deep.equal([
      { section: 'REMOVE', path: ['c'] },
      { section: 'SET', path: ['a', 'b', 0], value: { kind: 'value', value: { S: 'a' } } },
      { section: 'ADD', path: ['d'], value: { N: '1' } },
    ]);
  });

  it('finds no clash where there is none', () => {
    expect(problem(() => requireNoClash([['a'], ['b']]))).to.equal(undefined);
  });
});
