import {
  BatchWriteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type BatchWriteItemCommandOutput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { createRng } from '../../fakes/kernel/rng';
import type { Clients } from '../../src/shared/clients';
import {
  labelItem,
  lineItem,
  metadataItem,
  receiptItem,
  wordItem,
  type ItemKey,
} from '../../src/shared/receipt-keys';
import {
  compactionRun,
  primaryKey,
  receipt,
  receiptLine,
  receiptMetadata,
  receiptWord,
  wordLabel,
  type Item,
} from '../arrange/receipts';
import { lineVector, putDelta, wordVector } from '../arrange/snapshots';
import { BUCKET, TABLE } from './pipeline';
import type { DemoReceipt, DemoWord } from './receipts';

/** Writes a receipt as the applications upstream do: its items, the deltas of its vectors, then the run that announces them. */
export async function writeReceipt({ dynamodb, s3 }: Clients, one: DemoReceipt): Promise<void> {
  const words = one.lines.flatMap((line) => line.words);
  await writeAll(dynamodb, [
    receipt(one.key),
    receiptMetadata(one.key, one.place),
    ...one.lines.map((line) => receiptLine(line.key, line.text)),
    ...words.map((word) => receiptWord(word.key, word.text)),
    ...words.flatMap((word) =>
      word.label === undefined ? [] : [wordLabel(word.key, word.label.name, word.label)],
    ),
  ]);
  const lineVectors = one.lines.map((line) => lineVector(line.key, { text: line.text }));
  const wordVectors = words.map((word) => wordVector(word.key, { text: word.text }));
  await putDelta(s3, BUCKET, `lines/delta/${one.runId}`, 'lines', lineVectors);
  await putDelta(s3, BUCKET, `words/delta/${one.runId}`, 'words', wordVectors);
  await dynamodb.send(new PutItemCommand({ TableName: TABLE, Item: compactionRun(one.key, one.runId) }));
}

/** Corrects a third of the merchants, judges labels, deletes some words, and every tenth receipt. */
export async function editReceipt(clients: Clients, seed: number, one: DemoReceipt): Promise<void> {
  const { dynamodb } = clients;
  const rng = createRng(seed).fork(`edit/${one.runId}`);
  if (rng.below(10) === 0) return deleteAll(clients, keysOf(one));
  if (rng.below(3) === 0) {
    const place = {
      ...one.place,
      merchantName: `${one.place.merchantName} Ltd`,
      validationStatus: 'MATCHED',
    };
    await dynamodb.send(new PutItemCommand({ TableName: TABLE, Item: receiptMetadata(one.key, place) }));
  }
  for (const word of one.lines.flatMap((line) => line.words)) {
    const dice = rng.below(12);
    if (dice === 0) await deleteAll(clients, wordKeys(word));
    else if (dice <= 3 && word.label !== undefined)
      await judge(clients, word, dice === 1 ? 'INVALID' : 'VALID');
  }
}

async function judge({ dynamodb }: Clients, word: DemoWord, status: string): Promise<void> {
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: TABLE,
      Key: primaryKey(labelItem(word.key, word.label?.name ?? '')),
      UpdateExpression: 'SET validation_status = :status, GSI3PK = :index',
      ConditionExpression: 'attribute_exists(PK)',
      ExpressionAttributeValues: { ':status': { S: status }, ':index': { S: `VALIDATION_STATUS#${status}` } },
    }),
  );
}

function keysOf(one: DemoReceipt): ItemKey[] {
  const children = one.lines.flatMap((line) => [...line.words.flatMap(wordKeys), lineItem(line.key)]);
  return [...children, metadataItem(one.key), receiptItem(one.key)];
}

function wordKeys(word: DemoWord): ItemKey[] {
  return [...(word.label === undefined ? [] : [labelItem(word.key, word.label.name)]), wordItem(word.key)];
}

function writeAll(dynamodb: Clients['dynamodb'], items: readonly Item[]): Promise<void> {
  return batchWrite(
    dynamodb,
    items.map((Item) => ({ PutRequest: { Item } })),
  );
}

function deleteAll({ dynamodb }: Clients, keys: readonly ItemKey[]): Promise<void> {
  return batchWrite(
    dynamodb,
    keys.map((key) => ({ DeleteRequest: { Key: primaryKey(key) } })),
  );
}

/** What BatchWriteItem did not get to is sent again, as its documentation asks. */
async function batchWrite(dynamodb: Clients['dynamodb'], requests: readonly WriteRequest[]): Promise<void> {
  for (let start = 0; start < requests.length; start += 25) {
    let left: WriteRequest[] | undefined = requests.slice(start, start + 25);
    while (left !== undefined && left.length > 0) {
      const answer: BatchWriteItemCommandOutput = await dynamodb.send(
        new BatchWriteItemCommand({ RequestItems: { [TABLE]: left } }),
      );
      left = answer.UnprocessedItems?.[TABLE];
    }
  }
}
