import { expect } from 'chai';
import { parseCondition } from '../../../fakes/dynamodb/expressions/condition-parser';
import { Cursor } from '../../../fakes/dynamodb/expressions/cursor';
import type { ConditionNode, OperandNode } from '../../../fakes/dynamodb/expressions/syntax';
import { problem, syntaxError } from './problem';

function parse(text: string): ConditionNode {
  const cursor = new Cursor(text);
  const condition = parseCondition(cursor);
  cursor.finish();
  return condition;
}

/** The condition with a parenthesis around everything, as it was understood. */
function understood(node: ConditionNode): string {
  switch (node.kind) {
    case 'and':
    case 'or':
      return `{${node.conditions.map(understood).join(` ${node.kind} `)}}`;
    case 'not':
      return `not ${understood(node.condition)}`;
    case 'comparison':
      return `${operand(node.left)}${node.operator}${operand(node.right)}`;
    case 'between':
      return `${operand(node.operand)} in ${operand(node.lower)}..${operand(node.upper)}`;
    case 'in':
      return `${operand(node.operand)} in [${node.list.map(operand).join(' ')}]`;
    case 'call':
      return operand(node);
  }
}

function operand(node: OperandNode): string {
  if (node.kind === 'value') return node.name;
  if (node.kind === 'call') return `${node.name}(${node.operands.map(operand).join(' ')})`;
  return node.steps.map((step) => step.text).join('/');
}

