import { expect } from 'chai';
import fc from 'fast-check';
import type { Item } from '../../../fakes/dynamodb/attribute-value';
import { applyChanges, type Change } from '../../../fakes/dynamodb/expressions/update-changes';

const S = (text: string) => ({ S: text });
const ITEM: Item = {
  pk: S('k'),
  a: { M: { b: { M: { c: S('c') } }, d: S('d') } },
  l: { L: [S('0'), S('1'), { M: { x: S('x') } }, S('3')] },
};

describe('DynamoDB expressions: changing an item', () => {
  const rows: [what: string, changes: Change[], changed: Partial<Item>, leaves: Item][] = [
    ['sets an attribute', [{ path: ['n'], value: S('new') }], { n: S('new') }, { n: S('new') }],
    ['replaces an attribute', [{ path: ['a'], value: S('new') }], { a: S('new') }, { a: S('new') }],
    [
      'sets an entry of a map',
      [{ path: ['a', 'b', 'n'], value: S('new') }],
      { a: { M: { b: { M: { c: S('c'), n: S('new') } }, d: S('d') } } },
      { a: { M: { b: { M: { n: S('new') } } } } },
    ],
    [
      'removes an entry of a map',
      [{ path: ['a', 'd'], value: undefined }],
      { a: { M: { b: { M: { c: S('c') } } } } },
      {},
    ],
    [
      'sets and removes elements by their indexes before',
      [
        { path: ['l', 0], value: undefined },
        { path: ['l', 2, 'x'], value: S('new') },
        { path: ['l', 3], value: undefined },
        { path: ['l', 1], value: S('one') },
      ],
      { l: { L: [S('one'), { M: { x: S('new') } }] } },
      { l: { L: [S('one'), { M: { x: S('new') } }] } },
    ],
    [
      'appends beyond the end in the order of the indexes',
      [
        { path: ['l', 9], value: S('nine') },
        { path: ['l', 0], value: undefined },
        { path: ['l', 7], value: S('seven') },
      ],
      { l: { L: [S('1'), { M: { x: S('x') } }, S('3'), S('seven'), S('nine')] } },
      { l: { L: [S('seven'), S('nine')] } },
    ],
    ['removes nothing beyond the end', [{ path: ['l', 9], value: undefined }], {}, {}],
    ['removes what is not there', [{ path: ['x'], value: undefined }], {}, {}],
  ];
  for (const [what, changes, changed, leaves] of rows) {
    it(what, () => {
      const before = structuredClone(ITEM);
      expect(applyChanges(ITEM, changes)).to.deep.equal({ item: { ...ITEM, ...changed }, leaves });
      expect(ITEM).to.deep.equal(before);
    });
  }

  it('removes an attribute', () => {
    expect(applyChanges(ITEM, [{ path: ['a'], value: undefined }]).item).to.have.all.keys('pk', 'l');
  });

  it('shares what does not change', () => {
    const { item } = applyChanges(ITEM, [{ path: ['a', 'd'], value: S('new') }]);
    expect(item['l']).to.equal(ITEM['l']);
    expect(item['a']?.M?.['b']).to.equal(ITEM['a']?.M?.['b']);
  });

  it('leaves a scalar alone that a path would lead into', () => {
    expect(applyChanges(ITEM, [{ path: ['pk', 'x'], value: S('new') }])).to.deep.equal({
      item: ITEM,
      leaves: {},
    });
  });

  it('knows attributes named __proto__', () => {
    const { item, leaves } = applyChanges({}, [{ path: ['__proto__'], value: S('own') }]);
    expect(Object.entries(item)).to.deep.equal([['__proto__', S('own')]]);
    expect(Object.entries(leaves)).to.deep.equal([['__proto__', S('own')]]);
    expect(applyChanges(item, [{ path: ['pk'], value: S('k') }]).item).to.have.ownProperty('__proto__');
    expect(Object.keys(applyChanges(item, [{ path: ['__proto__'], value: undefined }]).item)).to.deep.equal(
      [],
    );
  });

  it('sets the same places to what they hold, and nothing changes', () => {
    const names = fc.array(fc.constantFrom('pk', 'a', 'l'), { maxLength: 3 });
    fc.assert(
      fc.property(names, (touched) => {
        const changes = [...new Set(touched)].map((name): Change => ({ path: [name], value: ITEM[name] }));
        expect(applyChanges(ITEM, changes).item).to.deep.equal(ITEM);
      }),
      { seed: 1 },
    );
  });
});
