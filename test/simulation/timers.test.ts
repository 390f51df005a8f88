import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { explore } from '../../fakes';

const s3 = new S3Client({});
const Bucket = 'timers';
const arrange = (aws: Parameters<NonNullable<Parameters<typeof explore>[0]['arrange']>>[0]): void =>
  void aws.s3.createBucket(Bucket);

/** Two calls on a key of its own, each under a time-out that never strikes. */
const guarded = (Key: string, guard: boolean) => async (): Promise<void> => {
  const options = (): { abortSignal?: AbortSignal } =>
    guard ? { abortSignal: AbortSignal.timeout(60_000) } : {};
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }), options());
  await s3.send(new GetObjectCommand({ Bucket, Key }), options());
};

describe('simulation: timers and reductions', () => {
  it('time-outs that never strike multiply no orders', async () => {
    const counts: number[] = [];
    for (const guard of [false, true]) {
      const report = await explore({
        arrange,
        tasks: { A: guarded('a', guard), B: guarded('b', guard) },
        assert: () => undefined,
      });
      expect(report.complete, report.summary).to.equal(true);
      counts.push(report.runs);
    }
    expect(counts[1]).to.equal(counts[0]);
  });

  it('the order of timers that are due at the same time is searched as well', async () => {
    const ends = new Set<string>();
    let fired: string[] = [];
    const task = (name: string) => async (): Promise<void> => {
      await s3.send(new PutObjectCommand({ Bucket, Key: name, Body: 'x' }));
      await sleep(1_000);
      fired.push(name);
    };
    const report = await explore({
      arrange,
      reset: () => (fired = []),
      tasks: { A: task('a'), B: task('b') },
      assert: () => void ends.add(fired.join()),
    });
    expect(report.complete, report.summary).to.equal(true);
    expect([...ends].toSorted()).to.deep.equal(['a,b', 'b,a']);
  });
});
