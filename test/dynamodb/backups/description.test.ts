import { expect } from 'chai';
import { describeSource, describeSourceFeatures } from '../../../fakes/dynamodb/backups/description';
import type { BackupEntry } from '../../../fakes/dynamodb/backups/state';
import { createState } from '../../../fakes/dynamodb/state';
import { Store } from '../../../fakes/kernel/store';
import { table } from '../entries';

describe('DynamoDB description of a backup’s source', () => {
  const backup: BackupEntry = {
    arn: 'arn',
    name: 'one',
    type: 'USER',
    table,
    createdAt: 1,
    count: 2,
    bytes: 3,
  };
  const state = createState(new Store(() => 0), '2026');

  it('has the table’s own numbers, and limits on demand only where there are some', () => {
    expect(describeSource(backup)).to.deep.include({ ItemCount: 2, TableSizeBytes: 3, TableName: 't00' });
    const limited = { ...backup, table: { ...table, onDemandThroughput: { MaxReadRequestUnits: 5 } } };
    expect(describeSource(limited).OnDemandThroughput).to.deep.equal({ MaxReadRequestUnits: 5 });
  });

  it('has the features that were enabled, and none for a system backup', () => {
    expect(Object.keys(describeSourceFeatures(state, backup))).to.deep.equal(['GlobalSecondaryIndexes']);
    expect(describeSourceFeatures(state, { ...backup, type: 'SYSTEM' })).to.deep.equal({});
    const disabled = { ...table, timeToLive: { attributeName: 'x', enabled: false, changedAt: 0 } };
    expect(describeSourceFeatures(state, { ...backup, table: disabled })).to.not.have.property(
      'TimeToLiveDescription',
    );
  });
});
