import { expect } from 'chai';
import fc from 'fast-check';
import {
  compareBytes,
  compareNumbers,
  compareStrings,
  compareTuples,
  compareUtf8,
} from '../../fakes/kernel/order';

const sign = (order: number): number => Math.sign(order);

describe('kernel/order', () => {
  describe('compareUtf8', () => {
    it('orders strings as Buffer.compare orders their UTF-8 bytes, over the whole of Unicode', () => {
      const anywhere = fc.integer({ min: 0, max: 0x10f7ff }).map((n) => (n < 0xd800 ? n : n + 0x800));
      const border = fc.constantFrom(
        0,
        0x61,
        0x7f,
        0x80,
        0x7ff,
        0x800,
        0xd7ff,
        0xe000,
        0xffff,
        0x10000,
        0x10ffff,
      );
      const text = fc
        .array(fc.oneof(anywhere, border), { maxLength: 5 })
        .map((points) => String.fromCodePoint(...points));
      fc.assert(
        fc.property(
          text,
          text,
          (a, b) => sign(compareUtf8(a, b)) === Buffer.compare(Buffer.from(a), Buffer.from(b)),
        ),
        { seed: 1, numRuns: 1_000 },
      );
    });

    const rows: [string, string, number][] = [
      ['', '', 0],
      ['', 'a', -1],
      ['a', 'ab', -1],
      ['b', 'ab', 1],
      ['a', 'B', 1],
      // In UTF-16 the surrogate comes first; in UTF-8 the astral character comes last.
      ['\u{1f600}', '\uffee', 1],
      ['\ue000', '\u{10000}', -1],
      ['\ud7ff', '\u{10000}', -1],
      ['x\u{10000}a', 'x\u{10000}b', -1],
    ];
    for (const [a, b, order] of rows) {
      it(`puts ${JSON.stringify(a)} ${['before', 'level with', 'after'][order + 1]} ${JSON.stringify(b)}`, () => {
        expect(sign(compareUtf8(a, b))).to.equal(order);
        expect(sign(compareUtf8(b, a))).to.equal(order === 0 ? 0 : -order);
      });
    }

    it('is a total order also over lone surrogates, which have no UTF-8: different strings never tie', () => {
      const unit = fc.constantFrom('\ud800', '\udbff', '\udc00', '\udfff', 'a', '\ue000', '\uffff');
      const text = fc.array(unit, { maxLength: 4 }).map((parts) => parts.join(''));
      fc.assert(
        fc.property(text, text, text, (a, b, c) => {
          const isTransitive = !(compareUtf8(a, b) < 0 && compareUtf8(b, c) < 0) || compareUtf8(a, c) < 0;
          const isOpposite = sign(compareUtf8(a, b)) + sign(compareUtf8(b, a)) === 0;
          return isTransitive && isOpposite && (compareUtf8(a, b) === 0) === (a === b);
        }),
        { seed: 2, numRuns: 500 },
      );
    });
  });

  it('compareBytes compares unsigned bytes, a prefix first', () => {
    expect(sign(compareBytes(Uint8Array.of(0x7f), Uint8Array.of(0x80)))).to.equal(-1);
    expect(sign(compareBytes(Uint8Array.of(1), Uint8Array.of(1, 0)))).to.equal(-1);
    expect(sign(compareBytes(Uint8Array.of(2), Uint8Array.of(1, 9)))).to.equal(1);
    expect(compareBytes(Uint8Array.of(1, 2), Buffer.from([1, 2]))).to.equal(0);
  });

  it('compareNumbers orders by value, infinities included', () => {
    const { POSITIVE_INFINITY: most, NEGATIVE_INFINITY: least } = Number;
    expect([10, most, -1, 9, least, 0].toSorted(compareNumbers)).to.deep.equal([least, -1, 0, 9, 10, most]);
    expect(compareNumbers(most, most)).to.equal(0);
    expect(compareNumbers(-0, 0)).to.equal(0);
  });

  it('compareStrings orders by UTF-16 unit', () => {
    expect(['b', 'a', 'B', 'ab'].toSorted(compareStrings)).to.deep.equal(['B', 'a', 'ab', 'b']);
    expect(compareStrings('x', 'x')).to.equal(0);
  });

  describe('compareTuples', () => {
    const compare = compareTuples<readonly [string, number]>(compareStrings, compareNumbers);

    it('decides by the first element that differs', () => {
      expect(sign(compare(['a', 9], ['b', 1]))).to.equal(-1);
      expect(sign(compare(['a', 9], ['a', 10]))).to.equal(-1);
      expect(sign(compare(['a', 10], ['a', 9]))).to.equal(1);
      expect(compare(['a', 9], ['a', 9])).to.equal(0);
    });

    it('puts a list before the longer ones it begins, so a partial key is a bound', () => {
      const open = compareTuples<readonly unknown[]>(compareStrings as never, compareNumbers as never);
      expect(sign(open(['a'], ['a', 0]))).to.equal(-1);
      expect(sign(open(['a', 0], ['a']))).to.equal(1);
      expect(sign(open(['b'], ['a', 0]))).to.equal(1);
      expect(open(['a'], ['a'])).to.equal(0);
    });
  });
});