describe('DynamoDB expressions: reading conditions', () => {
  const rows: [text: string, meaning: string][] = [
    ['a = :v', 'a=:v'],
    ['a<>b', 'a<>b'],
    [':v<=a.b[3].c', ':v<=a/b/3/c'],
    ['a = :v OR b = :v AND c = :v', '{a=:v or {b=:v and c=:v}}'],
    ['a = :v AND b = :v OR c = :v', '{{a=:v and b=:v} or c=:v}'],
    ['(a = :v OR b = :v) AND c = :v', '{{a=:v or b=:v} and c=:v}'],
    ['a = :v and b = :v And c = :v', '{a=:v and b=:v and c=:v}'],
    ['NOT a = :v AND b = :v', '{not a=:v and b=:v}'],
    ['NOT (a = :v AND b = :v)', 'not {a=:v and b=:v}'],
    ['NOT NOT a = :v', 'a=:v'],
    ['NOT NOT NOT a = :v', 'not a=:v'],
    ['NOT (NOT a = :v)', 'not not a=:v'],
    ['a BETWEEN :v AND :w AND b = :v', '{a in :v..:w and b=:v}'],
    ['NOT a BETWEEN (:v) AND (b)', 'not a in :v..b'],
    ['a IN (:v, b.c, size(d)) OR b = :v', '{a in [:v b/c size(d)] or b=:v}'],
    ['a IN ((:v))', 'a in [:v]'],
    ['size(a) > size((b))', 'size(a)>size(b)'],
    ['((a) = (:v))', 'a=:v'],
    ['((a).b) = (c[1])', 'a/b=c/1'],
    ['(((a).b)[0]) = :v', 'a/b/0=:v'],
    ['attribute_exists(a) AND (begins_with(b, :v))', '{attribute_exists(a) and begins_with(b :v)}'],
    ['(attribute_exists(a))', 'attribute_exists(a)'],
    ['(NOT (attribute_exists(a)))', 'not attribute_exists(a)'],
    ['(a = :v AND (b = :v)) OR (c = :v)', '{{a=:v and b=:v} or c=:v}'],
    ['( ( ( size ( #a )) < #b.c ) AND ( #d > :v ) )', '{size(#a)<#b/c and #d>:v}'],
    ['attribute_exists(a) = :v', 'attribute_exists(a)=:v'],
    ['f(g(h(:v)), (a))', 'f(g(h(:v)) a)'],
  ];
  for (const [text, meaning] of rows) {
    it(`understands ${text}`, () => expect(understood(parse(text))).to.equal(meaning));
  }

  const wrong: [text: string, token: string, near: string][] = [
    ['', '<EOF>', ''],
    ['a', '<EOF>', 'a'],
    ['a-b', '-', 'a-b'],
    ['(a)', '<EOF>', ')'],
    ['((a) AND b = :v)', 'AND', ') AND b'],
    ['(a AND b = :v)', 'AND', 'a AND b'],
    ['NOT (a)', '<EOF>', ')'],
    ['NOT a', '<EOF>', 'a'],
    ['a = = b', '=', '= = b'],
    ['a = :v = :w', '=', ':v = :w'],
    ['a = NOT b', 'NOT', '= NOT b'],
    ['a = (NOT b)', 'NOT', '(NOT b'],
    ['a = (b = :v)', '=', 'b = :v'],
    ['a == :v', '=', '== :v'],
    ['a = 4', '4', '= 4'],
    ['a > :v)', ')', ':v)'],
    ['(a > :v', '<EOF>', ':v'],
    ['a = :v AND', '<EOF>', 'AND'],
    ['a = :v AND AND b = :v', 'AND', 'AND AND b'],
    ['OR a = :v', 'OR', 'OR a'],
    ['a = :v b = :v', 'b', ':v b ='],
    ['a BETWEEN :v', '<EOF>', ':v'],
    ['a BETWEEN :v OR :w', 'OR', ':v OR :w'],
    ['a BETWEEN (:v AND :w)', 'AND', ':v AND :w'],
    ['a IN :v', ':v', 'IN :v'],
    ['a IN ()', ')', '()'],
    ['a IN (:v', '<EOF>', ':v'],
    ['a IN (:v = :w)', '=', ':v = :w'],
    ['a IN (:v) = :w', '=', ') = :w'],
    ['attribute_type()', ')', '()'],
    ['attribute_not_exists(', '<EOF>', '('],
    ['begins_with(a :v)', ':v', 'a :v)'],
    ['begins_with(a, NOT b)', 'NOT', ', NOT b'],
    ['f(a) b', 'b', ') b'],
    [
      '#articleId attribute_not_exists :ckpst',
      'attribute_not_exists',
      '#articleId attribute_not_exists :ckpst',
    ],
    ['(size(a))[0] > a', '[', ')[0'],
    ['(:v).a = b', '.', ').a'],
    ['(a = :v).b = c', '.', ').b'],
    ['SET = :v', 'SET', 'SET ='],
    ['things are not gonna be ok', 'are', 'things are not'],
    ['a = :v; b', ';', ':v; b'],
    ['((((', '<EOF>', '('],
  ];
  for (const [text, token, near] of wrong) {
    it(`refuses ${text || 'nothing'}`, () => {
      expect(problem(() => parse(text))).to.equal(syntaxError(token, near));
    });
  }

  const redundant = [
    '((a = :v))',
    '((attribute_not_exists(pk)))',
    '((a)) = :v',
    'a = ((:v))',
    'size(((a))) = :v',
    '((a = :v)) AND ((b = :v))',
    '((a = :v AND b = :v))',
    'NOT ((a = :v))',
    '(((a) = :v))',
    'a IN (((:v)))',
    'a BETWEEN ((:v)) AND :w',
    '((a).b) = ((c))',
  ];
  for (const text of redundant) {
    it(`finds redundant parentheses in ${text}`, () => {
      expect(problem(() => parse(text))).to.equal('The expression has redundant parentheses;');
    });
  }

  it('reports a syntax error before redundant parentheses', () => {
    expect(problem(() => parse('((a = :v)) AND'))).to.equal(syntaxError('<EOF>', 'AND'));
  });

  const deep: [what: string, text: string, problem: RegExp][] = [
    ['open parentheses', '('.repeat(4000), /^Syntax error/],
    ['parentheses', `${'('.repeat(2000)}a = :v${')'.repeat(2000)}`, /redundant parentheses/],
    [
      'parentheses around an operand',
      `a = ${'('.repeat(2000)}:v${')'.repeat(2000)}`,
      /redundant parentheses/,
    ],
    ['negations', `${'NOT '.repeat(1000)}a = :v`, /operator count: 1001$/],
    ['negations in parentheses', `${'NOT('.repeat(800)}a=:v${')'.repeat(800)}`, /operator count: 801$/],
    ['functions', `${'f('.repeat(1300)}a${')'.repeat(1300)}`, /operator count: 1300$/],
    ['conditions in conditions', `${'(a=:v AND '.repeat(350)}a=:v${')'.repeat(350)}`, /operator count: 701$/],
  ];
  for (const [what, text, message] of deep) {
    it(`survives thousands of ${what}`, () => expect(problem(() => parse(text))).to.match(message));
  }

  it('counts comparators, BETWEEN, IN, functions, AND, OR and NOT', () => {
    const clause = 'NOT size(a) > :v OR a IN (:v) AND a BETWEEN :v AND :v';
    // NOT, size, >, OR, IN, AND, BETWEEN: 7, and one AND between the clauses.
    const text = (clauses: number): string => Array.from({ length: clauses }, () => clause).join(' AND ');
    expect(problem(() => parse(text(37)))).to.equal(undefined);
    expect(problem(() => parse(text(38)))).to.match(/operator count: 303$/);
  });
});
