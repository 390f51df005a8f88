import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { pointerKey, versionPrefix } from '../../../src/compaction/snapshot/layout';
import type { CompactionMessage } from '../../../src/shared/compaction-message';
import { body, lambdaContext, sqsRecord } from '../../arrange/events';
import { BUCKET, lambdaWorld, type LambdaWorld } from '../../arrange/lambda-world';
import {
  compactionRun,
  RECEIPT,
  receipt,
  receiptMetadata,
  receiptWord,
  RUN_ID,
  wordLabel,
  wordOf,
} from '../../arrange/receipts';
import { wordVector } from '../../arrange/snapshots';

const KEY = pointerKey('words');
const other = { ...RECEIPT, receiptId: 3 };
const [mine, theirs] = [wordOf(RECEIPT, 1, 1), wordOf(other, 1, 1)];
const isPointer = ({ Key }: { Key?: string | undefined }) => Key === KEY;

describe('scenario: publication of a snapshot', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
    for (const key of [RECEIPT, other]) await world.put(receipt(key), receiptMetadata(key));
    await world.put(receiptWord(mine), receiptWord(theirs));
    await world.snapshot('words', 'v1', [wordVector(mine), wordVector(theirs)]);
  });
  afterEach(() => world.end());

  /** One invocation with one message; answers whether it was acknowledged. */
  async function acknowledged(message: CompactionMessage, env = {}): Promise<boolean> {
    const compaction = world.compaction({ env: { ...world.env, ...env } });
    const answer = await compaction({ Records: [sqsRecord('words', message)] }, lambdaContext());
    return answer.batchItemFailures.length === 0;
  }
  const metadataOf = async (key: typeof mine) =>
    (await world.published('words'))?.vectors.get(wordVector(key).id);
  const versions = () =>
    new Set(
      world.aws.s3
        .bucket(BUCKET)
        .keys(versionPrefix('words', '').slice(0, -1))
        .map((key) => key.split('/')[3]),
    );

  describe('R01, R10: two writers, one of which has lost its lease before it moves the pointer', () => {
    /** A works on label one and is held before its pointer write, while its lease ends and B publishes label two. */
    async function race(beforeWrite: (input: PutObjectCommandInput) => void, env = {}) {
      await world.put(
        wordLabel(mine, 'DATE', { status: 'VALID' }),
        wordLabel(theirs, 'TAX', { status: 'VALID' }),
      );
      let b = false;
      world.before(PutObjectCommand, isPointer, async (input) => {
        beforeWrite(input);
        await world.put({
          PK: { S: 'LOCK#words#snapshot' },
          SK: { S: 'LOCK' },
          fencing_token: { N: '1' },
          expires: { S: '' },
        });
        b = await acknowledged(body.label(1, 1, 'TAX', other), env);
      });
      const a = await acknowledged(body.label(1, 1, 'DATE'), env);
      return { a, b };
    }
    const labels = async () => [
      (await metadataOf(mine))?.['validated_labels'],
      (await metadataOf(theirs))?.['validated_labels'],
    ];

    it('the naive way loses work: both acknowledged, one effect gone', async () => {
      const unconditional = (input: PutObjectCommandInput): void => {
        delete input.IfMatch;
      };
      expect(await race(unconditional)).to.deep.equal({ a: true, b: true });
      expect(await labels()).to.deep.equal([',DATE,', undefined]);
    });

    it('ours does not publish without its lease: the message comes back, then both effects are there', async () => {
      expect(await race(() => undefined)).to.deep.equal({ a: false, b: true });
      expect(await labels()).to.deep.equal([undefined, ',TAX,']);
      expect(await acknowledged(body.label(1, 1, 'DATE'))).to.equal(true);
      expect(await labels()).to.deep.equal([',DATE,', ',TAX,']);
    });

    it('R04: ours needs no lock for that: it begins again from what the other has published', async () => {
      expect(await race(() => undefined, { LOCK_ENABLED: 'false' })).to.deep.equal({ a: true, b: true });
      expect(await labels()).to.deep.equal([',DATE,', ',TAX,']);
    });
  });

  describe('R14: the pointer is written and the answer is lost', () => {
    it('once, so that the SDK asks again and meets its own write', async () => {
      world.aws.faults.on(PutObjectCommand, { Key: KEY }).answerLost();
      expect(await acknowledged(body.metadata())).to.equal(true);
      expect(await metadataOf(mine)).to.include({ merchant_name: 'Corner Bakery' });
      expect(
        world.logs.some(({ message }) => message === 'pointer write is unclear, reading it again'),
      ).to.equal(true);
      expect(versions()).to.have.property('size', 2);
    });

    it('at every attempt', async () => {
      world.aws.faults.on(PutObjectCommand, { Key: KEY }).timesOut().afterCommit().wholeOperation();
      expect(await acknowledged(body.metadata())).to.equal(true);
      expect(await metadataOf(mine)).to.include({ merchant_name: 'Corner Bakery' });
    });

    it('and the pointer cannot be read: the message comes back, and finds its work done', async () => {
      world.aws.faults.on(PutObjectCommand, { Key: KEY }).timesOut().afterCommit().wholeOperation();
      world.aws.faults.on(GetObjectCommand, { Key: KEY }).slowDown().wholeOperation().after(1);
      expect(await acknowledged(body.metadata())).to.equal(false);
      const { version } = (await world.published('words')) ?? {};
      expect(await acknowledged(body.metadata())).to.equal(true);
      expect(await world.published('words')).to.have.property('version', version);
    });
  });

  it('R20: a version without objects is not replaced by the first delta that comes', async () => {
    for (const key of world.aws.s3.bucket(BUCKET).keys(versionPrefix('words', 'v1'))) {
      await world.clients.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }));
    }
    await world.put(compactionRun(RECEIPT));
    await world.delta('words', `words/delta/${RUN_ID}`, [wordVector(mine)]);
    expect(await acknowledged(body.run('words'))).to.equal(false);
    expect(world.aws.s3.bucket(BUCKET).get(KEY)?.text).to.include('"v1"');
    expect(
      world.logs.some(({ exception }) => JSON.stringify(exception ?? '').includes('DanglingPointer')),
    ).to.equal(true);
  });

  it('R22: a version that retention takes away under a reader is given up for its successor', async () => {
    const records = `${versionPrefix('words', 'v1')}records.jsonl`;
    world.before(
      GetObjectCommand,
      ({ Key }) => Key === records,
      async () => {
        await world.snapshot('words', 'v2', [wordVector(mine, { text: 'new' })], 'v1');
        await world.clients.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: records }));
      },
    );
    expect(await acknowledged(body.metadata())).to.equal(true);
    const published = await world.published('words');
    expect(published?.manifest.parent_version).to.equal('v2');
    expect(await metadataOf(mine)).to.include({ text: 'new', merchant_name: 'Corner Bakery' });
  });

  it('R21: retention after a late publication never takes the live version', async () => {
    await acknowledged(body.metadata(), { KEEP_VERSIONS: '1', RETENTION_GRACE_SECONDS: '0' });
    await world.aws.clock.advance('1h');
    await world.put(wordLabel(mine, 'DATE', { status: 'VALID' }));
    await acknowledged(body.label(1, 1), { KEEP_VERSIONS: '1', RETENTION_GRACE_SECONDS: '0' });
    expect(await metadataOf(mine)).to.include({ validated_labels: ',DATE,' });
    // The version with an id of another kind does not tell its age.
    expect([...versions()].length).to.equal(2);
  });
});
