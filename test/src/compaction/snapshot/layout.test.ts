import { expect } from 'chai';
import {
  isSafePath,
  pointerKey,
  versionPrefix,
  versionsPrefix,
} from '../../../../src/compaction/snapshot/layout';

describe('layout of the bucket', () => {
  it('keeps pointer and versions of a collection together', () => {
    expect(pointerKey('words')).to.equal('words/snapshot/latest-pointer.txt');
    expect(versionsPrefix('words')).to.equal('words/snapshot/timestamped/');
    expect(versionPrefix('words', 'v1')).to.equal('words/snapshot/timestamped/v1/');
  });

  const paths: [string, boolean][] = [
    ['records.jsonl', true],
    ['5f3a/data_level0.bin', true],
    ['...', true],
    ['', false],
    ['.', false],
    ['..', false],
    ['a/../b', false],
    ['/etc/passwd', false],
    ['a//b', false],
    ['a/', false],
    ['a\\b', false],
  ];
  for (const [path, safe] of paths) {
    it(`${safe ? 'trusts' : 'distrusts'} ${JSON.stringify(path)}`, () => {
      expect(isSafePath(path)).to.equal(safe);
    });
  }
});
