import { expect } from 'chai';
import {
  addUnits,
  CapacityLedger,
  consumedCapacity,
  readUnits,
  writeUnits,
} from '../../fakes/dynamodb/capacity';
import { index, table } from './entries';

describe('DynamoDB capacity', () => {
  const sizes: readonly (readonly [number, number, number, number])[] = [
    [0, 1, 1, 0.5],
    [1, 1, 1, 0.5],
    [1024, 1, 1, 0.5],
    [1025, 2, 1, 0.5],
    [4096, 4, 1, 0.5],
    [4097, 5, 2, 1],
  ];
  for (const [bytes, write, consistent, eventual] of sizes) {
    it(`charges ${bytes} bytes`, () => {
      expect([writeUnits(bytes), readUnits(bytes, true), readUnits(bytes, false)]).to.deep.equal([
        write,
        consistent,
        eventual,
      ]);
    });
  }

  it('adds units per index', () => {
    const sum = addUnits(
      { table: 1, indexes: new Map([['a', 1]]) },
      {
        table: 2,
        indexes: new Map([
          ['a', 2],
          ['b', 3],
        ]),
      },
    );
    expect(sum).to.deep.equal({
      table: 3,
      indexes: new Map([
        ['a', 3],
        ['b', 3],
      ]),
    });
  });

  it('answers what was asked for', () => {
    const local = { ...index, name: 'lsi', kind: 'local' } as const;
    const both = { ...table, indexes: [index, local] };
    const used = {
      table: 1,
      indexes: new Map([
        ['gsi', 2],
        ['lsi', 3],
      ]),
    };
    expect(consumedCapacity(undefined, both, used)).to.equal(undefined);
    expect(consumedCapacity('NONE', both, used)).to.equal(undefined);
    expect(consumedCapacity('TOTAL', both, used)).to.deep.equal({ TableName: 't00', CapacityUnits: 6 });
    expect(consumedCapacity('INDEXES', both, used)).to.deep.equal({
      TableName: 't00',
      CapacityUnits: 6,
      Table: { CapacityUnits: 1 },
      GlobalSecondaryIndexes: { gsi: { CapacityUnits: 2 } },
      LocalSecondaryIndexes: { lsi: { CapacityUnits: 3 } },
    });
    expect(consumedCapacity('TOTAL', both, used, 'Write')).to.deep.equal({
      TableName: 't00',
      CapacityUnits: 12,
      WriteCapacityUnits: 12,
    });
  });

  it('keeps one entry per table in a batch', () => {
    const ledger = new CapacityLedger();
    ledger.add(table, { table: 1, indexes: new Map() });
    ledger.add(table, { table: 1, indexes: new Map([['gsi', 1]]) });
    expect(ledger.answer('TOTAL')).to.deep.equal([{ TableName: 't00', CapacityUnits: 3 }]);
    expect(ledger.answer(undefined)).to.equal(undefined);
    expect(ledger.answer('NONE')).to.equal(undefined);
  });
});
