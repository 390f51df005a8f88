import { expect } from 'chai';
import { Cursor } from '../../../fakes/dynamodb/expressions/cursor';
import type { ArithmeticNode, OperandNode, PathNode } from '../../../fakes/dynamodb/expressions/syntax';
import { parseUpdate } from '../../../fakes/dynamodb/expressions/update-parser';
import { problem, syntaxError } from './problem';

/** The update as it was understood. */
function parse(text: string): string {
  const cursor = new Cursor(text);
  const sections = parseUpdate(cursor);
  cursor.finish();
  return sections
    .map(({ name, actions }) => {
      const each = actions.map((action) => {
        if (action.section === 'REMOVE') return path(action.path);
        return `${path(action.path)}:${value(action.value)}`;
      });
      return `${name} ${each.join(' ')}`;
    })
    .join('; ');
}

function path(node: PathNode): string {
  return node.steps.map((step) => step.text).join('/');
}

function value(node: OperandNode | ArithmeticNode): string {
  if (node.kind === 'arithmetic') return `{${value(node.left)}${node.operator}${value(node.right)}}`;
  if (node.kind === 'call') return `${node.name}(${node.operands.map(value).join(' ')})`;
  return node.kind === 'path' ? path(node) : node.name;
}

describe('DynamoDB expressions: reading updates', () => {
  const rows: [text: string, meaning: string][] = [
    ['SET a = :v', 'SET a::v'],
    ['set a=b, c.d[1] = #e', 'SET a:b c/d/1:#e'],
    ['SET a = b + :v', 'SET a:{b+:v}'],
    ['SET a = b - :v, c = :v', 'SET a:{b-:v} c::v'],
    ['SET a = (b + :v)', 'SET a:{b+:v}'],
    ['SET a = (b) + (:v)', 'SET a:{b+:v}'],
    ['SET a = (:v)', 'SET a::v'],
    ['SET a = if_not_exists(a, :v) + :w', 'SET a:{if_not_exists(a :v)+:w}'],
    ['SET a = :v + if_not_exists((a), (:v))', 'SET a:{:v+if_not_exists(a :v)}'],
    ['SET a = list_append(if_not_exists(a, :v), :w)', 'SET a:list_append(if_not_exists(a :v) :w)'],
    ['REMOVE a, b[1].c', 'REMOVE a b/1/c'],
    ['ADD a :v, b.c :w', 'ADD a::v b/c::w'],
    ['DELETE a :v', 'DELETE a::v'],
    ['REMOVE a SET b = :v ADD c :v DELETE d :v', 'REMOVE a; SET b::v; ADD c::v; DELETE d::v'],
    ['SET a = :v SET b = :w', 'SET a::v; SET b::w'],
  ];
  for (const [text, meaning] of rows) {
    it(`understands ${text}`, () => expect(parse(text)).to.equal(meaning));
  }

  const wrong: [text: string, token: string, near: string][] = [
    ['', '<EOF>', ''],
    ['INVALID SYNTAX HERE', 'INVALID', 'INVALID SYNTAX'],
    ['SET', '<EOF>', 'SET'],
    ['SET a', '<EOF>', 'a'],
    ['SET a =', '<EOF>', '='],
    ['SET a = :v,', '<EOF>', ','],
    ['SET a = :v, ADD b :v', 'ADD', ', ADD b'],
    ['SET a = :v b = :w', 'b', ':v b ='],
    ['SET a = 4', '4', '= 4'],
    ['SET a = :v +', '<EOF>', '+'],
    ['SET a = b + c + d', '+', 'c + d'],
    ['SET a = (b + c) + d', '+', ') + d'],
    ['SET a = b + (c + d)', '+', 'c + d'],
    ['SET a = ((b + c) + d)', '+', ') + d'],
    ['SET a = f(b + c)', '+', 'b + c'],
    ['SET a = f((b + c))', '+', 'b + c'],
    ['SET a = f()', ')', '()'],
    ['SET a = (b', '<EOF>', 'b'],
    ['SET a = b)', ')', 'b)'],
    ['SET a = (b, c)', ',', 'b, c'],
    ['SET numx = numx * :v', '*', 'numx * :v'],
    ['SET a = b = c', '=', 'b = c'],
    ['SET :v = a', ':v', 'SET :v ='],
    ['SET (a) = :v', '(', 'SET (a'],
    ['ADD numx', '<EOF>', 'numx'],
    ['ADD numx 1', '1', 'numx 1'],
    ['DELETE setx a', 'a', 'setx a'],
    ['ADD a = :v', '=', 'a = :v'],
    ['REMOVE a = :v', '=', 'a = :v'],
    ['REMOVE', '<EOF>', 'REMOVE'],
    ['SET #list[0.#comment = :value', '.', '0.#comment'],
    ['a = :v', 'a', 'a ='],
  ];
  for (const [text, token, near] of wrong) {
    it(`refuses ${text || 'nothing'}`, () => {
      expect(problem(() => parse(text))).to.equal(syntaxError(token, near));
    });
  }

  for (const text of ['SET a = ((b))', 'SET a = ((b + c))', 'SET a = f(((b)))', 'SET a = ((f(b)))']) {
    it(`finds redundant parentheses in ${text}`, () => {
      expect(problem(() => parse(text))).to.equal('The expression has redundant parentheses;');
    });
  }

  it('survives thousands of parentheses and functions', () => {
    expect(problem(() => parse(`SET a = ${'('.repeat(4000)}`))).to.match(/^Syntax error/);
    expect(problem(() => parse(`SET a = ${'('.repeat(2000)}b${')'.repeat(2000)}`))).to.match(/redundant/);
    expect(problem(() => parse(`SET a = ${'f('.repeat(1300)}b${')'.repeat(1300)}`))).to.match(/count: 1300$/);
  });

  it('counts functions and arithmetic, and not the equals signs of SET', () => {
    const actions = (count: number): string => Array.from({ length: count }, () => 'a = f(b) + c').join(', ');
    expect(problem(() => parse(`SET ${actions(150)}`))).to.equal(undefined);
    expect(problem(() => parse(`SET ${actions(151)}`))).to.match(/operator count: 302$/);
  });
});
