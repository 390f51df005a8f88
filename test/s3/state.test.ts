import { expect } from 'chai';
import { Store } from '../../fakes/kernel/store';
import { createState, type Version } from '../../fakes/s3/state';

describe('S3 state', () => {
  const state = createState(new Store(() => 0));
  const version: Version = {
    kind: 'deleteMarker',
    key: 'k',
    versionId: 'null',
    sequence: 1,
    lastModified: 0,
  };

  it('sorts versions by key and the newest first, uploads the oldest first', () => {
    for (const [key, sequence] of [
      ['b', 1],
      ['a', 2],
      ['b', 3],
    ] as const) {
      state.versions('bucket').put([key, sequence], { ...version, key, sequence });
      state.uploadOrder('bucket').put([key, sequence], `${key}${sequence}`);
    }
    expect([...state.versions('bucket').entries()].map(([key]) => key.join(''))).to.deep.equal([
      'a2',
      'b3',
      'b1',
    ]);
    expect([...state.uploadOrder('bucket').entries()].map(([, id]) => id)).to.deep.equal(['a2', 'b1', 'b3']);
  });

  it('keeps the contents of buckets apart, under names that say whose they are', () => {
    expect(state.objects('a')).to.equal(state.objects('a'));
    expect(state.objects('a')).to.not.equal(state.objects('b'));
    expect(state.objects('a').name).to.equal('s3.objects.a');
    expect(state.parts('a').name).to.equal('s3.parts.a');
    expect(state.versionIds('a').name).to.equal('s3.versionIds.a');
    expect(state.uploads('a').name).to.equal('s3.uploads.a');
    expect(state.buckets.name).to.equal('s3.buckets');
  });
});
