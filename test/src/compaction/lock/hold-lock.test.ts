import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { holdLock } from '../../../../src/compaction/lock/hold-lock';
import { sleep } from '../../../../src/shared/runtime';
import { lambdaWorld, START, type LambdaWorld } from '../../../arrange/lambda-world';

const LOCK = { pk: 'LOCK#words#snapshot', sk: 'LOCK' };
const [A, B] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];

describe('holdLock', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  const hold = <T>(owner: string, work: () => Promise<T>) =>
    holdLock(world.invocation(), 'words', owner, work);
  const updates = (): number => world.aws.calls.counts()['DynamoDB.UpdateItem'] ?? 0;

  it('holds the lock while the work goes on, however long, and releases it', async () => {
    const owners: unknown[] = [];
    const held = await hold(A, async () => {
      await sleep(world.runtime(), 10 * 60_000 + 1);
      owners.push((await world.item(LOCK))?.['owner']?.S);
      return 'done';
    });
    expect(held).to.deep.equal({ kind: 'held', result: 'done' });
    expect(owners).to.deep.equal([A]);
    expect(await world.item(LOCK)).not.to.have.property('owner');
    // Acquire, a beat every 30 s, release.
    expect(updates()).to.equal(1 + 20 + 1);
  });

  it('beats no more afterwards (R09)', async () => {
    await hold(A, () => Promise.resolve());
    const before = updates();
    await world.aws.clock.advance('10m');
    expect(updates()).to.equal(before);
  });

  it('releases it when the work fails', async () => {
    const error = await hold(A, () => Promise.reject(new Error('no'))).catch((reason: unknown) => reason);
    expect(error).to.have.property('message', 'no');
    expect(await hold(B, () => Promise.resolve('mine'))).to.deep.equal({ kind: 'held', result: 'mine' });
  });

  it('tries three times', async () => {
    let other: unknown;
    await hold(A, async () => {
      other = await hold(B, () => Promise.resolve());
    });
    expect(other).to.deep.equal({ kind: 'not-held', reason: 'lock_busy' });
    expect(updates()).to.equal(1 + 3 + 1);
    expect(Date.now() - START).to.equal(450);
  });

  it('gets it when it is released meanwhile', async () => {
    const first = hold(A, () => sleep(world.runtime(), 100));
    const second = hold(B, () => Promise.resolve('mine'));
    expect([await first, await second].map(({ kind }) => kind)).to.deep.equal(['held', 'held']);
  });

  it('tells a failing table from a busy lock (R16)', async () => {
    world.aws.faults.on(UpdateItemCommand).accessDenied().times(3);
    expect(await hold(A, () => Promise.resolve())).to.deep.equal({ kind: 'not-held', reason: 'lock_error' });
    expect(world.logs).to.have.nested.property('[0].error_type', 'AccessDeniedException');
  });

  it('does not fail because it cannot release: the lease ends by itself (R07)', async () => {
    world.aws.faults.on(UpdateItemCommand).accessDenied().after(1);
    expect(await hold(A, () => Promise.resolve(1))).to.deep.equal({ kind: 'held', result: 1 });
    expect((await world.item(LOCK))?.['owner']).to.deep.equal({ S: A });
  });

  it('asks nobody when locking is switched off', async () => {
    const invocation = world.invocation({ LOCK_ENABLED: 'false' });
    const held = await holdLock(invocation, 'words', A, (lease) => Promise.resolve(lease.fencingToken));
    expect(held).to.deep.equal({ kind: 'held', result: 0 });
    expect(updates()).to.equal(0);
  });
});
