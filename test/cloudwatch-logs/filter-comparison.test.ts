import { expect } from 'chai';
import { comparison, type Literal } from '../../fakes/cloudwatch-logs/filter-comparison';
import { FilterPatternError } from '../../fakes/cloudwatch-logs/filter-error';

describe('CloudWatch Logs: comparisons', () => {
  const bare = (text: string): Literal => ({ text, kind: 'bare' });
  const quoted = (text: string): Literal => ({ text, kind: 'quoted' });
  const rows: readonly [
    operator: string,
    literal: Literal,
    yes: readonly unknown[],
    no: readonly unknown[],
  ][] = [
    ['=', bare('a'), ['a'], ['b', 'ab', 1, undefined, null, {}, ['a']]],
    ['!=', bare('a'), ['b', 1, true], ['a', undefined, null, {}, ['b']]],
    ['=', bare('*'), ['', 'x', 0, false], [undefined, null, [], {}]],
    ['=', bare('*b'), ['ab', 'b'], ['ba']],
    ['=', bare('a*'), ['ab', 'a'], ['ba']],
    ['=', quoted('*b*'), ['abc', 'b'], ['a']],
    ['=', bare('a*b'), ['a*b'], ['axb']],
    ['=', bare('400'), [400, '400'], [401, '4000']],
    ['=', bare('4e2'), [400, '4e2'], ['400']],
    ['=', quoted('400'), ['400', 400], [401]],
    ['=', bare('true'), [true, 'true'], [false]],
    ['=', { text: '^a.c$', kind: 'regex' }, ['abc'], ['xabc']],
    ['!=', { text: '^a', kind: 'regex' }, ['b'], ['ab', undefined]],
    ['>', bare('10'), [11, 10.5], [10, '11', null]],
    ['>=', bare('10'), [10], [9.9]],
    ['<', bare('-1e1'), [-11], [-10]],
    ['<=', bare('+1.5'), [1.5], [1.6]],
  ];
  for (const [operator, literal, yes, no] of rows) {
    it(`${operator} ${literal.text} (${literal.kind})`, () => {
      const test = comparison(operator, literal, false);
      for (const value of yes) expect(test(value), JSON.stringify(value)).to.equal(true);
      for (const value of no) expect(test(value), JSON.stringify(value)).to.equal(false);
    });
  }

  it('reads numbers in the text of space-delimited events', () => {
    expect(comparison('>', bare('1000'), true)('1534')).to.equal(true);
    expect(comparison('>', bare('1000'), true)('many')).to.equal(false);
    expect(comparison('=', bare('200'), true)('200.0')).to.equal(true);
    expect(comparison('!=', bare('200'), true)('200')).to.equal(false);
  });

  it('orders numbers only', () => {
    for (const literal of [bare('a'), quoted('1'), bare('1x'), { text: '1', kind: 'regex' } as const])
      expect(() => comparison('>', literal, false)).to.throw(FilterPatternError);
  });
});
