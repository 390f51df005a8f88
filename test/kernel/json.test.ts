import { expect } from 'chai';
import { elementsOf, membersOf, parseJson } from '../../fakes/kernel/json';

describe('kernel/json', () => {
  it('parses, and throws what JSON.parse throws', () => {
    expect(parseJson('{"a":[1,null]}')).to.deep.equal({ a: [1, null] });
    expect(() => parseJson('{')).to.throw(SyntaxError);
  });

  it('tells objects from lists and everything else', () => {
    const object = { a: 1 };
    const list = [1];
    expect(membersOf(object)).to.equal(object);
    expect(elementsOf(list)).to.equal(list);
    for (const other of [list, null, undefined, 'a', 1]) expect(membersOf(other)).to.equal(undefined);
    for (const other of [object, null, undefined, 'a', 1]) expect(elementsOf(other)).to.equal(undefined);
  });
});
