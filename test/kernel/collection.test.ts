import { expect } from 'chai';
import fc from 'fast-check';
import type { Range } from '../../fakes/kernel/collection';
import { compareNumbers, compareTuples, type Compare } from '../../fakes/kernel/order';
import { Store, type Collection } from '../../fakes/kernel/store';

/** A store whose clock stands where the test puts it, with a collection whose comparisons are counted. */
function numbers(): {
  store: Store;
  time: { now: number };
  entries: Collection<number, string>;
  compared: () => number;
} {
  const time = { now: 0 };
  const store = new Store(() => time.now);
  let compared = 0;
  const compare: Compare<number> = (a, b) => {
    compared++;
    return compareNumbers(a, b);
  };
  return { store, time, entries: store.collection<number, string>('n', compare), compared: () => compared };
}

const keys = (walk: Iterable<readonly [number, unknown]>): number[] => [...walk].map(([key]) => key);

/** What a walk must give, from its definition. */
function naive(all: ReadonlyMap<number, string>, range: Range<number>): [number, string][] {
  const { from = -Infinity, after = -Infinity, to = Infinity, before = Infinity } = range;
  const found = [...all]
    .filter(([key]) => key >= from && key > after && key <= to && key < before)
    .toSorted(([a], [b]) => a - b);
  return range.reverse === true ? found.toReversed() : found;
}

const bound = fc.option(fc.integer({ min: -1, max: 12 }), { nil: undefined });
const range: fc.Arbitrary<Range<number>> = fc
  .record({ from: bound, after: bound, to: bound, before: bound, reverse: fc.boolean() })
  .map((given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));

