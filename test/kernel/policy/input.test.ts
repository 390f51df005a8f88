import { expect } from 'chai';
import { listOf, memberOf, textOf } from '../../../fakes/kernel/policy/input';

describe('members of an input', () => {
  it('are found by name, and are nothing where there is none', () => {
    expect(memberOf({ a: 1 }, 'a')).to.equal(1);
    for (const value of [{ a: 1 }, undefined, null, 'text'])
      expect(memberOf(value, 'toString')).to.equal(undefined);
  });

  it('are texts or lists, or nothing', () => {
    expect([textOf({ a: 'x' }, 'a'), textOf({ a: 1 }, 'a')]).to.deep.equal(['x', undefined]);
    expect([listOf({ a: [1] }, 'a'), listOf({ a: 'x' }, 'a')]).to.deep.equal([[1], []]);
  });
});
