import { expect } from 'chai';
import { Cursor } from '../../../fakes/dynamodb/expressions/cursor';
import { problem, syntaxError } from './problem';

describe('DynamoDB expressions: reading tokens', () => {
  it('takes tokens one after another and ends with the end', () => {
    const cursor = new Cursor('a AND :b');
    expect(cursor.peek(1).text).to.equal('AND');
    expect(cursor.take().text).to.equal('a');
    expect(cursor.isNext('AND')).to.equal(true);
    expect(cursor.isNext('OR')).to.equal(false);
    expect(cursor.takeIf('OR')).to.equal(false);
    cursor.expect('AND');
    expect(cursor.take().text).to.equal(':b');
    expect(cursor.peek().kind).to.equal('end');
    expect(cursor.take().kind).to.equal('end');
    expect(cursor.peek(5).kind).to.equal('end');
  });

  it('does not take a name for a symbol or keyword', () => {
    expect(new Cursor(':AND').takeIf(':AND')).to.equal(false);
    expect(new Cursor('and').takeIf('AND')).to.equal(true);
  });

  // Captured: from the token before to the token after.
  const nears: [text: string, taken: number, token: string, near: string][] = [
    ['INVALID SYNTAX HERE', 0, 'INVALID', 'INVALID SYNTAX'],
    [
      '#articleId attribute_not_exists :ckpst',
      1,
      'attribute_not_exists',
      '#articleId attribute_not_exists :ckpst',
    ],
    ['a   =\n= b', 2, '=', '=\n= b'],
    ['!!!', 0, '!', '!!'],
    ['a b', 1, 'b', 'a b'],
    ['a and', 1, 'and', 'a and'],
    ['a = :v', 3, '<EOF>', ':v'],
    ['f(', 2, '<EOF>', '('],
    ['', 0, '<EOF>', ''],
    ['  ', 0, '<EOF>', ''],
  ];
  for (const [text, taken, token, near] of nears) {
    it(`names token ${token} near '${near.replace('\n', '\\n')}'`, () => {
      const cursor = new Cursor(text);
      for (let i = 0; i < taken; i++) cursor.take();
      expect(cursor.unexpected().message).to.equal(syntaxError(token, near));
      expect(problem(() => cursor.expect(')'))).to.equal(syntaxError(token, near));
    });
  }

  it('accepts 300 operators and no more', () => {
    const cursor = new Cursor('');
    for (let i = 0; i < 300; i++) cursor.countOperator();
    expect(problem(() => cursor.finish())).to.equal(undefined);
    cursor.countOperator();
    expect(problem(() => cursor.finish())).to.equal(
      'The expression contains too many operators; operator count: 301',
    );
    cursor.noteRedundantParentheses();
    expect(problem(() => cursor.finish())).to.equal('The expression has redundant parentheses;');
  });
});
