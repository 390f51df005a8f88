import { expect } from 'chai';
import type { StepTaken } from '../../fakes/simulation/run';
import {
  asText,
  diffLines,
  formatChanges,
  netChanges,
  shortValue,
  titleOf,
} from '../../fakes/simulation/state-diff';

type Change = StepTaken['changes'][number];

const change = (key: unknown, before: unknown, after: unknown): Change => ({
  collection: 'c',
  key,
  before,
  after,
});
const step = (...changes: readonly Change[]): StepTaken => ({
  token: 'A',
  label: 'A',
  isDefault: true,
  task: 'A',
  at: 0,
  calls: [],
  changes,
});

describe('simulation/state-diff', () => {
  it('sums the changes of steps up, and leaves out what is as it was', () => {
    const net = netChanges([
      step(change(['k', 1], 1, 2), change('gone', 'x', undefined)),
      step(change(['k', 1], 2, 3), change('back', { a: 1 }, { a: 2 })),
      step(change('back', { a: 2 }, { a: 1 }), change(['k', 2], undefined, 9)),
    ]);
    expect(net).to.deep.equal([
      change(['k', 1], 1, 3),
      change('gone', 'x', undefined),
      change(['k', 2], undefined, 9),
    ]);
  });

  it('shows the members that differ, each with its path', () => {
    const before = { same: 1, body: { chunks: [new TextEncoder().encode('[]')] }, gone: true };
    const after = { same: 1, body: { chunks: [new TextEncoder().encode('[A]')] }, fresh: null };
    expect(diffLines({ before, after })).to.deep.equal([
      { sign: '-', text: "body.chunks.0: '[]'" },
      { sign: '+', text: "body.chunks.0: '[A]'" },
      { sign: '-', text: 'gone: true' },
      { sign: '+', text: 'fresh: null' },
    ]);
    expect(diffLines({ before: undefined, after: 5 })).to.deep.equal([{ sign: '+', text: '5' }]);
    expect(diffLines({ before: {}, after: [] })).to.deep.equal([
      { sign: '-', text: '{}' },
      { sign: '+', text: '[]' },
    ]);
  });

  it('shows bytes as text where they are text', () => {
    const bytes = Buffer.from([0, 1]);
    expect(asText({ a: [new TextEncoder().encode('hé')], b: bytes })).to.deep.equal({ a: ['hé'], b: bytes });
    expect(shortValue(bytes)).to.equal('<Buffer 00 01>');
    expect(shortValue('x'.repeat(200)))
      .to.have.lengthOf(123)
      .and.match(/xxx\.\.\.$/);
  });

  it('looks at no more than 200 members', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`m${i}`, i]));
    expect(diffLines({ before: undefined, after: many })).to.have.lengthOf(200);
  });

  it('names an entry, new and gone', () => {
    expect(titleOf(change(['bucket', 7], 1, 2))).to.equal('c bucket 7');
    expect(titleOf(change('k', undefined, 2))).to.equal('c k (new)');
    expect(titleOf(change('k', 2, undefined))).to.equal('c k (gone)');
  });

  it('is cut where it is long, and says by how much', () => {
    const long = change(
      'k',
      undefined,
      Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`m${i}`, i])),
    );
    expect(formatChanges([long])).to.deep.equal([
      '    c k (new)',
      ...[0, 1, 2, 3, 4, 5].map((i) => `      + m${i}: ${i}`),
      '      and 2 more',
    ]);
    expect(formatChanges(Array.from({ length: 14 }, (_, i) => change(i, 1, 2))).at(-1)).to.equal(
      '    and 2 more entries',
    );
    expect(formatChanges([])).to.deep.equal([]);
  });
});
