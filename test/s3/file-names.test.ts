import { expect } from 'chai';
import fc from 'fast-check';
import { normalize } from 'node:path';
import { filesOf, keyOf, SIDECAR } from '../../fakes/s3/file-names';

describe('names of files for keys of S3', () => {
  const rows: [string, string][] = [
    ['a/b.txt', 'a/b.txt'],
    ['ä 😀', 'ä 😀'],
    ['100%', '100%25'],
    ['a//b', 'a/%/b'],
    ['/a', '%/a'],
    ['folder/', 'folder/%'],
    ['../../etc/passwd', '%2E%2E/%2E%2E/etc/passwd'],
    ['./a', '%2E/a'],
    ['...', '...'],
    ['C:\\a', 'C%3A%5Ca'],
    ['a\u0000b', 'a%00b'],
    [SIDECAR, '%2Eobjects.json'],
    [`a/${SIDECAR}`, `a/${SIDECAR}`],
  ];
  for (const [key, file] of rows) {
    it(`${JSON.stringify(key)} is ${file}`, () => {
      expect(filesOf([key])).to.deep.equal([file]);
      expect(keyOf(file)).to.equal(key);
    });
  }

  it('tell a file from a folder of the same name', () => {
    expect(filesOf(['a', 'a/b', 'a/b/c', 'ab'])).to.deep.equal(['a%', 'a/b%', 'a/b/c', 'ab']);
    expect(keyOf('a%')).to.equal('a');
    expect(keyOf('a/b%')).to.equal('a/b');
  });

  it('lead back to every key, differ, and never out of the directory', () => {
    const part = fc.oneof(
      fc.constantFrom('', '.', '..', '%', 'a', 'b', '%41', SIDECAR),
      fc.string({ maxLength: 3 }),
    );
    const keys = fc.uniqueArray(
      fc
        .array(part, { minLength: 1, maxLength: 4 })
        .map((parts) => parts.join('/'))
        .filter((key) => key !== ''),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(keys, (given) => {
        const files = filesOf(given);
        expect(files.map(keyOf)).to.deep.equal(given);
        expect(new Set(files).size).to.equal(given.length);
        for (const file of files) expect(normalize(file)).to.equal(file);
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('say so when a % encodes nothing', () => {
    expect(() => keyOf('a%zz')).to.throw(
      'fromDirectory(): the name of a%zz has a % that encodes nothing. Write it as %25.',
    );
  });
});
