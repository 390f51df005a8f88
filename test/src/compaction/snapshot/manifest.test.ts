import { expect } from 'chai';
import {
  decodeManifest,
  encodeManifest,
  sha256,
  SnapshotCorrupt,
  type Manifest,
} from '../../../../src/compaction/snapshot/manifest';

const manifest: Manifest = {
  schema: 1,
  version: 'v1',
  collection: 'words',
  created_at: '2025-10-23T09:00:00.000Z',
  parent_version: null,
  engine: 'file/1',
  files: [{ path: 'records.jsonl', size: 3, sha256: sha256('abc') }],
  total_bytes: 3,
};

describe('manifest', () => {
  it('comes back as it was', () => {
    const text = encodeManifest(manifest);
    expect(decodeManifest(text, sha256(text))).to.deep.equal(manifest);
    expect(decodeManifest(text, undefined)).to.deep.equal(manifest);
  });

  it('must be the one the pointer names', () => {
    expect(() => decodeManifest(encodeManifest(manifest), sha256('other'))).to.throw(
      SnapshotCorrupt,
      'not the one',
    );
  });

  const broken: [string, string][] = [
    ['no JSON', '{'],
    ['another schema', JSON.stringify({ ...manifest, schema: 2 })],
    [
      'a path that leaves the directory',
      JSON.stringify({ ...manifest, files: [{ ...manifest.files[0], path: '../x' }] }),
    ],
    [
      'a hash that is none',
      JSON.stringify({ ...manifest, files: [{ ...manifest.files[0], sha256: 'abc' }] }),
    ],
  ];
  for (const [what, text] of broken) {
    it(`refuses ${what}`, () => {
      expect(() => decodeManifest(text, undefined)).to.throw(SnapshotCorrupt, 'manifest.json');
    });
  }
});
