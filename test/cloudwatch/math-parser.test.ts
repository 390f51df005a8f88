import { expect } from 'chai';
import { MathError, parseMath, type MathNode } from '../../fakes/cloudwatch/math-parser';

describe('CloudWatch metric math parser', () => {
  /** The tree as text, every operation in parentheses. */
  function show(node: MathNode): string {
    if (node.kind === 'number') return String(node.value);
    if (node.kind === 'text') return JSON.stringify(node.text);
    if (node.kind === 'id') return node.name;
    if (node.kind === 'word') return node.word;
    if (node.kind === 'list') return `[${node.items.map(show).join(' ')}]`;
    if (node.kind === 'call') return `${node.name}(${node.args.map(show).join(' ')})`;
    if (node.kind === 'negate') return `(- ${show(node.operand)})`;
    return `(${show(node.left)} ${node.operator} ${show(node.right)})`;
  }

  const rows: readonly [string, string][] = [
    ['m1', 'm1'],
    [' 1.5e3 ', '1500'],
    ['.5', '0.5'],
    ['m1+m2*m3', '(m1 + (m2 * m3))'],
    ['(m1+m2)*m3', '((m1 + m2) * m3)'],
    ['a-b-c', '((a - b) - c)'],
    ['a/b*c', '((a / b) * c)'],
    ['-m1^2', '(- (m1 ^ 2))'],
    ['a^b^c', '(a ^ (b ^ c))'],
    ['2*-m1', '(2 * (- m1))'],
    ['a > 1 AND b <= 2 OR c != 3', '(((a > 1) AND (b <= 2)) OR (c != 3))'],
    ['a || b && c', '(a OR (b AND c))'],
    ['a == b', '(a == b)'],
    ['SUM(METRICS("errors"))/SUM([m1,m2])*100', '((SUM(METRICS("errors")) / SUM([m1 m2])) * 100)'],
    ["SEARCH('{A,b} x', 'Sum', 60)", 'SEARCH("{A,b} x" "Sum" 60)'],
    ['FILL(m1, REPEAT)', 'FILL(m1 REPEAT)'],
    ['SORT(METRICS(), AVG, DESC, 10)', 'SORT(METRICS() AVG DESC 10)'],
    ['IF(m1>0, m1)', 'IF((m1 > 0) m1)'],
  ];
  for (const [text, tree] of rows) {
    it(`reads ${text}`, () => expect(show(parseMath(text))).to.equal(tree));
  }

  for (const text of [
    '',
    ' ',
    'm1 +',
    '(m1',
    'm1)',
    '[m1',
    'm1 m2',
    'SUM(m1',
    'SUM(,)',
    '#',
    'm1 $ m2',
    '*',
    '"open',
  ]) {
    it(`does not read ${JSON.stringify(text)}`, () => expect(() => parseMath(text)).to.throw(MathError));
  }

  it('ends expressions that are nested without end', () => {
    expect(() => parseMath('('.repeat(5_000))).to.throw(MathError, 'nested too deeply');
  });

  it('parses a text once', () => expect(parseMath('once+1')).to.equal(parseMath('once+1')));

  it('forgets texts when there are very many', () => {
    const first = parseMath('first');
    for (let i = 0; i < 1_001; i++) parseMath(`x${i}`);
    expect(parseMath('first')).to.not.equal(first);
  });
});
