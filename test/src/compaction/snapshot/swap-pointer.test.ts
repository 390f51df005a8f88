import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import * as sinon from 'sinon';
import { pointerKey } from '../../../../src/compaction/snapshot/layout';
import { readPointer, type Pointer } from '../../../../src/compaction/snapshot/pointer';
import { swapPointer } from '../../../../src/compaction/snapshot/swap-pointer';
import { BUCKET, lambdaWorld, type LambdaWorld } from '../../../arrange/lambda-world';

const KEY = pointerKey('words');
const next = { version: 'v2', manifestSha256: 'abc', fencingToken: 7, publishedAt: '' };

describe('swapPointer', () => {
  let world: LambdaWorld;
  let parent: Pointer | undefined;
  beforeEach(async () => {
    world = await lambdaWorld();
    world.aws.s3.bucket(BUCKET).put(KEY, 'v1');
    parent = await readPointer(bucket(), 'words');
  });
  afterEach(() => world.end());

  const bucket = () => ({ s3: world.clients.s3, name: BUCKET });
  const swap = (expected = parent) => swapPointer(world.invocation(), bucket(), 'words', next, expected);
  const failure = async (): Promise<unknown> =>
    swap().then(
      () => undefined,
      (error: unknown) => error,
    );
  const live = async (): Promise<unknown> => (await readPointer(bucket(), 'words'))?.version;
  const puts = (): number => world.aws.calls.counts()['S3.PutObject'] ?? 0;
  const onPut = () => world.aws.faults.on(PutObjectCommand, { Key: KEY });

  it('moves the pointer', async () => {
    expect([await swap(), await live(), puts()]).to.deep.equal(['published', 'v2', 1]);
  });

  it('does not move a pointer that has moved on', async () => {
    world.aws.s3.bucket(BUCKET).put(KEY, 'v9');
    expect([await swap(), await live()]).to.deep.equal(['drift', 'v9']);
  });

  it('does not move a pointer that has appeared or gone', async () => {
    expect(await swapPointer(world.invocation(), bucket(), 'words', next, undefined)).to.equal('drift');
    expect(await swapPointer(world.invocation(), bucket(), 'lines', next, parent)).to.equal('drift');
  });

  it('knows its own write when the answer got lost and the SDK met a 412 by itself (R14)', async () => {
    onPut().answerLost();
    expect([await swap(), await live(), puts()]).to.deep.equal(['published', 'v2', 2]);
  });

  it('knows its own write when no answer ever came (R14)', async () => {
    onPut().timesOut().afterCommit().wholeOperation();
    expect([await swap(), await live()]).to.deep.equal(['published', 'v2']);
  });

  it('writes again when nothing was written', async () => {
    onPut().serverError().wholeOperation();
    expect([await swap(), await live()]).to.deep.equal(['published', 'v2']);
  });

  it('gives up after three calls that wrote nothing', async () => {
    onPut().serverError().wholeOperation().times(3);
    expect(await failure()).to.have.property('name', 'InternalError');
    expect(await live()).to.equal('v1');
  });

  it('does not repeat what is refused', async () => {
    onPut().accessDenied();
    expect(await failure()).to.have.property('name', 'AccessDenied');
    expect(puts()).to.equal(1);
  });

  describe('counts what was unclear, and only that:', () => {
    const rows: [string, () => unknown, number][] = [
      ['a pointer that has moved on is clear', () => world.aws.s3.bucket(BUCKET).put(KEY, 'v9'), 0],
      ['a 412 of its own write is not', () => onPut().answerLost(), 1],
      ['nor is an error after which nothing was written', () => onPut().serverError().wholeOperation(), 1],
    ];
    for (const [what, arm, times] of rows) {
      it(what, async () => {
        const invocation = world.invocation();
        const count = sinon.spy(invocation.metrics, 'count');
        arm();
        await swapPointer(invocation, bucket(), 'words', next, parent);
        expect(count.args.filter(([name]) => name === 'CompactionPublishAmbiguous')).to.have.length(times);
      });
    }
  });

  it('does not guess when it cannot read the pointer', async () => {
    onPut().serverError().wholeOperation();
    world.aws.faults.on(GetObjectCommand).accessDenied();
    expect(await failure()).to.have.property('name', 'SnapshotAccessDenied');
  });
});
