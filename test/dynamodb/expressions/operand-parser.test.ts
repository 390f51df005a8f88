import { expect } from 'chai';
import { Cursor } from '../../../fakes/dynamodb/expressions/cursor';
import {
  closeCall,
  isPathStep,
  readOperandStart,
  readPath,
  readPathOn,
} from '../../../fakes/dynamodb/expressions/operand-parser';
import type { PathNode } from '../../../fakes/dynamodb/expressions/syntax';
import { problem, syntaxError } from './problem';

function written(path: PathNode): string {
  return path.steps.map(({ kind, text }) => `${kind} ${text}`).join(', ');
}

describe('DynamoDB expressions: operands', () => {
  const paths: [text: string, steps: string][] = [
    ['a', 'name a'],
    ['a.b', 'name a, name b'],
    ['#a . b [ 0 ] [12].#c', 'placeholder #a, name b, index 0, index 12, placeholder #c'],
  ];
  for (const [text, steps] of paths) {
    it(`reads the path ${text}`, () => expect(written(readPath(new Cursor(text)))).to.equal(steps));
  }

  const wrong: [text: string, token: string, near: string][] = [
    ['l[]', ']', '[]'],
    ['l[a]', 'a', '[a]'],
    ['l[-1]', '-', '[-1'],
    ['l[0.#c', '.', '0.#c'],
    ['#list[].#comment', ']', '[].'],
    ['a.', '<EOF>', '.'],
    ['a.:b', ':b', '.:b'],
    ['a.and', 'and', '.and'],
    ['a.1', '1', '.1'],
    ['4', '4', '4'],
    ['=', '=', '='],
  ];
  for (const [text, token, near] of wrong) {
    it(`refuses ${text}`, () => {
      expect(problem(() => readPath(new Cursor(text)))).to.equal(syntaxError(token, near));
    });
  }

  it('tells how an operand begins', () => {
    expect(readOperandStart(new Cursor(':v'))).to.deep.equal({
      kind: 'complete',
      node: { kind: 'value', name: ':v' },
    });
    expect(readOperandStart(new Cursor('(a)'))).to.deep.equal({ kind: 'group' });
    expect(readOperandStart(new Cursor('size (a)'))).to.deep.equal({ kind: 'call', name: 'size' });
    expect(readOperandStart(new Cursor('size'))).to.have.nested.property('node.kind', 'path');
    expect(problem(() => readOperandStart(new Cursor('#f(a) = ')))).to.equal(undefined);
  });

  it('reads on behind a path', () => {
    const cursor = new Cursor('.b[1] = :v');
    expect(isPathStep(cursor)).to.equal(true);
    const path = readPathOn(cursor, readPath(new Cursor('a')));
    expect(written(path)).to.equal('name a, name b, index 1');
    expect(isPathStep(cursor)).to.equal(false);
  });

  it('closes a function', () => {
    expect(closeCall({ name: 'size', operands: [] })).to.deep.equal({
      kind: 'call',
      name: 'size',
      operands: [],
    });
  });
});
