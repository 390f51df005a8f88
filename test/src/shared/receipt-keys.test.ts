import { expect } from 'chai';
import {
  labelItem,
  lineItem,
  lineVectorId,
  metadataItem,
  p5,
  parseVectorId,
  receiptItem,
  receiptName,
  runItem,
  UUID_V4,
  wordItem,
  wordVectorId,
} from '../../../src/shared/receipt-keys';

const key = { imageId: '3f1c9a52-6d0e-4b7a-9c41-8e2f5d7a1b60', receiptId: 2, lineId: 4, wordId: 1 };
const pk = 'IMAGE#3f1c9a52-6d0e-4b7a-9c41-8e2f5d7a1b60';

describe('receipt keys', () => {
  it('pad numbers to five digits, and longer ones not at all', () => {
    expect([p5(0), p5(12), p5(99_999), p5(100_000)]).to.deep.equal(['00000', '00012', '99999', '100000']);
  });

  it('name every entity of a receipt', () => {
    expect(receiptItem(key)).to.deep.equal({ pk, sk: 'RECEIPT#00002' });
    expect(metadataItem(key).sk).to.equal('RECEIPT#00002#METADATA');
    expect(lineItem(key).sk).to.equal('RECEIPT#00002#LINE#00004');
    expect(wordItem(key).sk).to.equal('RECEIPT#00002#LINE#00004#WORD#00001');
    expect(labelItem(key, 'DATE')).to.deep.equal({
      pk,
      sk: 'RECEIPT#00002#LINE#00004#WORD#00001#LABEL#DATE',
    });
    expect(runItem(key, 'run').sk).to.equal('RECEIPT#00002#COMPACTION_RUN#run');
    expect(receiptName(key)).to.equal(`${pk}#RECEIPT#00002`);
  });

  it('lead from a vector id back to its line or word', () => {
    const { wordId: _, ...line } = key;
    expect(parseVectorId(lineVectorId(key))).to.deep.equal(line);
    expect(parseVectorId(wordVectorId(key))).to.deep.equal(key);
  });

  for (const id of [
    '',
    'IMAGE#a#RECEIPT#00002',
    'IMAGE#a#RECEIPT#2#LINE#00001',
    `${wordVectorId(key)}#LABEL#X`,
  ]) {
    it(`find no entity in the id ${JSON.stringify(id)}`, () => {
      expect(parseVectorId(id)).to.equal(undefined);
    });
  }

  it('know version 4 UUIDs only', () => {
    expect(UUID_V4.test(key.imageId)).to.equal(true);
    expect(UUID_V4.test('3f1c9a52-6d0e-1b7a-9c41-8e2f5d7a1b60')).to.equal(false);
    expect(UUID_V4.test(`${key.imageId}0`)).to.equal(false);
  });
});
