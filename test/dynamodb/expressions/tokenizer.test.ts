import { expect } from 'chai';
import fc from 'fast-check';
import { tokenize } from '../../../fakes/dynamodb/expressions/tokenizer';

describe('DynamoDB expressions: tokens', () => {
  const rows: [text: string, tokens: string[]][] = [
    ['', []],
    [' \t\r\n', []],
    ['a1_b', ['name a1_b']],
    ['_a', ['unknown _', 'name a']],
    ['1a', ['index 1', 'name a']],
    ['#a_1 :b', ['nameAlias #a_1', 'valueAlias :b']],
    ['# :', ['unknown #', 'unknown :']],
    ['#a.#b', ['nameAlias #a', 'symbol .', 'nameAlias #b']],
    ['a[0]', ['name a', 'symbol [', 'index 0', 'symbol ]']],
    ['[01]', ['symbol [', 'index 0', 'index 1', 'symbol ]']],
    ['<=>=<><=', ['symbol <=', 'symbol >=', 'symbol <>', 'symbol <=']],
    ['=<>', ['symbol =', 'symbol <>']],
    ['!=', ['unknown !', 'symbol =']],
    ['(),+-', ['symbol (', 'symbol )', 'symbol ,', 'symbol +', 'symbol -']],
    ['and Or NOT between In', ['keyword AND', 'keyword OR', 'keyword NOT', 'keyword BETWEEN', 'keyword IN']],
    ['set Remove ADD delete', ['keyword SET', 'keyword REMOVE', 'keyword ADD', 'keyword DELETE']],
    ['android', ['name android']],
    ['ü😀', ['unknown ü', 'unknown 😀']],
  ];
  for (const [text, tokens] of rows) {
    it(`cuts '${text.trim()}' into ${tokens.length} tokens`, () => {
      expect(tokenize(text).map((token) => `${token.kind} ${token.text}`)).to.deep.equal(tokens);
    });
  }

  it('leaves nothing out but blanks, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const tokens = tokenize(text);
        const between = [...tokens, { start: text.length, end: text.length }].map((token, i) =>
          text.slice(tokens[i - 1]?.end ?? 0, token.start),
        );
        expect(between.join('')).to.match(/^[ \t\r\n]*$/);
      }),
      { seed: 1 },
    );
  });
});
