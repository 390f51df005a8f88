import { expect } from 'chai';
import * as fc from 'fast-check';
import { labelContent } from '../../../../src/compaction/apply/label-patch';
import type { ReceiptRow } from '../../../../src/compaction/receipt-table';
import { AttributeTypeError } from '../../../../src/shared/attributes';
import { RECEIPT, receiptWord, wordLabel, wordOf, type Label } from '../../../arrange/receipts';

const key = wordOf(RECEIPT, 4, 1);
const row = (name: string, label: Label, more = {}): ReceiptRow => ({
  entity: { type: 'RECEIPT_WORD_LABEL', key, label: name },
  item: { ...wordLabel(key, name, label), ...more },
});
const at = (minute: number): string => `2025-10-01T09:${String(minute).padStart(2, '0')}:00.000Z`;

describe('labelContent', () => {
  it('of a word with all kinds of labels', () => {
    const rows = [
      row('QUANTITY', { status: 'INVALID', addedAt: at(9) }),
      row('PRODUCT_NAME', { status: 'VALID', addedAt: at(1) }),
      row('DATE', { status: 'VALID', addedAt: at(2) }),
      row('AMOUNT', { status: 'PENDING', addedAt: at(3), proposedBy: 'old' }),
      row(
        'TAX',
        { status: 'PENDING', addedAt: at(4), proposedBy: 'llm-1' },
        { label_confidence: { N: '0.75' } },
      ),
    ];
    expect(labelContent(rows)).to.deep.equal({
      set: {
        label_status: 'validated',
        label_confidence: 0.75,
        label_proposed_by: 'llm-1',
        validated_labels: ',DATE,PRODUCT_NAME,',
        invalid_labels: ',QUANTITY,',
        label_validated_at: at(2),
      },
      unset: [],
    });
  });

  const statuses: [Label['status'], string][] = [
    ['VALID', 'validated'],
    ['PENDING', 'auto_suggested'],
    ['INVALID', 'unvalidated'],
    ['NEEDS_REVIEW', 'unvalidated'],
    ['NONE', 'unvalidated'],
  ];
  for (const [status, expected] of statuses) {
    it(`says ${expected} for a single ${status} label`, () => {
      const labels = status === undefined ? {} : { status };
      expect(labelContent([row('DATE', labels)]).set).to.include({ label_status: expected });
    });
  }

  it('says unvalidated for a label without a status, with empty sets', () => {
    expect(labelContent([row('DATE', {}, { validation_status: { NULL: true } })])).to.deep.equal({
      set: { label_status: 'unvalidated', validated_labels: '', invalid_labels: '' },
      unset: ['label_confidence', 'label_proposed_by', 'label_validated_at'],
    });
  });

  it('unsets everything for a word without labels', () => {
    const other: ReceiptRow = { entity: { type: 'RECEIPT_WORD', key }, item: receiptWord(key) };
    for (const rows of [[], [other]]) {
      const { set, unset } = labelContent(rows);
      expect([set, unset.length]).to.deep.equal([{}, 6]);
    }
  });

  it('refuses a label that is none', () => {
    expect(() => labelContent([row('DATE', {}, { timestamp_added: { NULL: true } })])).to.throw(
      AttributeTypeError,
    );
  });

  it('depends on no order, and no label is both valid and invalid (R70)', () => {
    const label = fc.record({
      name: fc.constantFrom('A', 'B', 'C', 'D'),
      status: fc.constantFrom('VALID', 'INVALID', 'PENDING', 'NONE'),
      minute: fc.integer({ min: 0, max: 3 }),
      proposedBy: fc.constantFrom('x', 'y'),
    });
    const labels = fc.uniqueArray(label, { selector: ({ name }) => name });
    const two = labels.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    );
    fc.assert(
      fc.property(two, (orders) => {
        const [one, other] = orders.map((order) =>
          labelContent(
            order.map(({ name, status, minute, proposedBy }) =>
              row(name, { status, addedAt: at(minute), proposedBy }),
            ),
          ),
        );
        expect(one).to.deep.equal(other);
        const valid = String(one?.set['validated_labels'] ?? '')
          .split(',')
          .filter(Boolean);
        expect(
          valid.filter((name) => String(one?.set['invalid_labels']).includes(`,${name},`)),
        ).to.deep.equal([]);
      }),
      { seed: 1 },
    );
  });
});
