import { expect } from 'chai';
import { Cursor } from '../../../fakes/dynamodb/expressions/cursor';
import { parseProjection } from '../../../fakes/dynamodb/expressions/projection-parser';
import { problem, syntaxError } from './problem';

describe('DynamoDB expressions: reading projections', () => {
  const rows: [text: string, paths: string[]][] = [
    ['a', ['a']],
    ['a, #b.c [1]', ['a', '#b/c/1']],
    ['a,b,c', ['a', 'b', 'c']],
  ];
  for (const [text, paths] of rows) {
    it(`reads ${text}`, () => {
      const read = parseProjection(new Cursor(text)).map((path) =>
        path.steps.map((step) => step.text).join('/'),
      );
      expect(read).to.deep.equal(paths);
    });
  }

  const wrong: [text: string, token: string, near: string][] = [
    ['', '<EOF>', ''],
    ['!!!', '!', '!!'],
    ['a b', 'b', 'a b'],
    ['a,', '<EOF>', ','],
    ['a,,b', ',', ',,b'],
    [':v', ':v', ':v'],
    ['(a)', '(', '(a'],
    ['size(a)', '(', 'size(a'],
    ['ADD', 'ADD', 'ADD'],
    ['a.b]', ']', 'b]'],
  ];
  for (const [text, token, near] of wrong) {
    it(`refuses ${text || 'nothing'}`, () => {
      expect(problem(() => parseProjection(new Cursor(text)))).to.equal(syntaxError(token, near));
    });
  }
});
