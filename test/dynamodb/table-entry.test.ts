import { expect } from 'chai';
import { Store } from '../../fakes/kernel/store';
import { createState } from '../../fakes/dynamodb/state';
import {
  checkStreamSpecification,
  indexEntry,
  keyOf,
  openStream,
  sortedIndexes,
  throughputOf,
} from '../../fakes/dynamodb/table-entry';
import { index, table } from './entries';

describe('table entries', () => {
  const attributes = [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'n', AttributeType: 'N' },
  ] as const;
  const keySchema = [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'n', KeyType: 'RANGE' },
  ] as const;

  it('have keys with their types', () => {
    expect(keyOf(keySchema, attributes)).to.deep.equal({
      hash: [{ name: 'pk', type: 'S' }],
      range: [{ name: 'n', type: 'N' }],
    });
  });

  it('have indexes that know what they store', () => {
    const of = (Projection: NonNullable<Parameters<typeof indexEntry>[1]['Projection']>) =>
      indexEntry(
        'global',
        { IndexName: 'i', KeySchema: [{ AttributeName: 'n', KeyType: 'HASH' }], Projection },
        table.key,
        attributes,
      ).projected;
    expect(of({ ProjectionType: 'ALL' })).to.equal(undefined);
    expect(of({ ProjectionType: 'KEYS_ONLY' })).to.deep.equal(['n', 'pk', 'sk']);
    expect(of({ ProjectionType: 'INCLUDE', NonKeyAttributes: ['x', 'pk'] })).to.deep.equal([
      'n',
      'pk',
      'sk',
      'x',
    ]);
  });

  it('keep indexes in the order of their names and throughput as numbers', () => {
    const names = sortedIndexes([
      { ...index, name: 'b' },
      { ...index, name: 'a' },
    ]).map(({ name }) => name);
    expect(names).to.deep.equal(['a', 'b']);
    expect(throughputOf(undefined)).to.deep.equal({ read: 0, write: 0 });
    expect(throughputOf({ ReadCapacityUnits: 1, WriteCapacityUnits: 2 })).to.deep.equal({
      read: 1,
      write: 2,
    });
  });

  it('open two streams of one millisecond under two labels', () => {
    const state = createState(new Store(() => 0), '2026');
    const specification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } as const;
    const now = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
    const labels = [1, 2].map(() => openStream(state, table, specification, now).label);
    expect(labels).to.deep.equal(['2026-01-02T03:04:05.678', '2026-01-02T03:04:05.679']);
  });

  it('check a stream specification', () => {
    const check =
      (StreamEnabled: boolean, StreamViewType?: 'KEYS_ONLY') => (when: 'created' | 'updated') => () =>
        checkStreamSpecification({ StreamEnabled, ...(StreamViewType && { StreamViewType }) }, when);
    checkStreamSpecification(undefined, 'created');
    check(false)('created')();
    check(true, 'KEYS_ONLY')('updated')();
    expect(check(true)('created')).to.throw('created with a stream enabled, UpdateViewType is required');
    expect(check(true)('updated')).to.throw('If stream is being enabled then UpdateViewType is required');
    expect(check(false, 'KEYS_ONLY')('created')).to.throw('UpdateViewType should not be specified');
    expect(check(false, 'KEYS_ONLY')('updated')).to.throw('UpdateViewType must not be specified');
  });
});
