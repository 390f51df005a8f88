import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SQSRecord } from 'aws-lambda';
import { expect } from 'chai';
import { parseRecord } from '../../src/compaction/parse';
import { foldIntoPlan, type Plan } from '../../src/compaction/plan';
import {
  COLLECTIONS,
  labelItem,
  lineItem,
  receiptItem,
  wordItem,
  type Collection,
} from '../../src/shared/receipt-keys';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import { deploy, type Deployment } from '../arrange/deployment';
import { lambdaContext, sqsRecord, streamRecord } from '../arrange/events';
import { lambdaWorld } from '../arrange/lambda-world';
import {
  compactionRun,
  lineOf,
  RECEIPT,
  receipt,
  receiptLine,
  receiptMetadata,
  receiptWord,
  wordLabel,
  wordOf,
} from '../arrange/receipts';

const VERSIONS = ['v0', 'v1'] as const;
const ENTITIES = ['metadata', 'label', 'run', 'receipt', 'line', 'word'] as const;
type EntityName = (typeof ENTITIES)[number];

/** The queue that a message of an entity is found on. */
const QUEUE: Readonly<Record<EntityName, Collection>> = {
  metadata: 'words',
  label: 'words',
  run: 'words',
  receipt: 'words',
  line: 'lines',
  word: 'words',
};

/** A body as it lies on a queue. */
const bodyOf = (version: (typeof VERSIONS)[number], entity: EntityName): string =>
  readFileSync(join(__dirname, 'messages', version, `${entity}.json`), 'utf8');

/** How many targets of each kind a message amounts to. */
function targets(record: SQSRecord): Partial<Record<keyof Plan, string>> {
  const result = parseRecord(record, new Set());
  if (result.kind !== 'parsed') throw new Error(JSON.stringify(result));
  const plan = Object.entries(foldIntoPlan([result])) as [keyof Plan, ReadonlyMap<string, unknown>][];
  return Object.fromEntries(plan.flatMap(([kind, map]) => [...map.keys()].map((key) => [kind, key])));
}

const RECEIPT_NAME = 'IMAGE#3f1c9a52-6d0e-4b7a-9c41-8e2f5d7a1b60#RECEIPT#00002';
/** What the compaction must look at. */
const TARGETS: Readonly<Record<EntityName, object>> = {
  metadata: { places: RECEIPT_NAME },
  label: { labels: `${RECEIPT_NAME}#LINE#00004#WORD#00001` },
  run: { merges: 'b7d2e0c4-19fa-4c3d-8f55-02a6c1d9e7f3' },
  receipt: { deletedReceipts: RECEIPT_NAME },
  line: { deletedLines: `${RECEIPT_NAME}#LINE#00004` },
  word: { deletedWords: `${RECEIPT_NAME}#LINE#00004#WORD#00001` },
};

describe('contract: messages between the Lambdas', () => {
  for (const version of VERSIONS) {
    it(`there is a message of ${version} for every entity`, () => {
      const files = readdirSync(join(__dirname, 'messages', version));
      expect(files.toSorted()).to.deep.equal(ENTITIES.map((name) => `${name}.json`).toSorted());
    });
    for (const entity of ENTITIES) {
      it(`the compaction reads ${entity} of ${version}`, () => {
        expect(targets(sqsRecord(QUEUE[entity], bodyOf(version, entity)))).to.deep.equal(TARGETS[entity]);
      });
    }
  }

  describe('the stream processor writes v1, member by member', () => {
    const [line, word] = [lineOf(RECEIPT, 4), wordOf(RECEIPT, 4, 1)];
    const pending = wordLabel(word, 'PRODUCT_NAME');
    const records: Readonly<Record<EntityName, Parameters<typeof streamRecord>>> = {
      metadata: [
        receiptMetadata(RECEIPT, { merchantName: 'Corner Bakry' }),
        receiptMetadata(RECEIPT, { phoneNumber: '555-0142' }),
      ],
      label: [pending, wordLabel(word, 'PRODUCT_NAME', { status: 'VALID' })],
      run: [undefined, compactionRun(RECEIPT)],
      receipt: [receipt(RECEIPT), undefined],
      line: [receiptLine(line), undefined],
      word: [receiptWord(word), undefined],
    };
    for (const entity of ENTITIES) {
      it(entity, async () => {
        const world = await lambdaWorld();
        const handler = createStreamProcessor(world.runtime());
        await handler({ Records: [streamRecord(...records[entity])] }, lambdaContext());
        const [text = ''] = world.aws.sqs.queue(world.queues[QUEUE[entity]].url).bodies();
        world.end();
        expect(JSON.parse(text)).to.deep.equal(JSON.parse(bodyOf('v1', entity)));
      });
    }
  });

  describe('what the one sends the other reads, as queue and event source hand it over', () => {
    let world: Deployment;
    afterEach(() => world.end());

    for (const fifo of [false, true]) {
      it(`on ${fifo ? 'FIFO' : 'standard'} queues`, async () => {
        const received: SQSRecord[] = [];
        world = await deploy({
          fifo,
          compaction: () => async (event) => {
            received.push(...event.Records);
            return { batchItemFailures: [] };
          },
        });
        const [line, word] = [lineOf(RECEIPT, 4), wordOf(RECEIPT, 4, 1)];
        await world.put(receipt(RECEIPT), receiptMetadata(RECEIPT), receiptLine(line), receiptWord(word));
        await world.put(wordLabel(word, 'PRODUCT_NAME'), compactionRun(RECEIPT));
        await world.remove(
          labelItem(word, 'PRODUCT_NAME'),
          wordItem(word),
          lineItem(line),
          receiptItem(RECEIPT),
        );
        await world.settle();
        const seen = received.map((record) => {
          const collection = COLLECTIONS.find((name) => record.eventSourceARN.includes(`:${name}`));
          expect(record.messageAttributes['collection']?.stringValue).to.equal(collection);
          return Object.entries(targets(record)).map(([kind, key]) => `${collection} ${kind} ${key}`);
        });
        expect(new Set(seen.flat())).to.deep.equal(
          new Set([
            ...COLLECTIONS.flatMap((name) => [
              `${name} places ${RECEIPT_NAME}`,
              `${name} merges b7d2e0c4-19fa-4c3d-8f55-02a6c1d9e7f3`,
              `${name} deletedReceipts ${RECEIPT_NAME}`,
            ]),
            `lines deletedLines ${RECEIPT_NAME}#LINE#00004`,
            `words deletedWords ${RECEIPT_NAME}#LINE#00004#WORD#00001`,
            `words labels ${RECEIPT_NAME}#LINE#00004#WORD#00001`,
          ]),
        );
      });
    }
  });
});
