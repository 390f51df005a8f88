import { expect } from 'chai';
import { Store } from '../../fakes/kernel/store';
import { createState } from '../../fakes/dynamodb/state';
import { describe as describeTable, describeDeleted } from '../../fakes/dynamodb/table-description';
import { index, table } from './entries';

describe('table descriptions', () => {
  const state = createState(new Store(() => 0), '2026');

  it('leave out what a table does not have', () => {
    const plain = describeTable(state, { ...table, indexes: [] }, { status: 'ACTIVE', now: 0 });
    for (const member of [
      'GlobalSecondaryIndexes',
      'LocalSecondaryIndexes',
      'StreamSpecification',
      'LatestStreamArn',
      'TableClassSummary',
    ] as const) {
      expect(plain[member], member).to.equal(undefined);
    }
    expect(describeDeleted(state, table)).to.not.have.any.keys(
      'KeySchema',
      'AttributeDefinitions',
      'CreationDateTime',
    );
  });

  it('show where an index stands', () => {
    const status = (activeAt: number | undefined, deleting: string[] = []) => {
      const entry = { ...table, indexes: [activeAt === undefined ? index : { ...index, activeAt }] };
      return describeTable(state, entry, { status: 'ACTIVE', now: 10, deleting }).GlobalSecondaryIndexes?.[0]
        ?.IndexStatus;
    };
    expect([status(undefined), status(10), status(11), status(10, ['gsi'])]).to.deep.equal([
      'ACTIVE',
      'ACTIVE',
      'CREATING',
      'DELETING',
    ]);
  });
});
