import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { explore, SimulationFailure, type ExploreOptions } from '../../fakes';

const client = new S3Client({});
const lock = { Bucket: 'locks', Key: 'lock', IfNoneMatch: '*' } as const;

/** Takes the lock if it is free; whatever is refused, somebody else has it. */
async function naive(name: string): Promise<void> {
  await client.send(new PutObjectCommand({ ...lock, Body: name })).catch(() => undefined);
}

/** The same, but 409 means "try again", only 412 means "somebody else has it". */
async function careful(name: string): Promise<void> {
  for (;;) {
    const error = await client.send(new PutObjectCommand({ ...lock, Body: name })).then(
      () => undefined,
      (reason: Error) => reason.name,
    );
    if (error !== 'ConditionalRequestConflict') return;
  }
}

const scenario = (taker: typeof naive, bounds: ExploreOptions['bounds']): ExploreOptions => ({
  arrange: (aws) => void aws.s3.createBucket('locks'),
  tasks: { A: () => taker('A'), B: () => taker('B') },
  bounds: { faults: 0, ...bounds },
  faults: ['conflict'],
  assert: ({ aws }) => {
    if (aws.s3.bucket('locks').size !== 1) throw new Error('nobody has the lock');
  },
});

describe('explore: conditional writes that meet', () => {
  it('finds a lock that nobody takes only when both are told that they met', async () => {
    expect((await explore(scenario(naive, { faults: 0 }))).complete).to.equal(true);
    // One of two that meet is refused: the other has the lock.
    expect((await explore(scenario(naive, { faults: 1 }))).complete).to.equal(true);
  });

  it('never strikes a write that meets no other', async () => {
    const alone = { ...scenario(naive, { faults: 2 }), tasks: { A: () => naive('A') } };
    const report = await explore(alone);
    expect(report).to.include({ runs: 1, failures: 0, complete: true });
  });

  it('loses the careful ones nothing', async () => {
    const report = await explore(scenario(careful, { faults: 2 }));
    expect(report).to.include({ failures: 0, complete: true });
    expect(report.runs).to.be.greaterThan(2);
  });

  it('has no lock left where the one gives up after a conflict and the other one is throttled', async () => {
    const options = scenario(naive, { faults: 2 });
    const failing: ExploreOptions = { ...options, faults: ['conflict', 'throttled'] };
    const error = await explore(failing).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(SimulationFailure);
    expect(String(error)).to.contain('nobody has the lock');
  });
});
