import { expect } from 'chai';
import { shardsOf } from '../../fakes/dynamodb/shards';
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
});
