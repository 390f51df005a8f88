import { expect } from 'chai';
import type { CompactionMessage } from '../../src/shared/compaction-message';
import { history, write, type History } from '../arrange/history';
import { sqsRecord } from '../arrange/events';
import { RECEIPT, receiptMetadata } from '../arrange/receipts';

const rename = (merchantName: string) => write.item(receiptMetadata(RECEIPT, { merchantName }));

describe('R52: an older change is processed again after a newer one (I6)', () => {
  let told: History;
  beforeEach(async () => {
    told = await history([write.run, rename('Old name'), rename('New name')]);
  });
  afterEach(() => told.world.end());

  /** The older one failed at first: it carries the time of its second processing, and comes last. */
  function reprocessed() {
    const [run = [], old = [], recent = []] = told.messages;
    const message = JSON.parse(old[0]?.body ?? '{}') as CompactionMessage;
    const later = { ...message, timestamp: '2026-10-23T10:00:00.000Z' };
    return [run, recent, [sqsRecord('words', later, { messageId: 'again' })]];
  }

  it('the naive way lets the later timestamp win, which is the older change', () => {
    const metadata = told.naive(reprocessed(), { lastTimestampWins: true });
    expect(metadata).to.include({ merchant_name: 'Old name' });
  });

  it('ours takes the message as a reason to look', async () => {
    expect(await told.ours(reprocessed())).to.include({ merchant_name: 'New name' });
  });
});
