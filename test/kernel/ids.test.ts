import { expect } from 'chai';
import { createIds } from '../../fakes/kernel/ids';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const many = (count: number, make: () => string): string[] => Array.from({ length: count }, make);

describe('kernel/ids', () => {
  it('counts each series on its own', () => {
    const ids = createIds(1);
    expect([ids.next('a'), ids.next('a'), ids.next('b'), ids.next('a')]).to.deep.equal([1, 2, 1, 3]);
  });

  it('makes version 4 UUIDs that count in the last group and begin with the seed', () => {
    const ids = createIds(0x5eed0001);
    const [first = '', second = ''] = many(2, () => ids.uuid('message'));
    expect(first).to.match(UUID_V4);
    expect(first.slice(0, 9)).to.equal('5eed0001-');
    expect(first.slice(-12)).to.equal('000000000001');
    expect(second.slice(-12)).to.equal('000000000002');
  });

  it('never repeats a UUID within a series, and tells series apart', () => {
    const ids = createIds(-1);
    const made = many(5_000, () => ids.uuid('a'));
    expect(new Set(made).size).to.equal(5_000);
    expect(made.every((id) => UUID_V4.test(id))).to.equal(true);
    expect(createIds(1).uuid('a')).to.not.equal(createIds(1).uuid('b'));
    expect(createIds(1).uuid('a')).to.not.equal(createIds(2).uuid('a'));
  });

  it('makes the same ids for the same seed', () => {
    const make = (seed: number): string[] => {
      const ids = createIds(seed);
      return [...many(3, () => ids.uuid('u')), ...many(3, () => ids.token('t', 20))];
    };
    expect(make(4)).to.deep.equal(make(4));
    expect(make(4)).to.not.deep.equal(make(5));
  });

  for (const [length, alphabet] of [
    [52, undefined],
    [16, '0123456789'],
    [6, undefined],
    [20, 'ab'],
  ] as const) {
    it(`makes tokens of exactly ${length} characters of ${alphabet ?? 'upper hexadecimal'}, none twice`, () => {
      const ids = createIds(3);
      const made = many(1_000, () => ids.token('t', length, alphabet));
      expect(new Set(made).size).to.equal(1_000);
      const allowed = new RegExp(`^[${alphabet ?? '0123456789ABCDEF'}]*$`);
      expect(made.every((token) => token.length === length)).to.equal(true);
      expect(made.every((token) => allowed.test(token))).to.equal(true);
    });
  }

  it('makes tokens that do not begin alike', () => {
    const ids = createIds(1);
    const beginnings = new Set(many(100, () => ids.token('t', 32).slice(0, 8)));
    expect(beginnings.size).to.be.above(95);
  });

  it('comes back to a state, as plain data', () => {
    const ids = createIds(1);
    ids.next('a');
    const state = JSON.parse(JSON.stringify(ids.state())) as Record<string, number>;
    const expected = [ids.uuid('a'), ids.token('b', 10)];
    ids.restore(state);
    expect([ids.uuid('a'), ids.token('b', 10)]).to.deep.equal(expected);
    ids.restore({});
    expect(ids.next('a')).to.equal(1);
    expect(state).to.deep.equal({ a: 1 });
  });
});
