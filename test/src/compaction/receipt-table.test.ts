import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { createReceiptTable, vectorIdOf, type ReceiptTable } from '../../../src/compaction/receipt-table';
import { lineVectorId, metadataItem, runItem, wordVectorId } from '../../../src/shared/receipt-keys';
import { lambdaWorld, START, TABLE, type LambdaWorld } from '../../arrange/lambda-world';
import {
  compactionRun,
  lineOf,
  RECEIPT,
  receipt,
  receiptLine,
  receiptMetadata,
  receiptWord,
  RUN_ID,
  wordLabel,
  wordOf,
} from '../../arrange/receipts';

const word = wordOf(RECEIPT, 4, 1);

describe('createReceiptTable', () => {
  let world: LambdaWorld;
  let table: ReceiptTable;
  beforeEach(async () => {
    world = await lambdaWorld();
    table = createReceiptTable(world.clients.dynamodb, TABLE);
  });
  afterEach(() => world.end());

  it('gets single items', async () => {
    await world.put(receiptMetadata(RECEIPT));
    expect(await table.metadata(RECEIPT)).to.deep.equal(receiptMetadata(RECEIPT));
    expect(await table.get(metadataItem({ ...RECEIPT, receiptId: 3 }))).to.equal(undefined);
  });

  it('reads what was written last, whatever eventual reads would see', async () => {
    await world.put(receipt(RECEIPT), wordLabel(word, 'DATE'));
    world.aws.faults.on(GetItemCommand).readsStale().always().optional();
    world.aws.faults.on(QueryCommand).readsStale().always().optional();
    await world.put(receiptMetadata(RECEIPT));
    expect(await table.metadata(RECEIPT)).to.not.equal(undefined);
    await world.put(wordLabel(word, 'TAX'));
    expect(await table.labels(word)).to.have.length(2);
    expect(await table.rows(RECEIPT)).to.have.length(4);
  });

  it("finds a word's labels and no other word's", async () => {
    await world.put(
      receiptWord(word),
      wordLabel(word, 'DATE'),
      wordLabel(word, 'AMOUNT'),
      wordLabel(wordOf(RECEIPT, 4, 2), 'X'),
    );
    const labels = await table.labels(word);
    expect(labels.map(({ entity }) => entity)).to.deep.equal([
      { type: 'RECEIPT_WORD_LABEL', key: word, label: 'AMOUNT' },
      { type: 'RECEIPT_WORD_LABEL', key: word, label: 'DATE' },
    ]);
  });

  it("finds a receipt's rows, and not those of a receipt whose number begins alike", async () => {
    const ten = { ...RECEIPT, receiptId: 10_000 };
    const hundred = { ...RECEIPT, receiptId: 100_001 };
    await world.put(
      receipt(ten),
      receiptLine(lineOf(ten, 1)),
      receipt(hundred),
      receiptLine(lineOf(hundred, 1)),
    );
    const rows = await table.rows(ten);
    expect(rows.map(({ entity }) => entity.type)).to.deep.equal(['RECEIPT', 'RECEIPT_LINE']);
  });

  it('leaves rows alone that it does not know', async () => {
    await world.put(receipt(RECEIPT), {
      PK: { S: `IMAGE#${RECEIPT.imageId}` },
      SK: { S: 'RECEIPT#00002#PLACE' },
    });
    expect((await table.rows(RECEIPT)).map(({ entity }) => entity.type)).to.deep.equal(['RECEIPT']);
  });

  it('takes a page without items for an empty one', async () => {
    world.aws.dynamodb.mock?.on(QueryCommand).resolves({});
    expect(await table.rows(RECEIPT)).to.deep.equal([]);
  });

  it('reads all pages', async () => {
    const big = 'x'.repeat(300_000);
    const words = Array.from({ length: 7 }, (_, index) => wordOf(RECEIPT, 1, index + 1));
    await world.put(...words.map((key) => receiptWord(key, big)));
    expect((await table.rows(RECEIPT)).length).to.equal(7);
    expect(await table.indexedVectorIds('words', RECEIPT)).to.have.members(words.map(wordVectorId));
    // A page is 1 MB.
    expect(world.aws.calls.counts()['DynamoDB.Query']).to.be.greaterThan(2);
  });

  it('takes lines and words from the index, not both', async () => {
    await world.put(receiptLine(lineOf(RECEIPT, 4)), receiptWord(word));
    expect(await table.indexedVectorIds('lines', RECEIPT)).to.deep.equal([lineVectorId(word)]);
    expect(await table.indexedVectorIds('words', RECEIPT)).to.deep.equal([wordVectorId(word)]);
  });

  it('cuts nothing off silently: more than 20 pages are an error (R33)', async () => {
    const big = 'x'.repeat(390_000);
    const words = Array.from({ length: 66 }, (_, index) => wordOf(RECEIPT, 1, index + 1));
    await world.put(...words.map((key) => receiptWord(key, big)));
    const error = await table.indexedVectorIds('words', RECEIPT).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(RangeError);
  });

  it("completes its collection's half of a run only (R63)", async () => {
    await world.put(compactionRun(RECEIPT));
    await table.completeRun('words', RECEIPT, RUN_ID, 12, START);
    const { words_error: _, ...run } = compactionRun(RECEIPT);
    expect(await world.item(runItem(RECEIPT, RUN_ID))).to.deep.equal({
      ...run,
      words_state: { S: 'COMPLETED' },
      words_merged_vectors: { N: '12' },
      words_finished_at: { S: '2025-10-23T09:00:00.000Z' },
      updated_at: { S: '2025-10-23T09:00:00.000Z' },
    });
  });

  it('does not create a run that is gone', async () => {
    const error = await table
      .completeRun('words', RECEIPT, RUN_ID, 12, START)
      .catch((reason: unknown) => reason);
    expect(error).to.have.property('name', 'ConditionalCheckFailedException');
  });

  it('lets an error through that the SDK could not overcome', async () => {
    world.aws.faults.on(QueryCommand).accessDenied();
    const error = await table.labels(word).catch((reason: unknown) => reason);
    expect(error).to.have.property('name', 'AccessDeniedException');
  });
});

describe('vectorIdOf', () => {
  it('knows lines in lines and words in words', () => {
    const line = { type: 'RECEIPT_LINE', key: lineOf(RECEIPT, 4) } as const;
    const entity = { type: 'RECEIPT_WORD', key: word } as const;
    expect([vectorIdOf(line, 'lines'), vectorIdOf(entity, 'lines')]).to.deep.equal([
      lineVectorId(word),
      undefined,
    ]);
    expect(vectorIdOf({ type: 'RECEIPT', key: RECEIPT }, 'words')).to.equal(undefined);
    expect([vectorIdOf(line, 'words'), vectorIdOf(entity, 'words')]).to.deep.equal([
      undefined,
      wordVectorId(word),
    ]);
  });
});
