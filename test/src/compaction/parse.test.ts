import { expect } from 'chai';
import { parseRecord } from '../../../src/compaction/parse';
import { body, sqsRecord } from '../../arrange/events';

const NONE = new Set<string>();

describe('parseRecord', () => {
  it('takes collection and source from the attributes and the rest from the body', () => {
    expect(parseRecord(sqsRecord('words', body.label(4, 1)), NONE)).to.deep.equal({
      kind: 'parsed',
      messageId: 'm1',
      collection: 'words',
      message: body.label(4, 1),
    });
  });

  const source = 'dynamodb_stream';
  const poison: [string, Parameters<typeof sqsRecord>, string][] = [
    [
      'no source',
      ['words', body.metadata(), { attributes: { collection: 'words' } }],
      'unknown source (none)',
    ],
    [
      'another source',
      ['words', body.metadata(), { attributes: { source: 'x', collection: 'words' } }],
      'unknown source x',
    ],
    ['no collection', ['words', body.metadata(), { attributes: { source } }], 'unknown collection (none)'],
    [
      'an unknown collection',
      ['words', body.metadata(), { attributes: { source, collection: 'pages' } }],
      'unknown collection pages',
    ],
    ['a body that is no JSON', ['words', '{'], 'the body is not JSON'],
    ['a body that is no object', ['words', '"text"'], 'body: Invalid type'],
    ['a null body', ['words', 'null'], 'body: Invalid type'],
    ['a body without ids', ['words', '{"entity_type":"RECEIPT_METADATA"}'], 'entity_data'],
    ['an entity type that is no text', ['words', '{"entity_type":7}'], 'entity_type'],
    ['an unknown entity type', ['words', '{"entity_type":"RECEIPT_SECTION"}'], 'entity_type'],
    [
      'an unknown schema version',
      ['words', JSON.stringify({ ...body.metadata(), schema_version: 2 })],
      'schema_version',
    ],
    ['a label for lines', ['lines', body.label(1, 1)], 'RECEIPT_WORD_LABEL does not concern lines'],
    ['a line for words', ['words', body.lineGone(1)], 'RECEIPT_LINE does not concern words'],
  ];
  for (const [what, given, reason] of poison) {
    it(`takes ${what} for poison (R44)`, () => {
      const result = parseRecord(sqsRecord(...given), NONE);
      expect(result).to.include({ kind: 'poison', messageId: 'm1' });
      expect(result).to.have.property('reason').that.includes(reason);
    });
  }

  it('ignores what is to be ignored, even if it cannot be read', () => {
    const record = sqsRecord('words', '{"entity_type":"RECEIPT_SECTION"}');
    expect(parseRecord(record, new Set(['RECEIPT_SECTION']))).to.deep.equal({
      kind: 'ignored',
      messageId: 'm1',
      entityType: 'RECEIPT_SECTION',
    });
  });
});
