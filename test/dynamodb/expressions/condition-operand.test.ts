import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { Bindings } from '../../../fakes/dynamodb/expressions/bindings';
import {
  bindOperand,
  operandValue,
  requireType,
  staticType,
  wrongType,
  type Operand,
} from '../../../fakes/dynamodb/expressions/condition-operand';
import { problem } from './problem';

const size = (value: AttributeValue): Operand => ({ kind: 'size', of: { kind: 'value', value } });

describe('DynamoDB expressions: operands of conditions', () => {
  const sizes: [value: AttributeValue, size: string | undefined][] = [
    [{ S: '' }, '0'],
    [{ S: 'abc' }, '3'],
    [{ B: new Uint8Array(7) }, '7'],
    [{ SS: ['a', 'b'] }, '2'],
    [{ NS: ['1'] }, '1'],
    [{ BS: [new Uint8Array(1)] }, '1'],
    [{ L: [{ S: 'a' }, { S: 'b' }, { S: 'c' }] }, '3'],
    [{ M: { a: { S: 'a' } } }, '1'],
    [{ N: '1' }, undefined],
    [{ BOOL: true }, undefined],
    [{ NULL: true }, undefined],
  ];
  for (const [value, expected] of sizes) {
    it(`the size of ${JSON.stringify(value)} is ${expected}`, () => {
      const path: Operand = { kind: 'size', of: { kind: 'path', path: ['a'] } };
      expect(operandValue(size(value), {})?.N).to.equal(expected);
      expect(operandValue(path, { a: value })?.N).to.equal(expected);
    });
  }

  it('stands for what the item has', () => {
    expect(operandValue({ kind: 'path', path: ['a', 0] }, { a: { L: [{ S: 'x' }] } })).to.deep.equal({
      S: 'x',
    });
    expect(operandValue({ kind: 'path', path: ['b'] }, {})).to.equal(undefined);
    expect(operandValue({ kind: 'size', of: { kind: 'path', path: ['b'] } }, {})).to.equal(undefined);
    expect(operandValue({ kind: 'value', value: { S: 'v' } }, {})).to.deep.equal({ S: 'v' });
  });

  it('knows types ahead only of values and sizes', () => {
    expect(staticType({ kind: 'path', path: ['a'] })).to.equal(undefined);
    expect(staticType({ kind: 'value', value: { BOOL: false } })).to.equal('BOOL');
    expect(staticType(size({ S: 'a' }))).to.equal('N');
  });

  it('refuses types that an operator cannot take', () => {
    expect(problem(() => requireType('<', { kind: 'value', value: { L: [] } }, ['S', 'N']))).to.equal(
      'Incorrect operand type for operator or function; operator or function: <, operand type: L',
    );
    expect(problem(() => requireType('<', { kind: 'path', path: ['a'] }, []))).to.equal(undefined);
    expect(wrongType('f', 'X').message).to.match(/operator or function: f, operand type: X$/);
  });

  it('fills in sizes, and refuses those of numbers', () => {
    const bindings = new Bindings({}, { ':n': { N: '1' }, ':s': { S: 'a' } }, '2026');
    const call = (name: string) =>
      ({ kind: 'call', name: 'size', operands: [{ kind: 'value', name }] }) as const;
    expect(bindOperand(call(':s'), bindings)).to.deep.equal(size({ S: 'a' }));
    expect(problem(() => bindOperand(call(':n'), bindings))).to.match(/function: size, operand type: N$/);
    expect(() => bindOperand({ kind: 'call', name: 'size', operands: [] }, bindings)).to.throw(
      'passed the checks',
    );
  });
});
