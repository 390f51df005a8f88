import { expect } from 'chai';
import fc from 'fast-check';
import { FilterPatternError, UnsettledPattern } from '../../fakes/cloudwatch-logs/filter-error';
import { parseFilterPattern } from '../../fakes/cloudwatch-logs/filter-pattern';

describe('CloudWatch Logs: filter patterns', () => {
  const kinds: readonly [pattern: string, kind: string][] = [
    ['', 'all'],
    [' ', 'all'],
    ['ERROR', 'terms'],
    [' { $.a = 1 } ', 'json'],
    [' [a, b] ', 'fields'],
  ];
  for (const [pattern, kind] of kinds) {
    it(`'${pattern}' is for ${kind}`, () => {
      expect(parseFilterPattern(pattern).kind).to.equal(kind);
    });
  }

  it('find values by selector', () => {
    const json = parseFilterPattern('{ $.a = * && $.b NOT EXISTS }').match(
      '{"a":1.5,"c":{"d":[true]},"e":{}}',
    );
    expect(json?.extracted).to.deep.equal({ '$.a': '1.5' });
    expect(['$.a', '$.c.d[0]', '$.e', '$.f'].map((selector) => json?.value(selector))).to.deep.equal([
      '1.5',
      'true',
      undefined,
      undefined,
    ]);
    const fields = parseFilterPattern('[level=ERROR, ..., size]').match('ERROR x y 12');
    expect(['$level', '$size', '$2', '$9'].map((selector) => fields?.value(selector))).to.deep.equal([
      'ERROR',
      '12',
      'x',
      undefined,
    ]);
    expect(parseFilterPattern('a').match('a')).to.deep.include({ extracted: {} });
    expect(parseFilterPattern('a').match('a')?.value('$a')).to.equal(undefined);
    expect(parseFilterPattern('').match('a')?.value('$a')).to.equal(undefined);
  });

  for (const pattern of ['%a% %b% %c%', '{ $.a = %a% || $.b = %b% || $.c = %c% }', '[a=%a%, b=%b%, c=%c%]']) {
    it(`have two regular expressions at most: ${pattern}`, () => {
      expect(() => parseFilterPattern(pattern)).to.throw(FilterPatternError);
      expect(() => parseFilterPattern(pattern.replace('%c%', 'c'))).to.not.throw();
    });
  }

  it('are parsed once per text', () => {
    expect(parseFilterPattern('once upon')).to.equal(parseFilterPattern('once upon'));
    for (let i = 0; i < 1_001; i++) parseFilterPattern(`t${i}`);
    expect(parseFilterPattern('once upon').match('once upon a time')).to.not.equal(undefined);
  });

  it('are patterns or refused, whatever the text', () => {
    const symbols = '{ } [ ] ( ) $.a $.b[0] = != > && || " % \\ * , ... a ERROR - ? 1 1e3'.split(' ');
    const piece = fc.constantFrom(...symbols, ' ', 'IS NULL', 'NOT EXISTS', '\n');
    const text = fc.oneof(
      fc.string(),
      fc.array(piece).map((parts) => parts.join('')),
      fc.array(piece).map((parts) => `{ ${parts.join(' ')} }`),
      fc.array(piece).map((parts) => `[${parts.join('')}]`),
    );
    fc.assert(
      fc.property(text, fc.oneof(fc.string(), fc.json()), (pattern, message) => {
        try {
          parseFilterPattern(pattern).match(message);
        } catch (error) {
          expect(
            error instanceof FilterPatternError || error instanceof UnsettledPattern,
            String(error),
          ).to.equal(true);
        }
      }),
      { numRuns: 3_000, seed: 20261127 },
    );
  });

  it('match the terms that a message is made of, as a plain search would', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9_]{1,4}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 4 }),
        fc.array(word, { maxLength: 3 }),
        (wanted, others) => {
          const message = others.join(' ');
          expect(parseFilterPattern(wanted.join(' ')).match(message) !== undefined).to.equal(
            wanted.every((term) => message.includes(term)),
          );
          expect(
            parseFilterPattern(wanted.map((term) => `?${term}`).join(' ')).match(message) !== undefined,
          ).to.equal(wanted.some((term) => message.includes(term)));
          expect(
            parseFilterPattern(wanted.map((term) => `-"${term}"`).join(' ')).match(message) !== undefined,
          ).to.equal(!wanted.some((term) => message.includes(term)));
        },
      ),
      { seed: 20261127 },
    );
  });
});
