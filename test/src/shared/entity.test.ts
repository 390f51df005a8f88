import { expect } from 'chai';
import { classifyKey } from '../../../src/shared/entity';

const PK = 'IMAGE#a';

const ROWS: [sk: string, type: string | undefined][] = [
  ['RECEIPT#00002', 'RECEIPT'],
  ['RECEIPT#100000', 'RECEIPT'],
  ['RECEIPT#00002#METADATA', 'RECEIPT_METADATA'],
  ['RECEIPT#00002#LINE#00004', 'RECEIPT_LINE'],
  ['RECEIPT#00002#LINE#00004#WORD#00001', 'RECEIPT_WORD'],
  ['RECEIPT#00002#LINE#00004#WORD#00001#LABEL#DATE', 'RECEIPT_WORD_LABEL'],
  ['RECEIPT#00002#LINE#00004#WORD#00001#LABEL#A#METADATA', 'RECEIPT_WORD_LABEL'],
  ['RECEIPT#00002#LINE#00004#WORD#00001#LABEL#A#COMPACTION_RUN#B', 'RECEIPT_WORD_LABEL'],
  ['RECEIPT#00002#COMPACTION_RUN#b7d2', 'COMPACTION_RUN'],
  ['RECEIPT#2', undefined],
  ['RECEIPT#00002#METADATA#X', undefined],
  ['X#RECEIPT#00002#METADATA', undefined],
  ['RECEIPT#00002#LINE#00004#WORD#00001#LABEL#', undefined],
  ['RECEIPT#00002#PLACE', undefined],
  ['LOCK', undefined],
  ['', undefined],
];

describe('classifyKey', () => {
  for (const [sk, type] of ROWS) {
    it(`takes ${sk || '(empty)'} for ${type ?? 'none of ours'}`, () => {
      expect(classifyKey(PK, sk)?.type).to.equal(type);
    });
  }

  it('looks at partitions of images only', () => {
    expect(classifyKey('LOCK#words#snapshot', 'RECEIPT#00002')).to.equal(undefined);
    expect(classifyKey('IMAGE#', 'RECEIPT#00002')).to.equal(undefined);
  });

  it('reads all ids', () => {
    expect(classifyKey(PK, 'RECEIPT#00002#LINE#00004#WORD#00001#LABEL#DATE')).to.deep.equal({
      type: 'RECEIPT_WORD_LABEL',
      key: { imageId: 'a', receiptId: 2, lineId: 4, wordId: 1 },
      label: 'DATE',
    });
    expect(classifyKey(PK, 'RECEIPT#00002#LINE#00004')).to.deep.equal({
      type: 'RECEIPT_LINE',
      key: { imageId: 'a', receiptId: 2, lineId: 4 },
    });
    expect(classifyKey(PK, 'RECEIPT#00002#COMPACTION_RUN#b7d2')).to.deep.equal({
      type: 'COMPACTION_RUN',
      key: { imageId: 'a', receiptId: 2 },
      runId: 'b7d2',
    });
  });
});
