import { expect } from 'chai';
import { wordItem, labelItem } from '../../src/shared/receipt-keys';
import { history, WORD, write, type History, type Write } from '../arrange/history';
import { receiptWord, wordLabel } from '../arrange/receipts';

const valid = (name: string): Write => write.item(wordLabel(WORD, name, { status: 'VALID' }));

describe('R51: a deletion and a change share a batch (I6)', () => {
  let told: History;
  afterEach(() => told.world.end());

  /** The vector is there; then the rest happens, and is delivered as one batch. */
  async function oneBatch(setUp: readonly Write[], rest: readonly Write[]) {
    told = await history([write.run, ...setUp, ...rest]);
    const { messages } = told;
    const first = messages.slice(0, 1 + setUp.length);
    return [...first, messages.slice(1 + setUp.length).flat()];
  }

  describe('of two labels of one word', () => {
    const scene = () => oneBatch([valid('TAX')], [valid('DATE'), write.removal(labelItem(WORD, 'TAX'))]);

    it('the naive way puts deletions first and drops what they name, which is the word: the new label is lost', async () => {
      const batches = await scene();
      expect(told.naive(batches, { deletionsFirst: true })).to.not.have.property('validated_labels');
    });

    it('ours reads what the labels are now', async () => {
      const batches = await scene();
      expect(await told.ours(batches)).to.include({ validated_labels: ',DATE,' });
    });
  });

  describe('of a word that is made again', () => {
    const scene = () => oneBatch([], [write.removal(wordItem(WORD)), write.item(receiptWord(WORD))]);

    it('the naive way deletes it', async () => {
      const batches = await scene();
      expect(told.naive(batches, { deletionsFirst: true })).to.equal(undefined);
    });

    it('ours looks whether it is gone', async () => {
      const batches = await scene();
      expect(await told.ours(batches)).to.be.an('object');
    });
  });
});
