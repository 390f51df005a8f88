import { expect } from 'chai';
import { FilterPatternError, UnsettledPattern } from '../../fakes/cloudwatch-logs/filter-error';
import { parseTerms } from '../../fakes/cloudwatch-logs/filter-terms';

describe('CloudWatch Logs: terms', () => {
  const [bad, unauthorized, warn] = ['[ERROR 400] BAD REQUEST', '[ERROR 401] UNAUTHORIZED', '[WARN] slow'];
  const rows: readonly [title: string, pattern: string, yes: readonly string[], no: readonly string[]][] = [
    ['one term, also inside of a word', 'ERROR', [bad, 'Exiting with ERRORCODE: -1'], [warn, 'error']],
    ['several terms in any order', 'BAD ERROR', [bad], [unauthorized]],
    ['one of several terms', '?ERROR ?WARN', [bad, unauthorized, warn], ['INFO']],
    ['a term that must not be there', 'ERROR -BAD', [unauthorized], [bad, warn]],
    ['a term that must not be there, with a space', '"ERROR" - "BAD"', [unauthorized], [bad]],
    ['only a term that must not be there', '-ERROR', [warn], [bad]],
    ['a phrase', '"BAD REQUEST"', [bad], ['REQUEST BAD']],
    ['a phrase with quotes in it', String.raw`"a \"b\" \\c"`, [String.raw`x a "b" \c`], ['a b c']],
    ['a regular expression', '%40[1-3]%', [unauthorized], [bad]],
    ['one of several regular expressions', String.raw`?%BAD\sREQ% ?%slow$%`, [bad, warn], [unauthorized]],
  ];
  for (const [title, pattern, yes, no] of rows) {
    it(`match ${title}: ${pattern}`, () => {
      const { matches } = parseTerms(pattern);
      for (const message of yes) expect(matches(message), message).to.equal(true);
      for (const message of no) expect(matches(message), message).to.equal(false);
    });
  }

  it('count their regular expressions', () => {
    expect(parseTerms('a %b% -%c%').regexes).to.equal(2);
    expect(parseTerms('a "%b%"').regexes).to.equal(0);
  });

  const broken: readonly [pattern: string, characters: string][] = [
    ['a(b', '('],
    ['[x', '['],
    ['Status: timeout', ':'],
    ['a b,c', ','],
    ['SUCCESS*', '*'],
    ['caf\u00e9', '\u00e9'],
    ['"open', '"'],
    ['a -', '-'],
    ['%open', '%'],
  ];
  for (const [pattern, characters] of broken) {
    it(`name what may not stand in ${pattern}`, () => {
      expect(() => parseTerms(pattern))
        .to.throw(FilterPatternError)
        .with.property('characters', characters);
    });
  }

  it('are not settled where some have a question mark and some not', () => {
    for (const pattern of ['?a b', '?a -b', 'a ?b'])
      expect(() => parseTerms(pattern)).to.throw(UnsettledPattern, 'mixes terms with and without');
  });
});
