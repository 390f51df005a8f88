import { DeleteObjectCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import type { FakeAws } from '../../fakes';
import type { IamAction } from '../../fakes/kernel/policy/permissions';
import type { JournalEntry } from '../../fakes/kernel/journal';
import { createCompaction } from '../../src/compaction/handler';
import { MULTIPART_THRESHOLD_BYTES } from '../../src/compaction/snapshot/upload';
import { pointerKey } from '../../src/compaction/snapshot/layout';
import { COLLECTIONS, lineItem, metadataItem, receiptItem, wordItem } from '../../src/shared/receipt-keys';
import { deploy, type Deployment } from '../arrange/deployment';
import { BUCKET } from '../arrange/lambda-world';
import { POINTER } from '../arrange/publication-scene';
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
} from '../arrange/receipts';
import { lineVector, wordVector } from '../arrange/snapshots';
import { actionsOf } from './actions';

/** The two functions, as `aws.lambda` and the journal name them. */
export const FUNCTIONS = ['stream-processor', 'compaction'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** What one call of a function, or of Lambda on its behalf, needs. */
export interface Need extends IamAction {
  readonly functionName: FunctionName;
  readonly operation: string;
  readonly scene: SceneName;
}

/** What came of the scenes. */
export interface Observed {
  readonly needs: readonly Need[];
  /** Calls of the functions that were refused, as the journal prints them. */
  readonly refused: readonly string[];
}

const [line, word] = [lineOf(RECEIPT, 1), wordOf(RECEIPT, 1, 1)];
const VECTOR = { lines: lineVector(line), words: wordVector(word) } as const;
const NOW = { KEEP_VERSIONS: '1', RETENTION_GRACE_SECONDS: '0' };

/** A receipt comes in, is edited and goes again; old versions are removed. */
async function life(world: Deployment): Promise<void> {
  await world.put(receipt(RECEIPT), receiptMetadata(RECEIPT), receiptLine(line), receiptWord(word));
  await world.delta('lines', `lines/delta/${RUN_ID}`, [lineVector(line)]);
  await world.packedDelta('words', `words/delta/${RUN_ID}`, [wordVector(word)]);
  await world.put(compactionRun(RECEIPT), wordLabel(word, 'DATE', { status: 'VALID' }));
  await world.settle();
  await world.put(receiptMetadata(RECEIPT, { merchantName: 'New name' }));
  await world.settle();
  await world.remove(wordItem(word), lineItem(line), metadataItem(RECEIPT), receiptItem(RECEIPT));
  await world.settle();
}

/** Somebody else publishes while the compaction does; what it has uploaded is removed again. */
async function drift(world: Deployment): Promise<void> {
  await world.put(receipt(RECEIPT), receiptLine(line), receiptWord(word));
  for (const collection of COLLECTIONS) {
    const publish = (second: number): Promise<void> =>
      world.snapshot(collection, `20250101_00000${second}`, [VECTOR[collection]]);
    await publish(0);
    await publish(1);
    const isPointer = ({ Key }: { Key?: string | undefined }): boolean => Key === pointerKey(collection);
    world.before(PutObjectCommand, isPointer, () => publish(2));
  }
  await world.put(receiptMetadata(RECEIPT));
  await world.settle();
}

/** A snapshot as it was before there were manifests. */
async function legacy(world: Deployment): Promise<void> {
  await world.put(receipt(RECEIPT), receiptWord(word));
  await world.snapshot('words', '20250101_000000', [wordVector(word)]);
  const Key = 'words/snapshot/timestamped/20250101_000000/manifest.json';
  await world.clients.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
  await world.clients.s3.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: POINTER, Body: '20250101_000000' }),
  );
  await world.put(receiptMetadata(RECEIPT));
  await world.settle();
}

/** Collections that go up in parts, at first in vain. */
async function large(world: Deployment): Promise<void> {
  await world.put(receipt(RECEIPT), receiptLine(line), receiptWord(word));
  const text = 'x'.repeat(MULTIPART_THRESHOLD_BYTES);
  for (const collection of COLLECTIONS) {
    const { metadata, ...vector } = VECTOR[collection];
    await world.snapshot(collection, '20250101_000000', [{ ...vector, metadata: { ...metadata, text } }]);
  }
  // Both parts of the first upload of each collection.
  world.aws.faults.on(UploadPartCommand).accessDenied().times(4).optional();
  await world.put(receiptMetadata(RECEIPT));
  await world.settle();
}

const SCENES = { life, drift, legacy, large };
export type SceneName = keyof typeof SCENES;
const NAMES = ['life', 'drift', 'legacy', 'large'] as const satisfies readonly SceneName[];

/** Runs scenes, each on a world of its own, and looks at the calls. `permit` states permissions of the functions. */
export async function runScenes(
  permit?: (aws: FakeAws) => void,
  scenes: readonly SceneName[] = NAMES,
): Promise<Observed> {
  const needs: Need[] = [];
  const refused: string[] = [];
  await inScenes(permit, scenes, (entry, functionName, scene, aws) => {
    const { operation } = entry;
    needs.push(...actionsOf(aws, entry).map((need) => ({ ...need, functionName, operation, scene })));
    if (isRefusal(entry)) refused.push(`${functionName} ${entry.service}.${operation}`);
  });
  return { needs, refused };
}

/** The calls that the functions make in all scenes; Lambda's own are not among them. */
export async function callsOfScenes(): Promise<JournalEntry[]> {
  const calls: JournalEntry[] = [];
  await inScenes(undefined, NAMES, (entry) => {
    if (entry.caller !== 'aws:lambda') calls.push(entry);
  });
  return calls;
}

async function inScenes(
  permit: ((aws: FakeAws) => void) | undefined,
  scenes: readonly SceneName[],
  visit: (entry: JournalEntry, functionName: FunctionName, scene: SceneName, aws: FakeAws) => void,
): Promise<void> {
  for (const scene of scenes) {
    const world = await deploy({
      maxReceiveCount: 3,
      compaction: (given) => createCompaction(given.runtime({ env: { ...given.env, ...NOW } })),
    });
    try {
      permit?.(world.aws);
      await SCENES[scene](world);
      for (const entry of world.aws.calls.entries) {
        const functionName = functionOf(entry);
        if (functionName !== undefined) visit(entry, functionName, scene, world.aws);
      }
    } finally {
      world.end();
    }
  }
}

/** Whose role a call is made with: Lambda polls with the role of the function it polls for. */
function functionOf({ caller, service }: JournalEntry): FunctionName | undefined {
  if (caller === 'aws:lambda') return service === 'SQS' ? 'compaction' : 'stream-processor';
  return FUNCTIONS.find((name) => name === caller);
}

function isRefusal({ outcome, fault }: JournalEntry): boolean {
  if (fault !== undefined || outcome.kind === 'noAnswer') return false;
  if (outcome.kind === 'error') return outcome.error.name.startsWith('AccessDenied');
  // DeleteObjects answers 200 and says so of each object.
  return JSON.stringify(outcome.output).includes('"Code":"AccessDenied"');
}
