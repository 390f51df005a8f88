import type { IndexEntry, TableEntry } from '../../fakes/dynamodb/state';

/** An index by `g sk` that stores its keys. */
export const index: IndexEntry = {
  name: 'gsi',
  kind: 'global',
  key: { hash: [{ name: 'g', type: 'S' }], range: [{ name: 'sk', type: 'S' }] },
  keySchema: [
    { AttributeName: 'g', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  projection: { ProjectionType: 'KEYS_ONLY' },
  projected: ['g', 'sk', 'pk'],
  throughput: { read: 0, write: 0 },
};

/** A table with the key `pk sk` and that index. */
export const table: TableEntry = {
  name: 't00',
  region: 'us-east-1',
  arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/t00',
  id: '00000001-0000-4000-8000-000000000001',
  createdAt: 0,
  attributeDefinitions: [],
  keySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  key: { hash: [{ name: 'pk', type: 'S' }], range: [{ name: 'sk', type: 'S' }] },
  indexes: [index],
  billingMode: 'PAY_PER_REQUEST',
  billingChangedAt: 0,
  throughput: { read: 0, write: 0 },
  deletionProtection: false,
  tags: [],
};
