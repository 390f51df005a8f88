import { expect } from 'chai';
import * as fc from 'fast-check';
import { buildEntry, isFifo, sliceEntries, type Outgoing } from '../../../src/stream-processor/batch-entries';
import type { CollectionMessage } from '../../../src/stream-processor/messages';
import { body } from '../../arrange/events';

const message: CollectionMessage = {
  collection: 'words',
  body: body.metadata(),
  groupId: 'group',
  deduplicationId: 'event-101:words',
};

const outgoing = (id: string, bytes: number, group?: string): Outgoing => ({
  entry: { Id: id, MessageBody: id, ...(group === undefined ? {} : { MessageGroupId: group }) },
  recordIndex: 0,
  bytes,
});
const ids = (slices: Outgoing[][]): string[][] => slices.map((slice) => slice.map(({ entry }) => entry.Id));

describe('buildEntry', () => {
  it('carries what the consumer routes by as attributes', () => {
    const { entry, recordIndex } = buildEntry(message, 7, 'r0', false);
    const values = Object.entries(entry.MessageAttributes ?? {}).map(([name, value]) => [
      name,
      value.DataType,
      value.StringValue,
    ]);
    expect(values).to.deep.equal([
      ['source', 'String', 'dynamodb_stream'],
      ['entity_type', 'String', 'RECEIPT_METADATA'],
      ['event_name', 'String', 'MODIFY'],
      ['collection', 'String', 'words'],
      ['correlation_id', 'String', 'c-7f0a'],
    ]);
    expect(JSON.parse(entry.MessageBody ?? '')).to.deep.equal(message.body);
    expect([entry.Id, recordIndex]).to.deep.equal(['r0', 7]);
  });

  it('has group and deduplication id on FIFO queues only', () => {
    expect(buildEntry(message, 0, 'r0', true).entry).to.include({
      MessageGroupId: 'group',
      MessageDeduplicationId: 'event-101:words',
    });
    expect(buildEntry(message, 0, 'r0', false).entry).not.to.have.any.keys(
      'MessageGroupId',
      'MessageDeduplicationId',
    );
    expect([isFifo('https://words.fifo'), isFifo('https://words')]).to.deep.equal([true, false]);
  });

  it('shortens a deduplication id of more than 128 characters, always to the same one', () => {
    const idOf = (deduplicationId: string) =>
      buildEntry({ ...message, deduplicationId }, 0, 'r0', true).entry.MessageDeduplicationId;
    expect(idOf('a'.repeat(128))).to.equal('a'.repeat(128));
    expect(idOf('a'.repeat(129)))
      .to.match(/^[0-9a-f]{64}$/)
      .and.equal(idOf('a'.repeat(129)));
  });

  it('counts body and attributes in bytes', () => {
    const { entry, bytes } = buildEntry(message, 0, 'r0', false);
    const attributes = Object.entries(entry.MessageAttributes ?? {});
    const expected = attributes.reduce(
      (sum, [name, value]) => sum + name.length + 6 + (value.StringValue ?? '').length,
      0,
    );
    expect(bytes).to.equal(expected + Buffer.byteLength(entry.MessageBody ?? ''));
  });
});

describe('sliceEntries', () => {
  it('takes at most ten entries', () => {
    const slices = sliceEntries(
      Array.from({ length: 21 }, (_, index) => outgoing(`r${index}`, 1)),
      1_000,
    );
    expect(slices.map((slice) => slice.length)).to.deep.equal([10, 10, 1]);
  });

  it('takes at most so many bytes', () => {
    expect(ids(sliceEntries([outgoing('a', 4), outgoing('b', 6), outgoing('c', 1)], 10))).to.deep.equal([
      ['a', 'b'],
      ['c'],
    ]);
    expect(ids(sliceEntries([outgoing('a', 4), outgoing('b', 7)], 10))).to.deep.equal([['a'], ['b']]);
  });

  it('leaves an entry that is too large alone', () => {
    expect(ids(sliceEntries([outgoing('a', 1), outgoing('b', 11), outgoing('c', 1)], 10))).to.deep.equal([
      ['a', 'c'],
      ['b'],
    ]);
  });

  it('takes one entry of a FIFO group at a time (R43)', () => {
    const entries = [
      outgoing('a1', 1, 'a'),
      outgoing('a2', 1, 'a'),
      outgoing('b1', 1, 'b'),
      outgoing('a3', 1, 'a'),
    ];
    expect(ids(sliceEntries(entries, 10))).to.deep.equal([['a1', 'b1'], ['a2'], ['a3']]);
  });

  it('loses nothing, repeats nothing and keeps the order of every group', () => {
    const entry = fc.record({
      bytes: fc.integer({ min: 1, max: 12 }),
      group: fc.constantFrom('a', 'b', 'c'),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 40 }), (given) => {
        const entries = given.map(({ bytes, group }, index) => outgoing(`r${index}`, bytes, group));
        const slices = sliceEntries(entries, 10);
        for (const group of ['a', 'b', 'c']) {
          const of = (list: Outgoing[]) =>
            list.filter((one) => one.entry.MessageGroupId === group).map((one) => one.entry.Id);
          expect(of(slices.flat())).to.deep.equal(of(entries));
        }
        for (const slice of slices) {
          expect(slice.length).to.be.within(1, 10);
          if (slice.length > 1) expect(slice.reduce((sum, { bytes }) => sum + bytes, 0)).to.be.at.most(10);
        }
      }),
      { seed: 1 },
    );
  });
});
