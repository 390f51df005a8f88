import { expect } from 'chai';
import { history, WORD, write, type History } from '../arrange/history';
import { wordLabel } from '../arrange/receipts';

const WRITES = [write.run, write.item(wordLabel(WORD, 'DATE', { status: 'VALID' }))];

describe('R60: a label is valid from the first (I6)', () => {
  let told: History;
  afterEach(() => told.world.end());

  /** The run is delivered before the label is written; here, without it, from the messages alone. */
  async function labelMessages(SYNC_INSERTS: string): Promise<number> {
    told = await history(WRITES, { env: { SYNC_INSERTS } });
    return told.messages[1]?.length ?? 0;
  }

  it('the naive way ignores inserts: nobody hears of the label until somebody edits it', async () => {
    expect(await labelMessages('false')).to.equal(0);
    expect(told.naive(told.messages)).to.not.have.property('validated_labels');
  });

  it('ours forwards them', async () => {
    expect(await labelMessages('true')).to.equal(1);
    expect(await told.ours(told.messages)).to.include({ validated_labels: ',DATE,' });
  });
});
