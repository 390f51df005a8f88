import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws } from '../../fakes';
import type { EngineFactory, StoredRecord } from '../../src/compaction/engine/snapshot-engine';
import { downloadSnapshot } from '../../src/compaction/snapshot/download';
import { labelItem } from '../../src/shared/receipt-keys';
import { body, lambdaContext, sqsRecord } from './events';
import { BUCKET, lambdaWorldOn, type LambdaWorld } from './lambda-world';
import {
  compactionRun,
  RECEIPT,
  receipt,
  receiptMetadata,
  receiptWord,
  RUN_ID,
  wordLabel,
  wordOf,
} from './receipts';
import { wordVector } from './snapshots';

const word = wordOf(RECEIPT, 1, 1);
const { id, metadata, embedding } = wordVector(word, { text: 'Baguette' });

/** The compaction on snapshots that are databases of a real server, in real time: the server's answers come over sockets. */
export function chromaCompaction(engines: EngineFactory): void {
  describe(`compaction on ${engines.name}`, function () {
    this.timeout(60_000);
    let world: LambdaWorld;
    beforeEach(async () => {
      world = await lambdaWorldOn(fakeAws());
      await world.put(receipt(RECEIPT), receiptMetadata(RECEIPT), receiptWord(word), compactionRun(RECEIPT));
      await uploadDelta();
    });
    afterEach(() => world.end());
    const local = (name: string): string => join(world.env['WORK_DIRECTORY'] ?? '', name);

    /** The embedding job's database, file by file. */
    async function uploadDelta(): Promise<void> {
      const directory = local('delta');
      const engine = await engines.open(directory, { collection: 'words', create: true });
      await engine.upsert([{ id, metadata, embedding: Float32Array.from(embedding) }]);
      await engine.close();
      for (const file of readdirSync(directory, { recursive: true, withFileTypes: true })) {
        if (!file.isFile()) continue;
        const path = join(file.parentPath, file.name);
        const Key = `words/delta/${RUN_ID}/${path.slice(directory.length + 1)}`;
        await world.clients.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: readFileSync(path) }));
      }
    }

    async function compact(message: Parameters<typeof sqsRecord>[1]): Promise<void> {
      const event = { Records: [sqsRecord('words', message)] };
      const { batchItemFailures } = await world.compaction({ engines })(event, lambdaContext());
      expect(batchItemFailures, JSON.stringify(world.logs.at(-1))).to.deep.equal([]);
    }

    /** The word as the live snapshot has it, downloaded and opened anew. */
    async function published(): Promise<StoredRecord | undefined> {
      const directory = local('reader');
      const bucket = { s3: world.clients.s3, name: BUCKET };
      await downloadSnapshot({ bucket, collection: 'words', engine: engines }, directory);
      const engine = await engines.open(directory, { collection: 'words', readOnly: true });
      try {
        return (await engine.get([id])).get(id);
      } finally {
        await engine.close();
      }
    }

    it('merges a delta, and then a label comes and goes (R70)', async () => {
      await compact(body.run('words'));
      expect((await published())?.metadata).to.include({ text: 'Baguette', merchant_name: 'Corner Bakery' });
      await world.put(wordLabel(word, 'DATE', { status: 'VALID' }));
      await compact(body.label(1, 1, 'DATE'));
      expect((await published())?.metadata).to.include({
        validated_labels: ',DATE,',
        label_status: 'validated',
      });
      await world.remove(labelItem(word, 'DATE'));
      await compact(body.label(1, 1, 'DATE'));
      expect((await published())?.metadata).to.not.have.any.keys('validated_labels', 'label_status');
    });
  });
}
