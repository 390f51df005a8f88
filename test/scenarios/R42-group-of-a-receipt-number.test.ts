import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import type { Clients } from '../../src/shared/clients';
import { metadataItem } from '../../src/shared/receipt-keys';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import { withAround } from '../arrange/around';
import { deploy, type Deployment } from '../arrange/deployment';
import { START } from '../arrange/lambda-world';
import { primaryKey, receipt, receiptMetadata, receiptWord, wordOf } from '../arrange/receipts';
import { wordVector } from '../arrange/snapshots';

const [broken, healthy] = [
  { imageId: '3f1c9a52-6d0e-4b7a-9c41-8e2f5d7a1b60', receiptId: 1 },
  { imageId: '7a1c9a52-6d0e-4b7a-9c41-8e2f5d7a1b61', receiptId: 1 },
];
const word = wordOf(healthy, 1, 1);

/** The number of a receipt is not unique: every image has a receipt 1. */
const groupOfNumber = (clients: Clients): Clients =>
  withAround(clients, 'sqs', (command, next) => {
    if (command instanceof SendMessageBatchCommand)
      for (const entry of command.input.Entries ?? [])
        entry.MessageGroupId = `RECEIPT_METADATA:${/RECEIPT#0*(\d+)/.exec(String(entry.MessageGroupId))?.[1]}`;
    return next();
  });

describe('R42: a message that keeps failing, and one of another image (I7)', () => {
  let world: Deployment;
  afterEach(() => world.end());

  /** Whether the healthy receipt is up to date five minutes later. */
  async function isServed(adapt: (clients: Clients) => Clients): Promise<boolean> {
    world = await deploy({
      fifo: true,
      stream: (given) => createStreamProcessor(given.runtime({ clients: adapt(given.clients) })),
    });
    await world.put(receipt(healthy), receiptWord(word));
    await world.snapshot('words', '20250101_000000', [wordVector(word)]);
    const Key = primaryKey(metadataItem(broken));
    world.aws.faults.on(GetItemCommand, { Key }).accessDenied().always();
    await world.put(receiptMetadata(broken));
    await world.aws.lambda.settle({ until: START + 60_000 });
    await world.put(receiptMetadata(healthy));
    await world.aws.lambda.settle({ until: START + 300_000 });
    const metadata = (await world.published('words'))?.vectors.get(wordVector(word).id);
    return metadata?.['merchant_name'] === 'Corner Bakery';
  }

  it('the naive group is the number of the receipt: the other waits behind it', async () => {
    expect(await isServed(groupOfNumber)).to.equal(false);
  });

  it('ours is image and receipt: the other is served at once', async () => {
    expect(await isServed((clients) => clients)).to.equal(true);
  });
});
