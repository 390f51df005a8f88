import { expect } from 'chai';
import fc from 'fast-check';
import {
  ANY,
  matchesIgnoringCase,
  matchesPattern,
  matchesText,
  ONE,
  patternOf,
} from '../../../fakes/kernel/policy/wildcard';

/** The same by backtracking, straight from the definition. */
function naive(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [first = ''] = pattern;
  const rest = pattern.slice(first.length);
  if (first === '*') return naive(rest, text) || (text !== '' && naive(pattern, afterFirst(text)));
  const [character] = text;
  return character !== undefined && (first === '?' || first === character) && naive(rest, afterFirst(text));
}

const afterFirst = (text: string): string => Array.from(text).slice(1).join('');

describe('policy wildcards', () => {
  const letters = fc.constantFrom('a', 'b', '*', '?', '💧');
  const patterns = fc.array(letters, { maxLength: 8 }).map((list) => list.join(''));
  const texts = fc.array(fc.constantFrom('a', 'b', '💧', '*'), { maxLength: 8 }).map((list) => list.join(''));

  it('match what the definition matches', () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        const expected = naive(pattern, text);
        expect(matchesPattern(patternOf(pattern), text)).to.equal(expected);
        expect(matchesText(pattern, text)).to.equal(expected);
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });

  for (const [pattern, text, expected] of [
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['?', '', false],
    ['?', '💧', true],
    ['a*', 'a', true],
    ['a?', 'a', false],
    ['*ab', 'aab', true],
    ['a*b*c', 'a1b2b3c', true],
    ['a*b*c', 'a1b2b3', false],
  ] as const) {
    it(`${JSON.stringify(pattern)} ${expected ? 'fits' : 'does not fit'} ${JSON.stringify(text)}`, () => {
      expect(matchesPattern(patternOf(pattern), text)).to.equal(expected);
    });
  }

  it('take many stars without taking for ever', () => {
    const pattern = patternOf(`${'a*'.repeat(30)}b`);
    expect(matchesPattern(pattern, 'a'.repeat(3_000))).to.equal(false);
  });

  it('are no characters, and characters that a variable put in are no wildcards', () => {
    expect(patternOf('a*?')).to.deep.equal(['a', ANY, ONE]);
    expect(matchesPattern(['a', '*'], 'a*')).to.equal(true);
    expect(matchesPattern(['a', '*'], 'ab')).to.equal(false);
  });

  it('ignore case where actions are compared', () => {
    expect(matchesIgnoringCase('s3:Get*', 'S3:getobject')).to.equal(true);
    expect(matchesIgnoringCase('s3:Get*', 's3:PutObject')).to.equal(false);
  });
});
