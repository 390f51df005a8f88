import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { explore, type ExploreReport } from '../../fakes';
import { fileEngine } from '../../src/compaction/engine/file-engine';
import { downloadSnapshot } from '../../src/compaction/snapshot/download';
import { readPointer } from '../../src/compaction/snapshot/pointer';
import { BUCKET, lambdaWorldOn, type LambdaWorld } from '../arrange/lambda-world';
import { RECEIPT, wordOf } from '../arrange/receipts';
import { brokenRun } from '../arrange/rejection';
import { putSnapshot, wordVector } from '../arrange/snapshots';

/** The first writer publishes while somebody reads. */
async function whileReading(read: (world: LambdaWorld) => Promise<unknown>): Promise<ExploreReport> {
  let world: LambdaWorld | undefined;
  const arranged = (): LambdaWorld => {
    if (world === undefined) throw new Error('not arranged');
    return world;
  };
  try {
    return await explore({
      async arrange(aws) {
        world = await lambdaWorldOn(aws);
      },
      tasks: {
        writer: () => arranged().snapshot('words', 'v1', [wordVector(wordOf(RECEIPT, 1, 1))]),
        reader: () => read(arranged()),
      },
      async assert() {
        expect((await arranged().published('words'))?.version, 'the live version').to.equal('v1');
      },
    });
  } finally {
    rmSync(arranged().env['WORK_DIRECTORY'] ?? '', { recursive: true, force: true });
  }
}

describe('R26: a cold reader and the first writer (I2, I10)', () => {
  it('the naive way publishes an empty snapshot when it finds none: in some order it erases the first', async () => {
    const naive = async ({ clients: { s3 } }: LambdaWorld): Promise<void> => {
      if ((await readPointer({ s3, name: BUCKET }, 'words')) !== undefined) return;
      await putSnapshot(s3, BUCKET, 'words', 'empty', []);
    };
    expect(await brokenRun(whileReading(naive))).to.include('the live version');
  });

  it('ours writes nothing', async () => {
    const ours = ({ clients: { s3 }, env }: LambdaWorld): Promise<unknown> =>
      downloadSnapshot(
        { bucket: { s3, name: BUCKET }, collection: 'words', engine: fileEngine },
        join(env['WORK_DIRECTORY'] ?? '', 'reader'),
      );
    expect(await whileReading(ours)).to.include({ complete: true, failures: 0 });
  });
});
