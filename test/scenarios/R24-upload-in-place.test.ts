import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectsCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { explore, type ExploreReport } from '../../fakes';
import { fileEngine } from '../../src/compaction/engine/file-engine';
import { downloadSnapshot } from '../../src/compaction/snapshot/download';
import { BUCKET, lambdaWorldOn, type LambdaWorld } from '../arrange/lambda-world';
import { brokenRun } from '../arrange/rejection';
import { putSnapshot, wordVector } from '../arrange/snapshots';
import { RECEIPT, wordOf } from '../arrange/receipts';

const FILES = ['collection.json', 'records.jsonl'];

/** A reader while a writer replaces generation "a" by generation "b": what it reads must be of one generation. */
async function readWhile(
  write: (world: LambdaWorld, generation: string) => Promise<void>,
  read: (world: LambdaWorld) => Promise<string[]>,
): Promise<ExploreReport> {
  let world: LambdaWorld | undefined;
  const arranged = (): LambdaWorld => {
    if (world === undefined) throw new Error('not arranged');
    return world;
  };
  try {
    return await explore({
      async arrange(aws) {
        world = await lambdaWorldOn(aws);
        await write(world, 'a');
      },
      tasks: { writer: () => write(arranged(), 'b'), reader: () => read(arranged()) },
      assert({ outcomes }) {
        const outcome = outcomes['reader'];
        expect(outcome?.kind, 'the reader').to.equal('returned');
        const generations = outcome?.kind === 'returned' ? outcome.value : undefined;
        expect(JSON.stringify(generations)).to.be.oneOf(['["a","a"]', '["b","b"]']);
      },
    });
  } finally {
    rmSync(arranged().env['WORK_DIRECTORY'] ?? '', { recursive: true, force: true });
  }
}

const latest = (path: string) => ({ Bucket: BUCKET, Key: `words/snapshot/latest/${path}` });
const textOf = async (s3: S3Client, path: string): Promise<string> => {
  const { Body } = await s3.send(new GetObjectCommand(latest(path)));
  return (await Body?.transformToString()) ?? '';
};

describe('R24: a reader while a snapshot is replaced (I3)', function () {
  this.timeout(60_000);

  it('the naive way clears the prefix and fills it again: in some order the reader finds a mixture, or nothing', async () => {
    const search = readWhile(
      async ({ clients: { s3 } }, generation) => {
        const Objects = FILES.map((path) => ({ Key: latest(path).Key }));
        await s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
        for (const path of FILES) await s3.send(new PutObjectCommand({ ...latest(path), Body: generation }));
      },
      async ({ clients: { s3 } }) => [await textOf(s3, 'collection.json'), await textOf(s3, 'records.jsonl')],
    );
    expect(await brokenRun(search)).to.include('replay:');
  });

  it('ours gives every version a prefix of its own, and moves the pointer last', async () => {
    const report = await readWhile(
      ({ clients }, text) =>
        putSnapshot(clients.s3, BUCKET, 'words', `v-${text}`, [
          wordVector(wordOf(RECEIPT, 1, 1), { text }),
          wordVector(wordOf(RECEIPT, 1, 2), { text }),
        ]),
      async ({ clients, env }) => {
        const directory = mkdtempSync(join(env['WORK_DIRECTORY'] ?? tmpdir(), 'reader-'));
        const source = {
          bucket: { s3: clients.s3, name: BUCKET },
          collection: 'words',
          engine: fileEngine,
        } as const;
        await downloadSnapshot(source, directory);
        const records = readFileSync(join(directory, 'records.jsonl'), 'utf8');
        return [...records.matchAll(/"text":"(\w)"/g)].map(([, text]) => String(text));
      },
    );
    expect(report).to.include({ complete: true, failures: 0 });
  });
});
