import { expect } from 'chai';
import * as v from 'valibot';
import { CompactionMessage, ReadableMessage } from '../../../src/shared/compaction-message';
import { body } from '../../arrange/events';
import { RECEIPT } from '../../arrange/receipts';

describe('CompactionMessage', () => {
  const messages = [
    body.metadata(),
    body.label(4, 1),
    body.run('lines'),
    body.receiptGone(),
    body.lineGone(4),
    body.wordGone(4, 1),
  ];
  for (const message of messages) {
    it(`takes a ${message.entity_type} message as it is`, () => {
      expect(v.parse(CompactionMessage, message)).to.deep.equal(message);
    });
  }

  const broken: [string, object][] = [
    ['another schema version', { ...body.metadata(), schema_version: 2 }],
    ['an unknown entity type', { ...body.metadata(), entity_type: 'RECEIPT_SECTION' }],
    ['a receipt id of zero', body.metadata({ ...RECEIPT, receiptId: 0 })],
    ['an image id that is no UUID', body.metadata({ imageId: 'a', receiptId: 1 })],
    ['a label without a name', body.label(1, 1, '')],
    ['a changed run', { ...body.run('lines'), event_name: 'MODIFY' }],
    ['an inserted word', { ...body.wordGone(1, 1), event_name: 'INSERT' }],
  ];
  for (const [what, message] of broken) {
    it(`refuses ${what}`, () => {
      expect(v.safeParse(CompactionMessage, message).success).to.equal(false);
    });
  }
});

describe('ReadableMessage', () => {
  it('takes a message that names no version for one of version 0, without what that did not have', () => {
    const { schema_version: _v, sequence_number: _s, correlation_id: _c, ...old } = body.label(4, 1);
    expect(v.parse(ReadableMessage, old)).to.deep.equal({
      ...body.label(4, 1),
      sequence_number: '',
      correlation_id: '',
    });
  });

  it('keeps a message of this version as it is', () => {
    expect(v.parse(ReadableMessage, body.metadata())).to.deep.equal(body.metadata());
  });

  for (const [what, given] of [
    ['a version of the future', { ...body.metadata(), schema_version: 2 }],
    ['nothing', null],
    ['a text', 'text'],
    ['an old message without ids', { entity_type: 'RECEIPT_METADATA', source: 'dynamodb_stream' }],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(v.safeParse(ReadableMessage, given).success).to.equal(false);
    });
  }
});
