import { expect } from 'chai';
import { Store } from '../../fakes/kernel/store';
import { createState } from '../../fakes/dynamodb/state';
import {
  nameOfTable,
  requireControlTable,
  requireIndex,
  requireTable,
  wordingOf,
} from '../../fakes/dynamodb/table-access';
import { index, table } from './entries';

describe('access to tables', () => {
  const state = createState(new Store(() => 0), 'classic');
  state.tables.put([table.region, table.name], table);
  const call = { state, region: 'us-east-1', operation: 'PutItem' };

  it('finds a table by its name in the region of the call, or by its ARN', () => {
    expect(requireTable(call, 't00')).to.equal(table);
    expect(requireTable({ ...call, region: 'eu-west-1' }, table.arn)).to.equal(table);
    expect(nameOfTable(table.arn)).to.equal('t00');
  });

  it('has one message for data, another for control', () => {
    expect(() => requireTable({ ...call, region: 'eu-west-1' }, 't00')).to.throw(
      /^Requested resource not found$/,
    );
    expect(() => requireTable(call, 'arn:aws:dynamodb:us-east-1:1:table/t00')).to.throw(
      /^Requested resource not found$/,
    );
    expect(() => requireControlTable(call, 'no')).to.throw(
      'Requested resource not found: Table: no not found',
    );
  });

  it('finds an index that is built', () => {
    expect(requireIndex(table, undefined, 0)).to.equal(undefined);
    expect(requireIndex(table, 'gsi', 0)).to.equal(index);
    const building = { ...table, indexes: [{ ...index, activeAt: 10 }] };
    expect(() => requireIndex(building, 'gsi', 9)).to.throw(
      'Cannot read from backfilling global secondary index: gsi',
    );
    expect(requireIndex(building, 'gsi', 10)).to.equal(building.indexes[0]);
  });

  it('words errors as the world was told to', () => {
    expect(wordingOf(call)).to.deep.equal({ wording: 'classic', operation: 'PutItem' });
  });
});
