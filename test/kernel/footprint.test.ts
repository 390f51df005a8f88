import { expect } from 'chai';
import { Footprint } from '../../fakes/kernel/footprint';
import { compareNumbers } from '../../fakes/kernel/order';
import { Store, type Collection } from '../../fakes/kernel/store';

type Entries = Collection<number, string>;
type Act = (entries: Entries, other: Entries) => unknown;

/** What an execution touched of a store that holds 1, 2 and 3. */
function footprintOf(act: Act): Footprint {
  const store = new Store(() => 0);
  const entries = store.collection<number, string>('a', compareNumbers);
  const other = store.collection<number, string>('b', compareNumbers);
  for (const key of [1, 2, 3]) entries.put(key, 'x');
  store.footprint = new Footprint();
  act(entries, other);
  const { footprint } = store;
  store.footprint = undefined;
  return footprint;
}

const walk =
  (range: Parameters<Entries['entries']>[0]): Act =>
  (entries) => [...entries.entries(range)];

describe('kernel/footprint', () => {
  const rows: [string, Act, Act, boolean][] = [
    ['two reads of one key', (a) => a.get(1), (a) => a.get(1), false],
    ['a read and a write of one key', (a) => a.get(1), (a) => a.put(1, 'y'), true],
    ['has and a delete of one key', (a) => a.has(1), (a) => a.delete(1), true],
    ['two writes of one key', (a) => a.put(1, 'y'), (a) => a.put(1, 'y'), true],
    ['writes of different keys', (a) => a.put(1, 'y'), (a) => a.put(2, 'y'), false],
    ['the same key in different collections', (a) => a.put(1, 'y'), (_, b) => b.put(1, 'y'), false],
    ['a read of a key that is not there and its creation', (a) => a.get(9), (a) => a.put(9, 'y'), true],
    ['a delete of nothing and a write', (a) => a.delete(9), (a) => a.put(9, 'y'), true],
    ['a walk and a write inside it', walk({ from: 1, to: 2 }), (a) => a.put(2, 'y'), true],
    [
      'a walk and a write at its excluded ends',
      walk({ after: 1, before: 3 }),
      (a) => [a.put(1, 'y'), a.put(3, 'y')],
      false,
    ],
    ['a walk and a write at its included ends', walk({ from: 3 }), (a) => a.put(3, 'y'), true],
    ['a walk and a write below', walk({ from: 3 }), (a) => a.put(2, 'y'), false],
    ['a walk and a write above', walk({ to: 2 }), (a) => a.put(3, 'y'), false],
    ['a walk after a key and a write below it', walk({ after: 2 }), (a) => a.put(1, 'y'), false],
    ['a walk after a key and a write above it', walk({ after: 2 }), (a) => a.put(3, 'y'), true],
    ['two walks', walk({}), walk({}), false],
    ['the size and any write', (a) => a.size, (a) => a.put(9, 'y'), true],
    ['a clear and a read', (a) => a.clear(), (a) => a.get(9), true],
    ['a clear and a walk', (a) => a.clear(), walk({ from: 9 }), true],
    ['a clear and another collection', (a) => a.clear(), (_, b) => b.get(1), false],
    ['a read of the past and a write', (a) => a.asOf(0).get(1), (a) => a.put(1, 'y'), true],
    ['nothing and a write', () => undefined, (a) => a.put(1, 'y'), false],
  ];
  for (const [name, one, two, conflict] of rows) {
    it(`${name} ${conflict ? 'conflict' : 'do not conflict'}`, () => {
      expect(footprintOf(one).conflictsWith(footprintOf(two))).to.equal(conflict);
      expect(footprintOf(two).conflictsWith(footprintOf(one))).to.equal(conflict);
    });
  }
});
