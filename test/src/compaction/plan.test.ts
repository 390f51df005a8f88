import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Parsed } from '../../../src/compaction/parse';
import { foldIntoPlan, type Plan } from '../../../src/compaction/plan';
import type { CompactionMessage } from '../../../src/shared/compaction-message';
import { body } from '../../arrange/events';
import { RECEIPT, RUN_ID } from '../../arrange/receipts';

const MESSAGES = [
  body.metadata(),
  body.metadata({ ...RECEIPT, receiptId: 3 }),
  body.label(4, 1),
  body.label(4, 1, 'QUANTITY'),
  body.label(4, 2),
  body.run('words'),
  body.run('words'),
  body.wordGone(4, 1),
  body.wordGone(4, 1),
  body.lineGone(4),
  body.receiptGone(),
];

const parsed = (message: CompactionMessage, index: number): Parsed => ({
  kind: 'parsed',
  messageId: `m${index}`,
  collection: 'words',
  message,
});

/** All targets with all messages behind them, in an order of their own. */
function contentOf(plan: Plan): unknown {
  return Object.entries(plan).map(([kind, targets]) => [
    kind,
    [...(targets as Plan['places'])]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([name, { messageIds, ...target }]) => [name, target, [...messageIds].toSorted()]),
  ]);
}

describe('foldIntoPlan', () => {
  it('makes one target of all messages on one thing (R55)', () => {
    const plan = foldIntoPlan(MESSAGES.map(parsed));
    const name = `IMAGE#${RECEIPT.imageId}#RECEIPT#00002`;
    const word = `${name}#LINE#00004#WORD#00001`;
    expect([...plan.places.keys()]).to.deep.equal([name, name.replace('00002', '00003')]);
    expect([...(plan.labels.get(word)?.messageIds ?? [])]).to.deep.equal(['m2', 'm3']);
    expect(plan.labels.size).to.equal(2);
    expect(plan.merges.get(RUN_ID)).to.deep.equal({
      key: RECEIPT,
      runId: RUN_ID,
      prefix: `words/delta/${RUN_ID}`,
      messageIds: new Set(['m5', 'm6']),
    });
    expect([...(plan.deletedWords.get(word)?.messageIds ?? [])]).to.deep.equal(['m7', 'm8']);
    expect(plan.deletedLines.get(`${name}#LINE#00004`)?.key).to.deep.equal({ ...RECEIPT, lineId: 4 });
    expect(plan.deletedReceipts.get(name)?.key).to.deep.equal(RECEIPT);
  });

  it('comes to the same whatever the order (R51, R52)', () => {
    const messages = MESSAGES.map(parsed);
    const expected = contentOf(foldIntoPlan(messages));
    fc.assert(
      fc.property(fc.shuffledSubarray(messages, { minLength: messages.length }), (shuffled) => {
        expect(contentOf(foldIntoPlan(shuffled))).to.deep.equal(expected);
      }),
      { seed: 1 },
    );
  });
});
