import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  comparePositions,
  edgeOf,
  HASH_SPACE,
  positionOf,
  segmentRange,
} from '../../fakes/dynamodb/position';

describe('DynamoDB position', () => {
  const at = (pk: string, ...sks: string[]) =>
    positionOf(
      [{ S: pk }],
      sks.map((S) => ({ S })),
    );

  it('keeps a partition together and in order, with its edges around it', () => {
    const order = [
      edgeOf(at('a'), -1),
      at('a', 'x'),
      at('a', 'y'),
      edgeOf(at('a', 'y'), 1),
      at('a', 'z'),
      edgeOf(at('a'), 1),
    ];
    for (const [i, left] of order.entries()) {
      for (const [j, right] of order.entries()) {
        expect(Math.sign(comparePositions(left, right)), `${i} ${j}`).to.equal(Math.sign(i - j));
      }
    }
  });

  it('puts a shorter position before what it begins', () => {
    expect(comparePositions(at('a'), at('a', 'x'))).to.be.lessThan(0);
    expect(comparePositions(at('a', 'x'), at('a'))).to.be.greaterThan(0);
  });

  it('hashes strings, numbers and bytes into the hash space, spread over it', () => {
    const hashes = Array.from({ length: 1000 }, (_, i) => at(`item-${i}`).hash);
    for (const hash of hashes) expect(hash).to.be.within(0, HASH_SPACE - 1);
    for (const quarter of [0, 1, 2, 3]) {
      const inside = hashes.filter((hash) => Math.floor((hash * 4) / HASH_SPACE) === quarter);
      expect(inside.length).to.be.within(200, 300);
    }
    expect(positionOf([{ N: '1' }], []).hash).to.not.equal(positionOf([{ B: new Uint8Array([1]) }], []).hash);
  });

  it('divides the hash space into segments without gap or overlap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 0, max: HASH_SPACE - 1 }),
        (total, hash) => {
          const position = { hash, values: [] };
          const holding = Array.from({ length: total }, (_, segment) => segmentRange(segment, total)).filter(
            ({ from, before }) =>
              from !== undefined &&
              before !== undefined &&
              comparePositions(from, position) <= 0 &&
              hash < before.hash,
          );
          expect(holding).to.have.lengthOf(1);
        },
      ),
      { numRuns: 50, seed: 1 },
    );
  });
});
