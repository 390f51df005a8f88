import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { createTable, item, putAll } from '../arrange';
import { refused, rows } from './statements';

describe('DynamoDB.PartiQL SELECT list', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
    await putAll('t00', [
      {
        pk: 'a',
        n: 1,
        'm.z': 'dotted',
        l: { L: [{ S: 'x' }, { L: [{ S: 'y' }] }] },
        m: { M: { k: { L: [{ S: 'c' }, { S: 'd' }] }, z: { M: { deep: { N: '2' } } } } },
      },
    ]);
  });
  afterEach(() => aws.unplug());
  const select = async (list: string) => (await rows(`SELECT ${list} FROM "t00" WHERE pk = 'a'`))[0];

  // Captured: 2026-09, eu-west-2, the names of nested paths.
  for (const [list, row] of [
    ['pk, n', item({ pk: 'a', n: 1 })],
    ['n, absent', item({ n: 1 })],
    ['absent', {}],
    ['m.k[0]', { 'k[0]': { S: 'c' } }],
    ['m.k[1], l[0], m.z', { 'k[1]': { S: 'd' }, 'l[0]': { S: 'x' }, z: { M: { deep: { N: '2' } } } }],
    ['m.z.deep', { deep: { N: '2' } }],
    ['l[1][0]', { 'l[1][0]': { S: 'y' } }],
    ['"m.z"', { 'm.z': { S: 'dotted' } }],
    [`m['z']`, { z: { M: { deep: { N: '2' } } } }],
    ['n.x', {}],
  ] as const) {
    it(`answers ${list}`, async () => expect(await select(list)).to.deep.equal(row));
  }

  it('answers a path and a part of it, each by its own name', async () => {
    expect(Object.keys((await select('m, m.z')) ?? {})).to.deep.equal(['m', 'z']);
  });

  for (const [list, message] of [
    ['n, n', 'Duplicate identifiers in select clause: n'],
    ['m.z, z', 'Duplicate identifiers in select clause: z'],
    ['attribute_exists(n)', 'Unexpected path component at 1:8:16'],
    ['COUNT(*)', 'Unexpected path component at 1:8:5'],
    ['n, size(l)', 'Unexpected path component at 1:11:4'],
    ['?', 'Unexpected path component at 1:8:1'],
    [`<<'a'>>`, 'Unexpected path component at 1:8:2'],
    ['n + 1', 'Unexpected path component at 1:10:1'],
    [
      'pk.x',
      `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk`,
    ],
  ] as const) {
    it(`refuses ${list}`, () => refused(`SELECT ${list} FROM "t00" WHERE pk = 'a'`, message));
  }
});
