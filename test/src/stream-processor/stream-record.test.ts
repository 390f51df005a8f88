import { expect } from 'chai';
import { readStreamRecord } from '../../../src/stream-processor/stream-record';
import { streamRecord } from '../../arrange/events';
import {
  compactionRun,
  lineOf,
  RECEIPT,
  receipt,
  receiptLine,
  receiptMetadata,
  receiptWord,
  wordLabel,
  wordOf,
  type Item,
} from '../../arrange/receipts';

const SYNC = { syncInserts: true };
const word = wordOf(RECEIPT, 4, 1);
const metadata = receiptMetadata(RECEIPT);
const label = wordLabel(word, 'PRODUCT_NAME');
const lock: Item = { PK: { S: 'LOCK#words#snapshot' }, SK: { S: 'LOCK' } };

const outcomeOf = (before: Item | undefined, after: Item | undefined, options = SYNC): string => {
  const outcome = readStreamRecord(streamRecord(before, after), options);
  return outcome.kind === 'irrelevant' ? outcome.reason : outcome.kind;
};

describe('readStreamRecord: what matters', () => {
  const rows: [entity: string, item: Item, changed: Item, insert: string, modify: string, remove: string][] =
    [
      [
        'RECEIPT_METADATA',
        metadata,
        receiptMetadata(RECEIPT, { phoneNumber: '1' }),
        'change',
        'change',
        'change',
      ],
      [
        'RECEIPT_WORD_LABEL',
        label,
        wordLabel(word, 'PRODUCT_NAME', { status: 'VALID' }),
        'change',
        'change',
        'change',
      ],
      ['COMPACTION_RUN', compactionRun(RECEIPT), compactionRun(RECEIPT), 'change', 'event', 'event'],
      ['RECEIPT', receipt(RECEIPT), receipt(RECEIPT), 'event', 'event', 'change'],
      [
        'RECEIPT_LINE',
        receiptLine(lineOf(RECEIPT, 4)),
        receiptLine(lineOf(RECEIPT, 4)),
        'event',
        'event',
        'change',
      ],
      ['RECEIPT_WORD', receiptWord(word), receiptWord(word), 'event', 'event', 'change'],
      ['COMPACTION_LOCK', lock, lock, 'key', 'key', 'key'],
    ];
  for (const [entity, item, changed, insert, modify, remove] of rows) {
    it(`${entity}: INSERT ${insert}, MODIFY ${modify}, REMOVE ${remove}`, () => {
      expect([
        outcomeOf(undefined, item),
        outcomeOf(item, changed),
        outcomeOf(item, undefined),
      ]).to.deep.equal([insert, modify, remove]);
    });
  }

  it('is not an INSERT of metadata or labels when inserts are not synchronised', () => {
    const options = { syncInserts: false };
    expect(outcomeOf(undefined, metadata, options)).to.equal('event');
    expect(outcomeOf(undefined, label, options)).to.equal('event');
    expect(outcomeOf(undefined, compactionRun(RECEIPT), options)).to.equal('change');
  });

  it('is not a MODIFY that leaves all watched fields as they were', () => {
    expect(outcomeOf(metadata, { ...metadata, validation_status: { S: 'MATCHED' } })).to.equal('unchanged');
    expect(outcomeOf(label, { ...label, timestamp_added: { S: '2026' } })).to.equal('unchanged');
  });
});

describe('readStreamRecord: changes', () => {
  const changesOf = (before: Item | undefined, after: Item | undefined): unknown => {
    const outcome = readStreamRecord(streamRecord(before, after), SYNC);
    return outcome.kind === 'change' ? outcome.change.changes : outcome;
  };

  it('of a place', () => {
    const before = receiptMetadata(RECEIPT, { merchantName: 'Corner Bakry' });
    const after = receiptMetadata(RECEIPT, { merchantName: 'Corner Bakery', phoneNumber: '555-0142' });
    expect(changesOf(before, after)).to.deep.equal({
      merchant_name: { old: 'Corner Bakry', new: 'Corner Bakery' },
      phone_number: { old: '', new: '555-0142' },
    });
  });

  it('of a removed label', () => {
    expect(changesOf(label, undefined)).to.deep.equal({
      label: { old: 'PRODUCT_NAME', new: null },
      reasoning: { old: 'looks like one', new: null },
      validation_status: { old: 'PENDING', new: null },
    });
  });

  it('of a run, with the prefixes of its deltas', () => {
    const outcome = readStreamRecord(streamRecord(undefined, compactionRun(RECEIPT)), SYNC);
    expect(outcome)
      .to.have.nested.property('change.deltaPrefixes.lines')
      .that.matches(/^lines\/delta\//);
    expect(outcome).to.have.nested.property('change.changes').that.deep.equals({});
  });
});

describe('readStreamRecord: a record that should matter but cannot be read fails (R59)', () => {
  const record = streamRecord(metadata, receiptMetadata(RECEIPT, { phoneNumber: '1' }));
  const { OldImage: _old, ...withoutOld } = record.dynamodb ?? {};
  const { NewImage: _new, ...withoutNew } = record.dynamodb ?? {};
  const keyed = (PK: string, item: Item): Item => ({ ...item, PK: { S: PK } });
  const badRun = { ...compactionRun(RECEIPT), SK: { S: 'RECEIPT#00002#COMPACTION_RUN#7' } };

  const rows: [string, Parameters<typeof readStreamRecord>[0], string][] = [
    ['without keys', { ...record, dynamodb: {} }, 'without keys'],
    ['without a sort key', { ...record, dynamodb: { Keys: { PK: { S: 'IMAGE#a' } } } }, 'without keys'],
    [
      'without a partition key',
      { ...record, dynamodb: { Keys: { SK: { S: 'RECEIPT#00001' } } } },
      'without keys',
    ],
    ['without an event name', { ...record, eventName: undefined }, 'without an event name'],
    ['without anything', {}, 'without keys'],
    ['without its old image', { ...record, dynamodb: withoutOld }, 'the old image is missing'],
    ['without its new image', { ...record, dynamodb: withoutNew }, 'the new image is missing'],
    ['of an image that is no UUID', streamRecord(undefined, keyed('IMAGE#a', metadata)), 'image id'],
    ['of receipt 0', streamRecord(undefined, receiptMetadata({ ...RECEIPT, receiptId: 0 })), 'receipt id'],
    ['of a run that is no UUID', streamRecord(undefined, badRun), 'run id'],
    [
      'of a run without deltas',
      streamRecord(undefined, { ...compactionRun(RECEIPT), lines_delta_prefix: { NULL: true } }),
      'lines_delta_prefix',
    ],
    [
      'with a number for a name',
      streamRecord(undefined, { ...metadata, merchant_name: { N: '1' } }),
      'merchant_name',
    ],
  ];
  for (const [what, given, reason] of rows) {
    it(what, () => {
      expect(readStreamRecord(given, SYNC)).to.have.property('kind', 'failed');
      expect(readStreamRecord(given, SYNC)).to.have.property('reason').that.includes(reason);
    });
  }
});
