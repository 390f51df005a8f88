import { expect } from 'chai';
import { readShard, shardsOf } from '../../fakes/dynamodb/shards';
import type { StreamEntry } from '../../fakes/dynamodb/state';
import { shardIdOf } from '../../fakes/dynamodb/streams';
import { Store } from '../../fakes/kernel/store';
import { compareNumbers } from '../../fakes/kernel/order';
import type { StoredRecord } from '../../fakes/dynamodb/state';

describe('DynamoDB shards', () => {
  const HOUR = 3_600_000;
  const stream: StreamEntry = {
    arn: 'x',
    label: 'x',
    tableName: 't00',
    keySchema: [],
    viewType: 'KEYS_ONLY',
    createdAt: 0,
  };
  const records = (...times: number[]) => {
    const collection = new Store(() => 0).collection<number, StoredRecord>('records', compareNumbers);
    for (const [index, at] of times.entries()) {
      collection.put(index + 1, {
        sequence: index + 1,
        at,
        eventId: '',
        keys: {},
        before: undefined,
        after: {},
        byService: false,
      });
    }
    return collection;
  };

  it('begin with the one that the stream is named by', () => {
    expect(shardsOf(stream, records(), 0).map(({ id }) => id)).to.deep.equal([shardIdOf(stream)]);
  });

  it('divide the records by the time, each record in one shard', () => {
    const shards = shardsOf(stream, records(1, 4 * HOUR - 1, 4 * HOUR, 9 * HOUR), 9 * HOUR);
    expect(shards.map(({ start, end }) => [start, end])).to.deep.equal([
      [0, 2],
      [2, 3],
      [3, undefined],
    ]);
  });

  it('close with their stream, the record of that moment included', () => {
    const closed = { ...stream, disabledAt: HOUR };
    expect(shardsOf(closed, records(1, HOUR), 2 * HOUR).map(({ start, end }) => [start, end])).to.deep.equal([
      [0, 2],
    ]);
  });

  it('go 24 hours after they were closed, but never the last one', () => {
    const first = (now: number, of = stream) => shardsOf(of, records(), now)[0]?.id;
    expect(first(28 * HOUR - 1)).to.equal(shardIdOf(stream));
    expect(first(28 * HOUR)).to.not.equal(shardIdOf(stream));
    expect(shardsOf({ ...stream, disabledAt: 1 }, records(), 100 * HOUR)).to.have.lengthOf(1);
  });

  describe('that split', () => {
    const split: StreamEntry = {
      ...stream,
      keySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      splits: [
        { at: HOUR, position: 2 },
        { at: 5 * HOUR, position: 3 },
      ],
    };
    const short = (id: string | undefined): string | undefined => id?.slice(-2);

    it('have two children each, which go on in one child each when they are full', () => {
      const found = shardsOf(split, records(1, HOUR, 4 * HOUR, 5 * HOUR, 5 * HOUR), 6 * HOUR);
      expect(
        found.map(({ id, parentId, start, end, part, parts }) => [
          short(id),
          short(parentId),
          start,
          end,
          `${part}/${parts}`,
        ]),
      ).to.deep.equal([
        ['01', undefined, 0, 2, '0/1'],
        ['02', '01', 2, 2, '0/2'],
        ['03', '01', 2, 2, '1/2'],
        ['04', '02', 2, 3, '0/2'],
        ['05', '03', 2, 3, '1/2'],
        ['06', '04', 3, undefined, '0/4'],
        ['07', '04', 3, undefined, '1/4'],
        ['08', '05', 3, undefined, '2/4'],
        ['09', '05', 3, undefined, '3/4'],
      ]);
    });

    it('keep their ids and their order while older ones go', () => {
      const late = shardsOf(split, records(), 9 * 24 * HOUR);
      const ids = late.map(({ id }) => id);
      expect(ids).to.deep.equal(ids.toSorted());
      // Generations of four shards, one every four hours, as far back as 24 hours and the one before.
      expect(late).to.have.lengthOf(7 * 4);
      const parents = late.map(({ parentId }) => parentId);
      expect(parents.slice(4)).to.deep.equal(ids.slice(0, -4));
      const later = shardsOf(split, records(), 9 * 24 * HOUR + 4 * HOUR);
      expect(later.slice(0, 24)).to.deep.equal(
        late
          .slice(4)
          .map((shard) => ({ ...shard, end: 0, endingSequenceNumber: later[0]?.endingSequenceNumber })),
      );
    });

    it('share the keys out: each record is in one shard of its generation, all of one key in the same', () => {
      const stored = new Store(() => 0).collection<number, StoredRecord>('records', compareNumbers);
      const blank = { at: HOUR, eventId: '', before: undefined, after: {}, byService: false };
      for (let i = 1; i <= 40; i++)
        stored.put(i, { ...blank, sequence: i, keys: { pk: { S: `k${i % 20}` } } });
      const halves = shardsOf({ ...split, splits: [{ at: 1, position: 0 }] }, stored, 2 * HOUR).slice(1);
      const taken = halves.map((shard) =>
        readShard(split, stored, shard, { after: 0, look: () => 'take' }).taken.map(
          ({ sequence }) => sequence,
        ),
      );
      expect(taken.flat().toSorted((a, b) => a - b)).to.deep.equal(
        Array.from({ length: 40 }, (_, i) => i + 1),
      );
      for (const sequences of taken) {
        expect(sequences.length).to.be.within(10, 30);
        for (const sequence of sequences) {
          expect(sequences).to.include(sequence > 20 ? sequence - 20 : sequence + 20);
        }
      }
    });

    it('are read up to where the reader stops, and to their end when nothing stops it', () => {
      const stored = records(1, HOUR, 4 * HOUR);
      const [first] = shardsOf({ ...stream, splits: [{ at: HOUR, position: 2 }] }, stored, 5 * HOUR);
      if (first === undefined) throw new Error('no shard');
      const read = (...verdicts: ('take' | 'skip' | 'stop')[]) => {
        const { taken, position } = readShard(stream, stored, first, {
          after: 0,
          look: () => verdicts.shift() ?? 'take',
        });
        return [taken.map(({ sequence }) => sequence), position];
      };
      expect(read()).to.deep.equal([[1, 2], 2]);
      expect(read('skip')).to.deep.equal([[2], 2]);
      expect(read('stop')).to.deep.equal([[], 0]);
      expect(read('take', 'stop')).to.deep.equal([[1], 1]);
    });
  });
});