describe('kernel/collection', () => {
  it('puts, gets, replaces and deletes entries', () => {
    const { entries } = numbers();
    entries.put(1, 'a');
    entries.put(1, 'b');
    entries.put(2, 'c');
    expect([entries.get(1), entries.get(2), entries.get(3)]).to.deep.equal(['b', 'c', undefined]);
    expect([entries.has(1), entries.has(3), entries.size]).to.deep.equal([true, false, 2]);
    expect([entries.delete(1), entries.delete(1), entries.has(1), entries.size]).to.deep.equal([
      true,
      false,
      false,
      1,
    ]);
  });

  it('empties itself, and can be filled again', () => {
    const { entries } = numbers();
    entries.put(1, 'a');
    entries.clear();
    expect([entries.size, entries.get(1), entries.first()]).to.deep.equal([0, undefined, undefined]);
    entries.put(2, 'b');
    expect(entries.first()).to.deep.equal([2, 'b']);
  });

  describe('entries', () => {
    const rows: [Range<number>, number[]][] = [
      [{}, [1, 3, 5, 7]],
      [{ reverse: true }, [7, 5, 3, 1]],
      [{ from: 3 }, [3, 5, 7]],
      [{ after: 3 }, [5, 7]],
      [{ from: 4 }, [5, 7]],
      [{ after: 4 }, [5, 7]],
      [{ to: 5 }, [1, 3, 5]],
      [{ before: 5 }, [1, 3]],
      [{ from: 3, to: 5 }, [3, 5]],
      [{ after: 3, before: 5 }, []],
      [{ after: 1, before: 7, reverse: true }, [5, 3]],
      [{ from: 3, to: 5, reverse: true }, [5, 3]],
      [{ to: 4, reverse: true }, [3, 1]],
      [{ from: 8 }, []],
      [{ before: 1, reverse: true }, []],
      // A page token before the prefix, and behind it.
      [{ from: 5, after: 1 }, [5, 7]],
      [{ from: 1, after: 5 }, [7]],
      [{ to: 3, before: 7, reverse: true }, [3, 1]],
      [{ to: 7, before: 3, reverse: true }, [1]],
    ];
    for (const [given, expected] of rows) {
      it(`walks ${JSON.stringify(given)} of 1, 3, 5, 7 as [${expected.join(', ')}]`, () => {
        const { entries } = numbers();
        for (const key of [5, 1, 7, 3]) entries.put(key, `${key}`);
        expect(keys(entries.entries(given))).to.deep.equal(expected);
        expect(entries.first(given)?.[0]).to.equal(expected[0]);
      });
    }

    it('gives what the definition gives, whatever the bounds', () => {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 0, max: 11 })), range, (given, where) => {
          const { entries } = numbers();
          const all = new Map(given.map((key) => [key, `${key}`]));
          for (const [key, value] of all) entries.put(key, value);
          expect([...entries.entries(where)]).to.deep.equal(naive(all, where));
        }),
        { seed: 3, numRuns: 300 },
      );
    });

    it('costs what it visits, not what is stored', () => {
      const { entries, compared } = numbers();
      for (let key = 0; key < 20_000; key++) entries.put(key, '');
      const before = compared();
      for (const where of [
        { from: 9_000, before: 9_010 },
        { after: 8_999, to: 9_009, reverse: true },
      ]) {
        expect(keys(entries.entries(where))).to.have.lengthOf(10);
      }
      entries.first({ from: 100 });
      expect(compared() - before).to.be.below(150);
    });

    it('compares tuples by their first elements when a bound has no more', () => {
      const store = new Store(() => 0);
      const compare = compareTuples<readonly unknown[]>(compareNumbers as never, compareNumbers as never);
      const pairs = store.collection<readonly unknown[], string>('p', compare);
      for (const pair of [
        [1, 1],
        [2, 1],
        [2, 2],
        [3, 0],
      ])
        pairs.put(pair, '');
      const found = [...pairs.entries({ from: [2], before: [3] })].map(([pair]) => pair);
      expect(found).to.deep.equal([
        [2, 1],
        [2, 2],
      ]);
    });
  });

  type Step =
    | readonly ['put', number, string]
    | readonly ['delete', number]
    | readonly ['clear']
    | readonly ['mark'];
  const key = fc.integer({ min: 0, max: 9 });
  const steps: fc.Arbitrary<Step[]> = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.tuple(fc.constant('put' as const), key, fc.string({ maxLength: 2 })) },
      { weight: 3, arbitrary: fc.tuple(fc.constant('delete' as const), key) },
      { weight: 1, arbitrary: fc.constant(['clear'] as const) },
      { weight: 2, arbitrary: fc.constant(['mark'] as const) },
    ),
    { maxLength: 40 },
  );

  function play(step: Step, entries: Collection<number, string>, model: Map<number, string>): void {
    if (step[0] === 'put') {
      entries.put(step[1], step[2]);
      model.set(step[1], step[2]);
    } else if (step[0] === 'delete') {
      expect(entries.delete(step[1])).to.equal(model.delete(step[1]));
    } else if (step[0] === 'clear') {
      entries.clear();
      model.clear();
    }
  }

  describe('asOf', () => {
    it('shows every past state exactly as it was: lookups, ranges and first', () => {
      fc.assert(
        fc.property(steps, range, (script, where) => {
          const { store, entries } = numbers();
          const model = new Map<number, string>();
          const past: { mark: number; copy: Map<number, string> }[] = [
            { mark: store.mark(), copy: new Map() },
          ];
          const other = store.collection<number, string>('other', compareNumbers);
          for (const step of script) {
            play(step, entries, model);
            other.put(script.indexOf(step) % 10, 'noise');
            if (step[0] === 'mark') past.push({ mark: store.mark(), copy: new Map(model) });
          }
          for (const { mark, copy } of past) {
            const view = entries.asOf(mark);
            expect(view.name).to.equal('n');
            expect([...view.entries()]).to.deep.equal(naive(copy, {}));
            expect([...view.entries(where)]).to.deep.equal(naive(copy, where));
            expect(view.first(where)).to.deep.equal(naive(copy, where)[0]);
            for (let k = 0; k < 10; k++) {
              expect(view.get(k)).to.equal(copy.get(k));
              expect(view.has(k)).to.equal(copy.has(k));
            }
          }
          expect([...entries.entries()]).to.deep.equal(naive(model, {}));
        }),
        { seed: 4, numRuns: 150 },
      );
    });
  });

  describe('restore', () => {
    it('takes back puts, deletes and clears to any mark, the older ones after the newer ones', () => {
      fc.assert(
        fc.property(steps, (script) => {
          const { store, entries } = numbers();
          const model = new Map<number, string>();
          const past: { mark: number; copy: Map<number, string> }[] = [
            { mark: store.mark(), copy: new Map() },
          ];
          for (const step of script) {
            play(step, entries, model);
            if (step[0] === 'mark') past.push({ mark: store.mark(), copy: new Map(model) });
          }
          for (const { mark, copy } of past.toReversed()) {
            store.restore(mark);
            expect([...entries.entries()]).to.deep.equal(naive(copy, {}));
            expect(entries.size).to.equal(copy.size);
            expect(store.mark()).to.equal(mark);
          }
        }),
        { seed: 5, numRuns: 150 },
      );
    });
  });

  describe('weight', () => {
    it('is the sum over the entries after every write, clear and restore', () => {
      const store = new Store(() => 0);
      const weighed = store.collection<number, string>('w', compareNumbers, (value) => value.length);
      const moves = fc.tuple(
        fc.constantFrom('put', 'delete', 'clear', 'mark', 'restore'),
        fc.nat(5),
        fc.string(),
      );
      fc.assert(
        fc.property(fc.array(moves, { maxLength: 40 }), (script) => {
          weighed.clear();
          const hold = store.hold();
          let mark = hold.position;
          for (const [kind, at, value] of script) {
            if (kind === 'put') weighed.put(at, value);
            else if (kind === 'delete') weighed.delete(at);
            else if (kind === 'clear') weighed.clear();
            else if (kind === 'mark') mark = store.mark();
            else store.restore(mark);
            const sum = [...weighed.entries()].reduce((total, [, entry]) => total + entry.length, 0);
            expect(weighed.weight).to.equal(sum);
          }
          hold.release();
        }),
        { seed: 20261123 },
      );
    });

    it('is 0 without a measure', () => {
      const { entries } = numbers();
      entries.put(1, 'one');
      expect(entries.weight).to.equal(0);
    });
  });

  describe('markBeforeLast', () => {
    it('counts the writes to this collection only', () => {
      const { store, entries } = numbers();
      const other = store.collection<number, string>('other', compareNumbers);
      entries.put(1, 'a');
      entries.put(2, 'b');
      other.put(1, 'x');
      entries.delete(1);
      other.put(2, 'y');
      const shown = (count: number): number[] => keys(entries.asOf(entries.markBeforeLast(count)).entries());
      expect(shown(0)).to.deep.equal([2]);
      expect(shown(1)).to.deep.equal([1, 2]);
      expect(shown(2)).to.deep.equal([1]);
      expect(shown(3)).to.deep.equal([]);
      expect(shown(4)).to.deep.equal([]);
      expect(entries.markBeforeLast(0)).to.equal(store.mark());
      expect(entries.markBeforeLast(9)).to.equal(store.oldest);
    });
  });
});
