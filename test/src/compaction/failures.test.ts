import { expect } from 'chai';
import { addFailures, batchItemFailures } from '../../../src/compaction/failures';
import { body, sqsRecord } from '../../arrange/events';
import { RECEIPT } from '../../arrange/receipts';

const other = { ...RECEIPT, receiptId: 9 };
const batch = (fifo: boolean) => [
  sqsRecord('words', body.metadata(), { messageId: 'a1', fifo }),
  sqsRecord('words', body.metadata(other), { messageId: 'b1', fifo }),
  sqsRecord('words', body.label(1, 1), { messageId: 'a2', fifo }),
  sqsRecord('words', body.label(1, 1, 'DATE', other), { messageId: 'b2', fifo }),
  sqsRecord('words', body.label(1, 2), { messageId: 'a3', fifo }),
];
const ids = (fifo: boolean, failed: string[]) =>
  batchItemFailures(batch(fifo), new Map(failed.map((id) => [id, 'reason']))).map(
    ({ itemIdentifier }) => itemIdentifier,
  );

describe('addFailures', () => {
  it('keeps the first reason', () => {
    const failures = new Map([['a', 'first']]);
    addFailures(failures, ['a', 'b'], 'second');
    expect([...failures]).to.deep.equal([
      ['a', 'first'],
      ['b', 'second'],
    ]);
  });
});

describe('batchItemFailures', () => {
  it('names message ids in the order of the event, once each (R45)', () => {
    expect(ids(false, ['a3', 'a1'])).to.deep.equal(['a1', 'a3']);
    expect(ids(false, [])).to.deep.equal([]);
  });

  const tails: [failed: string[], all: string[]][] = [
    [['a1'], ['a1', 'a2', 'a3']],
    [['a2'], ['a2', 'a3']],
    [
      ['b1', 'a3'],
      ['b1', 'b2', 'a3'],
    ],
    [
      ['a3', 'b2'],
      ['b2', 'a3'],
    ],
    [[], []],
  ];
  for (const [failed, all] of tails) {
    it(`on a FIFO queue, lets ${failed.join(' and ') || 'nothing'} bring back ${all.join(', ') || 'nothing'}`, () => {
      expect(ids(true, failed)).to.deep.equal(all);
    });
  }

  it('has no tail on a standard queue, even with groups', () => {
    const records = batch(true).map((record) => ({
      ...record,
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:words',
    }));
    expect(batchItemFailures(records, new Map([['a1', 'x']]))).to.deep.equal([{ itemIdentifier: 'a1' }]);
  });
});
