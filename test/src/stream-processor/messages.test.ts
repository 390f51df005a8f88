import { expect } from 'chai';
import * as v from 'valibot';
import { CompactionMessage } from '../../../src/shared/compaction-message';
import { buildMessages, type CollectionMessage } from '../../../src/stream-processor/messages';
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
  RUN_ID,
  wordLabel,
  wordOf,
  type Item,
} from '../../arrange/receipts';

const processing = { now: Date.UTC(2025, 9, 23, 9, 0, 1, 250), correlationId: 'c-7f0a' };
const word = wordOf(RECEIPT, 4, 1);

function messagesFor(before: Item | undefined, after: Item | undefined): CollectionMessage[] {
  const record = streamRecord(before, after);
  const outcome = readStreamRecord(record, { syncInserts: true });
  if (outcome.kind !== 'change') throw new Error(`no change: ${outcome.kind}`);
  return buildMessages(record, outcome.change, processing);
}

describe('buildMessages', () => {
  const rows: [string, Item | undefined, Item | undefined, string[]][] = [
    ['metadata to both', undefined, receiptMetadata(RECEIPT), ['lines', 'words']],
    ['labels to words', undefined, wordLabel(word, 'DATE'), ['words']],
    ['runs to both', undefined, compactionRun(RECEIPT), ['lines', 'words']],
    ['removed receipts to both', receipt(RECEIPT), undefined, ['lines', 'words']],
    ['removed lines to lines', receiptLine(lineOf(RECEIPT, 4)), undefined, ['lines']],
    ['removed words to words', receiptWord(word), undefined, ['words']],
  ];
  for (const [what, before, after, collections] of rows) {
    it(`sends ${what}, in the common schema`, () => {
      const messages = messagesFor(before, after);
      expect(messages.map(({ collection }) => collection)).to.deep.equal(collections);
      for (const { body } of messages) expect(v.parse(CompactionMessage, body)).to.deep.equal(body);
    });
  }

  it('says where a change came from and when it was processed', () => {
    const [message] = messagesFor(undefined, wordLabel(word, 'DATE'));
    expect(message?.body).to.deep.include({
      schema_version: 1,
      source: 'dynamodb_stream',
      entity_type: 'RECEIPT_WORD_LABEL',
      entity_data: {
        entity_type: 'RECEIPT_WORD_LABEL',
        image_id: RECEIPT.imageId,
        receipt_id: 2,
        line_id: 4,
        word_id: 1,
        label: 'DATE',
      },
      event_name: 'INSERT',
      timestamp: '2025-10-23T09:00:01.250Z',
      stream_record_id: 'event-101',
      sequence_number: '100000000000000000000000101',
      approximate_creation_time: '2025-10-23T09:00:00.000Z',
      aws_region: 'us-east-1',
      correlation_id: 'c-7f0a',
    });
  });

  it('gives each collection its own delta of a run', () => {
    const prefixes = messagesFor(undefined, compactionRun(RECEIPT)).map(({ body }) =>
      body.entity_type === 'COMPACTION_RUN' ? body.entity_data.delta_s3_prefix : '',
    );
    expect(prefixes).to.deep.equal([`lines/delta/${RUN_ID}`, `words/delta/${RUN_ID}`]);
  });

  it('groups by receipt whatever the entity, and deduplicates by change and collection (R41, R42)', () => {
    const [run] = messagesFor(undefined, compactionRun(RECEIPT));
    const [label] = messagesFor(undefined, wordLabel(word, 'DATE'));
    expect(run?.groupId).to.equal(`IMAGE#${RECEIPT.imageId}#RECEIPT#00002`);
    expect(label?.groupId).to.equal(run?.groupId);
    expect([run?.deduplicationId, label?.deduplicationId]).to.deep.equal([
      'event-101:lines',
      'event-101:words',
    ]);
  });

  it('invents nothing that a record does not say', () => {
    const { dynamodb: _d, eventID: _e, awsRegion: _a, ...record } = streamRecord(undefined, receipt(RECEIPT));
    const change = { entity: { type: 'RECEIPT', key: RECEIPT }, eventName: 'REMOVE', changes: {} } as const;
    const [message] = buildMessages(record, change, processing);
    expect(message?.body).not.to.have.property('approximate_creation_time');
    expect(message?.body).to.include({ stream_record_id: '', sequence_number: '', aws_region: '' });
  });
});
