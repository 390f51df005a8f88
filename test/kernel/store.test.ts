import { expect } from 'chai';
import { compareNumbers, compareStrings, type Compare } from '../../fakes/kernel/order';
import { Store, type Collection } from '../../fakes/kernel/store';

const RECENT = 8_192;

function createStore(): { store: Store; a: Collection<number, string>; b: Collection<string, object> } {
  const store = new Store(() => 0);
  return {
    store,
    a: store.collection<number, string>('a', compareNumbers),
    b: store.collection<string, object>('b', compareStrings),
  };
}

function write(entries: Collection<number, string>, count: number, from = 0): void {
  for (let i = 0; i < count; i++) entries.put(from + i, `${from + i}`);
}

describe('kernel/store', () => {
  it('gives the same collection for the same name', () => {
    const { store, a } = createStore();
    expect(store.collection('a', compareNumbers)).to.equal(a);
    expect(store.collection('c', compareNumbers)).to.not.equal(a);
  });

  describe('restore', () => {
    it('undoes the writes to every collection since the mark', () => {
      const { store, a, b } = createStore();
      const object = { x: 1 };
      a.put(1, 'old');
      b.put('k', object);
      const mark = store.mark();
      a.put(1, 'new');
      a.put(2, 'more');
      b.clear();
      b.put('z', {});
      b.delete('z');
      store.restore(mark);
      expect([...a.entries()]).to.deep.equal([[1, 'old']]);
      expect(b.get('k')).to.equal(object);
      expect(b.size).to.equal(1);
    });

    it('costs the writes since the mark, not the entries stored', () => {
      let compared = 0;
      const compare: Compare<number> = (x, y) => {
        compared++;
        return x - y;
      };
      const cost = (stored: number): number => {
        const store = new Store(() => 0);
        const entries = store.collection<number, string>('n', compare);
        write(entries, stored);
        const mark = store.mark();
        write(entries, 5, 1);
        entries.delete(3);
        entries.clear();
        compared = 0;
        store.restore(mark);
        expect(entries.size).to.equal(stored);
        return compared;
      };
      const small = cost(100);
      expect(small).to.be.above(0);
      // 100 times as many entries: a few more levels of the tree, no more.
      expect(cost(10_000)).to.be.below(small * 4);
    });

    it('can be done again and again to the same mark', () => {
      const { store, a } = createStore();
      a.put(1, 'a');
      const { position } = store.hold();
      for (let i = 0; i < 3; i++) {
        a.put(1, `${i}`);
        a.put(2, `${i}`);
        store.restore(position);
        expect([...a.entries()]).to.deep.equal([[1, 'a']]);
      }
    });

    it('leaves no trace of the undone writes in the journal', () => {
      const { store, a } = createStore();
      const mark = store.mark();
      a.put(1, 'a');
      store.restore(mark);
      expect(store.changesSince(mark)).to.deep.equal([]);
      expect(store.diff(mark)).to.deep.equal([]);
    });

    it('refuses a mark that is later than everything there is, or from before a reset', () => {
      const { store, a } = createStore();
      const mark = store.mark();
      a.put(1, 'a');
      const later = store.mark();
      store.restore(mark);
      expect(() => store.restore(later)).to.throw(RangeError, /^mark 1 is outside the journal \(0\.\.0\): /);
      a.put(1, 'b');
      const last = store.mark();
      store.reset();
      for (const stale of [mark, last]) {
        expect(() => store.restore(stale)).to.throw(RangeError, /taken before reset\(\)/);
        expect(() => store.diff(stale)).to.throw(RangeError);
        expect(() => a.asOf(stale)).to.throw(RangeError);
      }
      expect(() => store.restore(store.mark())).to.not.throw();
    });
  });

  it('knows where it stood at a time: behind the writes made by then, before the later ones', () => {
    let now = 10;
    const store = new Store(() => now);
    const a = store.collection<number, string>('a', compareNumbers);
    a.put(1, 'first');
    a.put(2, 'second');
    now = 20;
    a.put(3, 'third');
    const seen = (time: number) => [...a.asOf(store.markAt(time)).entries()].map(([key]) => key);
    expect([9, 10, 19, 20, 99].map(seen)).to.deep.equal([[], [1, 2], [1, 2], [1, 2, 3], [1, 2, 3]]);
    write(a, 2 * RECENT + 1, 10);
    expect(store.markAt(0)).to.equal(store.oldest);
  });

  describe('hold', () => {
    it('keeps every change since, through nested holds released in any order', () => {
      const { store, a } = createStore();
      write(a, 10);
      const outer = store.hold();
      write(a, RECENT, 100);
      const inner = store.hold();
      write(a, 3 * RECENT, 20_000);
      outer.release();
      write(a, RECENT, 100_000);
      store.restore(inner.position);
      expect(a.size).to.equal(10 + RECENT);
      expect(() => store.restore(outer.position)).to.throw(RangeError);
    });

    it('with an older hold the older mark stays good', () => {
      const { store, a } = createStore();
      const outer = store.hold();
      write(a, RECENT);
      const inner = store.hold();
      write(a, 2 * RECENT, 20_000);
      inner.release();
      write(a, 2 * RECENT, 50_000);
      store.restore(outer.position);
      expect(a.size).to.equal(0);
    });
  });

  describe('forgetting', () => {
    it('keeps the latest 8,192 changes at least, and 16,384 at most, when nobody holds a mark', () => {
      const { store, a } = createStore();
      let most = 0;
      let least = RECENT;
      for (let i = 0; i < 5 * RECENT; i++) {
        a.put(i % 100, `${i}`);
        most = Math.max(most, store.mark() - store.oldest);
        if (i >= RECENT) least = Math.min(least, store.mark() - store.oldest);
      }
      expect(least).to.equal(RECENT);
      expect(most).to.be.at.most(2 * RECENT);
      const mark = store.mark() - RECENT;
      expect(a.asOf(mark).get(0)).to.equal(`${4 * RECENT - ((4 * RECENT) % 100)}`);
      expect(() => a.asOf(store.oldest - 1)).to.throw(RangeError);
      expect(() => a.asOf(store.oldest)).to.not.throw();
    });

    it('forgets again once a hold is released', () => {
      const { store, a } = createStore();
      const hold = store.hold();
      write(a, 4 * RECENT);
      expect(store.oldest).to.equal(hold.position);
      hold.release();
      write(a, 2 * RECENT, 100_000);
      expect(store.mark() - store.oldest).to.be.at.most(2 * RECENT);
    });

    it('forgets again after a restore', () => {
      const { store, a } = createStore();
      const hold = store.hold();
      write(a, 4 * RECENT);
      store.restore(hold.position);
      hold.release();
      write(a, 3 * RECENT);
      expect(store.mark() - store.oldest).to.be.at.most(2 * RECENT);
    });
  });

  describe('diff', () => {
    it('tells one line per entry that differs, with the value before and after', () => {
      const { store, a, b } = createStore();
      const [first, second] = [{ n: 1 }, { n: 2 }];
      a.put(1, 'same');
      a.put(2, 'old');
      b.put('gone', first);
      const mark = store.mark();
      a.put(2, 'between');
      a.put(2, 'new');
      a.put(3, 'made');
      a.put(4, 'made and deleted');
      a.delete(4);
      a.put(1, 'changed');
      a.put(1, 'same');
      b.delete('gone');
      b.put('born', second);
      expect(store.diff(mark)).to.deep.equal([
        { collection: 'a', key: 2, before: 'old', after: 'new' },
        { collection: 'a', key: 3, before: undefined, after: 'made' },
        { collection: 'b', key: 'gone', before: first, after: undefined },
        { collection: 'b', key: 'born', before: undefined, after: second },
      ]);
      expect(store.diff(store.mark())).to.deep.equal([]);
    });

    it('tells what a clear removed, and what came after it', () => {
      const { store, a } = createStore();
      a.put(1, 'one');
      a.put(2, 'two');
      a.put(3, 'three');
      const mark = store.mark();
      a.put(2, 'zwei');
      a.clear();
      a.put(1, 'eins');
      a.put(3, 'three');
      expect(store.diff(mark)).to.deep.equal([
        { collection: 'a', key: 2, before: 'two', after: undefined },
        { collection: 'a', key: 1, before: 'one', after: 'eins' },
      ]);
    });
  });

  it('reset empties every collection and forgets the holds', () => {
    const { store, a, b } = createStore();
    store.hold();
    a.put(1, 'a');
    b.put('k', {});
    store.reset();
    expect([a.size, b.size]).to.deep.equal([0, 0]);
    write(a, 3 * RECENT);
    expect(store.mark() - store.oldest).to.be.at.most(2 * RECENT);
  });

  it('tells listeners the collection of each write until they stop', () => {
    const { store, a, b } = createStore();
    const heard: string[] = [];
    const stop = store.onWrite((name) => heard.push(name));
    a.put(1, 'a');
    a.delete(2);
    b.put('k', {});
    a.delete(1);
    b.clear();
    b.clear();
    store.restore(store.mark());
    stop();
    a.put(1, 'a');
    expect(heard).to.deep.equal(['a', 'b', 'a', 'b']);
  });

  it('notes each change with its time, collection and values', () => {
    let now = 5;
    const store = new Store(() => now);
    const a = store.collection<number, string>('a', compareNumbers);
    a.put(1, 'x');
    now = 6;
    a.put(1, 'y');
    a.delete(1);
    const shown = store
      .changesSince(0)
      .map(({ kind, key, before, after, at }) => ({ kind, key, before, after, at }));
    expect(shown).to.deep.equal([
      { kind: 'put', key: 1, before: undefined, after: 'x', at: 5 },
      { kind: 'put', key: 1, before: 'x', after: 'y', at: 6 },
      { kind: 'delete', key: 1, before: 'y', after: undefined, at: 6 },
    ]);
  });
});
