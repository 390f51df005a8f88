import { expect } from 'chai';
import { Bindings } from '../../../fakes/dynamodb/expressions/bindings';
import { Cursor } from '../../../fakes/dynamodb/expressions/cursor';
import { readPath } from '../../../fakes/dynamodb/expressions/operand-parser';
import { problem } from './problem';

function bindings(): Bindings {
  return new Bindings(
    { '#a': 'x.y', '#b': 'b', '#c': '__proto__' },
    { ':v': { S: 'v' }, ':w': { N: '1' } },
    '2026',
  );
}

const path = (text: string) => readPath(new Cursor(text));

describe('DynamoDB expressions: names and values', () => {
  it('fills names into paths: one placeholder is one name, dots or not', () => {
    const names = bindings();
    expect(names.path(path('#a.b[2].#c'))).to.deep.equal(['x.y', 'b', 2, '__proto__']);
    expect(names.unusedNames()).to.deep.equal(['#b']);
  });

  it('gives values', () => {
    const values = bindings();
    expect(values.value({ kind: 'value', name: ':v' })).to.deep.equal({ S: 'v' });
    expect(values.unusedValues()).to.deep.equal([':w']);
  });

  it('refuses undefined names and values', () => {
    const undefinedName =
      'An expression attribute name used in the document path is not defined; attribute name: #missing';
    expect(problem(() => bindings().path(path('a.#missing')))).to.equal(undefinedName);
    const operands = [
      { kind: 'call', name: 'f', operands: [path('#missing'), { kind: 'value', name: ':x' }] },
    ] as const;
    for (const operand of operands) {
      expect(problem(() => bindings().requireNames(operand))).to.equal(undefinedName);
    }
    expect(problem(() => bindings().value({ kind: 'value', name: ':missing' }))).to.equal(
      'An expression attribute value used in expression is not defined; attribute value: :missing',
    );
  });

  it('accepts paths of 32 steps and no more', () => {
    expect(bindings().path(path(`a${'.b'.repeat(31)}`))).to.have.length(32);
    expect(problem(() => bindings().path(path(`a${'[0]'.repeat(32)}`)))).to.equal(
      'The document path has too many nesting levels; nesting levels: 33',
    );
  });
});
