import { expect } from 'chai';
import type { Item } from '../../fakes/dynamodb/attribute-value';
import {
  childOf,
  describePath,
  firstClash,
  pathTree,
  project,
  projectTree,
  valueAt,
  type DocumentPath,
} from '../../fakes/dynamodb/document-path';

const ITEM: Item = {
  pk: { S: 'x' },
  a: {
    M: {
      b: { L: [{ N: '0' }, { M: { c: { S: 'deep' }, d: { N: '2' } } }, { N: '2' }] },
      'x.y': { S: 'dotted' },
    },
  },
  l: { L: [{ S: 'l0' }, { S: 'l1' }, { S: 'l2' }] },
};

describe('DynamoDB document paths', () => {
  const values: [DocumentPath, unknown][] = [
    [['pk'], { S: 'x' }],
    [['a', 'b', 0], { N: '0' }],
    [['a', 'b', 1, 'c'], { S: 'deep' }],
    [['a', 'x.y'], { S: 'dotted' }],
    [['missing'], undefined],
    [['pk', 'b'], undefined],
    [['pk', 0], undefined],
    [['a', 0], undefined],
    [['l', 'b'], undefined],
    [['l', 3], undefined],
    [['missing', 'b', 'c'], undefined],
    [['constructor'], undefined],
    [['a', 'constructor'], undefined],
  ];
  for (const [path, value] of values) {
    it(`${describePath(path)} leads to ${JSON.stringify(value)}`, () => {
      expect(valueAt(ITEM, path)).to.deep.equal(value);
    });
  }

  it('takes no step from a value without a step', () => {
    expect(childOf({ M: {} }, undefined)).to.equal(undefined);
  });

  it('prints paths as AWS does', () => {
    expect(describePath(['a', 0, 'b.c'])).to.equal('[a, [0], b.c]');
  });

  const projections: [DocumentPath[], Item][] = [
    [[['pk']], { pk: { S: 'x' } }],
    [[['missing']], {}],
    [[['pk', 'deeper']], {}],
    [
      [
        ['a', 'missing'],
        ['l', 9],
      ],
      {},
    ],
    [
      [
        ['a', 'b', 1, 'd'],
        ['a', 'b', 0],
      ],
      { a: { M: { b: { L: [{ N: '0' }, { M: { d: { N: '2' } } }] } } } },
    ],
    [
      [
        ['l', 2],
        ['l', 0],
      ],
      { l: { L: [{ S: 'l0' }, { S: 'l2' }] } },
    ],
    [[['l', 'name']], {}],
    [[['a', 1]], {}],
  ];
  for (const [paths, projected] of projections) {
    it(`projects ${paths.map(describePath).join(' ')}`, () => {
      expect(project(ITEM, paths)).to.deep.equal(projected);
      expect(projectTree(ITEM, pathTree(paths))).to.deep.equal(projected);
    });
  }

  const clashes: [DocumentPath[], unknown][] = [
    [[['a'], ['b']], undefined],
    [
      [
        ['a', 'b'],
        ['a', 'c'],
      ],
      undefined,
    ],
    [
      [
        ['a', 0],
        ['a', 1],
      ],
      undefined,
    ],
    [[['a'], ['a']], { kind: 'overlap', first: ['a'], second: ['a'] }],
    [[['a'], ['a', 'b']], { kind: 'overlap', first: ['a'], second: ['a', 'b'] }],
    [[['a', 'b'], ['c'], ['a']], { kind: 'overlap', first: ['a', 'b'], second: ['a'] }],
    [
      [
        ['a', 0],
        ['a', 0, 'b'],
      ],
      { kind: 'overlap', first: ['a', 0], second: ['a', 0, 'b'] },
    ],
    [
      [
        ['a', 'b'],
        ['a', 0],
      ],
      { kind: 'conflict', first: ['a', 'b'], second: ['a', 0] },
    ],
    [
      [
        ['a', 0, 'b'],
        ['a', 'x'],
      ],
      { kind: 'conflict', first: ['a', 0, 'b'], second: ['a', 'x'] },
    ],
  ];
  for (const [paths, clash] of clashes) {
    it(`finds ${JSON.stringify(clash) ?? 'no clash'} in ${paths.map(describePath).join(' ')}`, () => {
      expect(firstClash(paths)).to.deep.equal(clash);
    });
  }

  it('finds clashes among thousands of paths at once', () => {
    const paths = Array.from({ length: 20_000 }, (_, i): DocumentPath => [`a${i}`]);
    expect(firstClash([...paths, ['a19999']])?.kind).to.equal('overlap');
  });
});
