import { expect } from 'chai';
import fc from 'fast-check';
import { fakeAws } from '../../../fakes';
import { createTable } from '../arrange';
import { READS } from './read-commands';
import { asItem, asRow, TableModel } from './table-model';
import { WRITES } from './write-commands';

describe('DynamoDB against a small independent model', function () {
  this.timeout(60_000);

  it('has the same items, pages, refusals and stream records after any commands', async () => {
    const commands = fc.commands([...WRITES, ...READS], { maxCommands: 60, size: '+1' });
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        const aws = fakeAws({ seed: 1 });
        try {
          await createTable(
            't00',
            'pk sk:N',
            { globals: { byG: 'g n:N' }, locals: { byL: 'pk l KEYS_ONLY' } },
            { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } },
          );
          const model = new TableModel();
          await fc.asyncModelRun(() => ({ model, real: 't00' }), sequence);
          const table = aws.dynamodb.table('t00');
          expect(table.items()).to.have.deep.members(model.where(() => true));
          const recorded = table.streamRecords().map(({ dynamodb: { Keys, OldImage, NewImage } }) => ({
            Keys,
            OldImage,
            NewImage,
          }));
          expect(recorded).to.deep.equal(
            model.changes.map(({ key, before, after }) => ({
              Keys: asItem(key),
              OldImage: before && asItem(before),
              NewImage: after && asItem(after),
            })),
          );
        } finally {
          aws.unplug();
        }
      }),
      { numRuns: 120, seed: 20_261_127 },
    );
  });

  it('compares what it means to: rows and items are each other’s image', () => {
    const row = { pk: 'a', sk: -1, g: 'x' };
    expect(asRow(asItem(row))).to.deep.equal(row);
    const model = new TableModel();
    model.set(row, row);
    model.set(row, { ...row });
    expect(model.changes).to.have.lengthOf(1);
    model.set(row, undefined);
    expect(model.get(row)).to.equal(undefined);
    expect(model.changes).to.have.lengthOf(2);
  });
});
