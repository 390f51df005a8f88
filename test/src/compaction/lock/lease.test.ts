import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { acquireLock } from '../../../../src/compaction/lock/acquire';
import { NO_LEASE, type OwnedLease } from '../../../../src/compaction/lock/lease';
import { lambdaWorld, TABLE, type LambdaWorld } from '../../../arrange/lambda-world';

const LOCK = { pk: 'LOCK#words#snapshot', sk: 'LOCK' };
const [A, B] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];

describe('lease', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  const acquire = (owner: string) =>
    acquireLock({
      table: { dynamodb: world.clients.dynamodb, name: TABLE, collection: 'words' },
      owner,
      durationMs: 180_000,
      now: () => Date.now(),
    });
  async function leaseOf(owner: string): Promise<OwnedLease> {
    const acquisition = await acquire(owner);
    if (acquisition.kind !== 'acquired') throw new Error(acquisition.kind);
    return acquisition.lease;
  }
  const beat = (lease: OwnedLease) => lease.beat(new AbortController().signal);

  it('holds for its duration by the local clock', async () => {
    const lease = await leaseOf(A);
    await world.aws.clock.advance(179_999);
    expect(lease.isHeld()).to.equal(true);
    await world.aws.clock.advance(1);
    expect(lease.isHeld()).to.equal(false);
    expect(await lease.validate()).to.equal(false);
  });

  it('is extended by a beat, in the table and locally', async () => {
    const lease = await leaseOf(A);
    await world.aws.clock.advance('2m');
    expect(await beat(lease)).to.equal('extended');
    await world.aws.clock.advance('2m');
    expect(lease.isHeld()).to.equal(true);
    expect(await lease.validate()).to.equal(true);
    expect((await world.item(LOCK))?.['expires']).to.deep.equal({ S: '2025-10-23T09:05:00.000Z' });
  });

  it('can be extended until its end, and no more at its end', async () => {
    const [early, late] = [await leaseOf(A), 179_999];
    await world.aws.clock.advance(late);
    expect(await beat(early)).to.equal('extended');
    await world.aws.clock.advance(180_000);
    expect(await beat(early)).to.equal('lost');
  });

  it('does not come back after its end by a late beat (R02)', async () => {
    const late = await leaseOf(A);
    await world.aws.clock.advance('4m');
    const next = await leaseOf(B);
    expect(await beat(late)).to.equal('lost');
    expect([await late.validate(), await next.validate()]).to.deep.equal([false, true]);
    expect(next.fencingToken).to.equal(late.fencingToken + 1);
  });

  it('does not come back after its release (R09)', async () => {
    const released = await leaseOf(A);
    await released.release();
    expect([released.isHeld(), await beat(released)]).to.deep.equal([false, 'lost']);
    const next = await leaseOf(B);
    expect(await beat(released)).to.equal('lost');
    await released.release();
    expect(await next.validate()).to.equal(true);
  });

  it('is validated by a consistent read, owner, token and time (R05)', async () => {
    const lease = await leaseOf(A);
    const item = (await world.item(LOCK)) ?? {};
    for (const change of [
      { owner: { S: B } },
      { fencing_token: { N: '2' } },
      { expires: { S: '2025-10-23T09:00:01.000Z' } },
    ]) {
      await world.put({ ...item, ...change });
      expect(await lease.validate(), JSON.stringify(change)).to.equal(false);
    }
    const { expires: _, ...withoutExpiry } = item;
    await world.put(withoutExpiry);
    expect(await lease.validate()).to.equal(false);
    await world.put(item);
    expect(await lease.validate()).to.equal(true);
    await world.remove(LOCK);
    expect(await lease.validate()).to.equal(false);
    const last = world.aws.calls.entries
      .filter(({ operation }: { operation: string }) => operation === 'GetItem')
      .at(-1);
    expect(last).to.have.nested.property('input.ConsistentRead', true);
  });

  it('lets errors of the table through, except for a beat, which says so', async () => {
    const lease = await leaseOf(A);
    world.aws.faults.on(GetItemCommand).accessDenied();
    world.aws.faults.on(UpdateItemCommand).accessDenied().times(2);
    expect(await lease.validate().catch((error: unknown) => error)).to.have.property(
      'name',
      'AccessDeniedException',
    );
    expect(await beat(lease)).to.equal('error');
    expect(await lease.release().catch((error: unknown) => error)).to.have.property(
      'name',
      'AccessDeniedException',
    );
  });

  it('is over when it is given up', async () => {
    const lease = await leaseOf(A);
    lease.giveUp();
    expect([lease.isHeld(), await lease.validate()]).to.deep.equal([false, false]);
  });

  it('keeps its row after release, free and with its token', async () => {
    await (await leaseOf(A)).release();
    expect(await world.item(LOCK)).to.deep.include({
      fencing_token: { N: '1' },
      expires: { S: '1970-01-01T00:00:00.000Z' },
    });
    expect(await world.item(LOCK)).not.to.have.property('owner');
  });
});

describe('NO_LEASE', () => {
  it('is always held, and fences nothing', async () => {
    expect(NO_LEASE.fencingToken).to.equal(0);
    NO_LEASE.giveUp();
    expect([
      NO_LEASE.isHeld(),
      await NO_LEASE.validate(),
      await NO_LEASE.beat(new AbortController().signal),
    ]).to.deep.equal([true, true, 'extended']);
    await NO_LEASE.release();
  });
});
