import { expect } from 'chai';
import * as fc from 'fast-check';
import { createVersion, versionTime } from '../../../../src/compaction/snapshot/version';

const NINE = Date.UTC(2025, 9, 23, 9, 0, 5, 250);

describe('createVersion', () => {
  it('tells time, token and chance', () => {
    expect(createVersion(NINE, 42, () => 0.999)).to.equal('20251023T090005250Z-0000000042-ffffffff');
  });

  it('differs within the same millisecond (R13)', () => {
    let next = 0;
    const random = () => (next = (next + 0.37) % 1);
    expect(createVersion(NINE, 1, random)).not.to.equal(createVersion(NINE, 1, random));
  });

  it('sorts by time, then by token', () => {
    const moment = fc.tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 1e9 }));
    fc.assert(
      fc.property(moment, moment, ([t1, k1], [t2, k2]) => {
        const [a, b] = [createVersion(t1, k1, () => 0), createVersion(t2, k2, () => 0)];
        const earlier = t1 === t2 ? k1 < k2 : t1 < t2;
        expect(a < b).to.equal(earlier);
      }),
      { seed: 1 },
    );
  });
});

describe('versionTime', () => {
  const rows: [string, number | undefined][] = [
    ['20251023T090005250Z-0000000042-ffffffff', NINE],
    ['20251023_090005', NINE - 250],
    ['20251023_090005_250123_9f3c01ab', NINE],
    ['latest-direct', undefined],
    ['2025', undefined],
  ];
  for (const [version, time] of rows) {
    it(`of ${version} is ${time ?? 'unknown'}`, () => {
      expect(versionTime(version)).to.equal(time);
    });
  }
});
