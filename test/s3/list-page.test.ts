import { expect } from 'chai';
import fc from 'fast-check';
import { compareUtf8 } from '../../fakes/kernel/order';
import { Store } from '../../fakes/kernel/store';
import { listPage, type PageRequest } from '../../fakes/s3/list-page';

/** Keys of few characters, so that prefixes and delimiters meet: ASCII, U+D7FF, U+E000 and astral ones around them. */
const text = fc
  .array(fc.constantFrom('a', 'b', '/', 'é', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'), {
    maxLength: 5,
  })
  .map((units) => units.join(''));

/** What the documentation says, as slowly as it can be said: all items, sorted, then those behind the marker. */
function naive(keys: readonly string[], request: PageRequest): { items: string[]; isTruncated: boolean } {
  const { prefix, delimiter, after, limit } = request;
  const items = new Set<string>();
  for (const key of keys.filter((candidate) => candidate.startsWith(prefix))) {
    const rest = key.slice(prefix.length);
    const index = delimiter === undefined ? -1 : rest.indexOf(delimiter);
    items.add(index < 0 ? key : prefix + rest.slice(0, index + (delimiter ?? '').length));
  }
  const sorted = [...items].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const behind = sorted.filter(
    (item) => after === undefined || Buffer.compare(Buffer.from(item), Buffer.from(after)) > 0,
  );
  return { items: behind.slice(0, limit), isTruncated: limit > 0 && behind.length > limit };
}

function collectionOf(keys: readonly string[]) {
  const collection = new Store(() => 0).collection<string, number>('keys', compareUtf8);
  keys.forEach((key, index) => collection.put(key, index));
  return collection;
}

describe('S3 listing pages', () => {
  it('are what a sorted list of all items gives', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          text.filter((key) => key !== ''),
          { maxLength: 30 },
        ),
        text,
        fc.option(
          text.filter((delimiter) => delimiter !== ''),
          { nil: undefined },
        ),
        fc.option(text, { nil: undefined }),
        fc.nat(8),
        (keys, prefix, delimiter, after, limit) => {
          const request = { prefix, delimiter, after, limit };
          const collection = collectionOf(keys);
          const page = listPage((bounds) => collection.entries(bounds), request);
          expect({ ...page, items: page.items.map((item) => item.key) }).to.deep.equal(naive(keys, request));
        },
      ),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('read one after the other give every item once', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(text.filter((key) => key !== '')),
        fc.integer({ min: 1, max: 4 }),
        (keys, limit) => {
          const collection = collectionOf(keys);
          const all = { prefix: '', delimiter: '/', after: undefined };
          const found: string[] = [];
          let after: string | undefined;
          for (;;) {
            const page = listPage((bounds) => collection.entries(bounds), { ...all, after, limit });
            found.push(...page.items.map((item) => item.key));
            after = found.at(-1);
            if (!page.isTruncated) break;
          }
          expect(found).to.deep.equal(naive(keys, { ...all, limit: 1000 }).items);
        },
      ),
      { seed: 2, numRuns: 500 },
    );
  });

  it('visit one entry more than they list, and jump over what a common prefix hides', () => {
    const keys = Array.from({ length: 200 }, (_, folder) =>
      Array.from({ length: 50 }, (__, file) => `${String(folder).padStart(3, '0')}/${file}`),
    ).flat();
    const collection = collectionOf(keys);
    const visitsOf = (request: Partial<PageRequest>): number => {
      let visits = 0;
      listPage(
        function* (bounds) {
          for (const entry of collection.entries(bounds)) {
            visits++;
            yield entry;
          }
        },
        { prefix: '', delimiter: undefined, after: undefined, limit: 1000, ...request },
      );
      return visits;
    };
    expect(visitsOf({ limit: 10 })).to.equal(11);
    expect(visitsOf({ limit: 10, after: '100/7' })).to.equal(11);
    expect(visitsOf({ delimiter: '/' })).to.equal(200);
    expect(visitsOf({ delimiter: '/', limit: 10 })).to.equal(11);
    expect(visitsOf({ delimiter: '/', after: '100/7' })).to.equal(99);
    expect(visitsOf({ prefix: '100/', delimiter: '/' })).to.equal(51);
    expect(visitsOf({ limit: 0 })).to.equal(0);
  });
});
