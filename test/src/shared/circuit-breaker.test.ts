import { GetObjectCommand, ListObjectsV2Command, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import {
  CircuitOpen,
  createCircuitBreaker,
  guarded,
  type CircuitBreaker,
} from '../../../src/shared/circuit-breaker';
import { BUCKET, lambdaWorld, type LambdaWorld } from '../../arrange/lambda-world';
import { rejection } from '../../arrange/rejection';

const policy = { failures: 3, recoveryMs: 1_000, successes: 3 };

/** Throttled: worth another attempt. */
class Throttling extends Error {
  override readonly name = 'Throttling';
}
/** An answer of a service that works. */
class NoSuchKey extends Error {
  override readonly name = 'NoSuchKey';
  readonly $fault = 'client';
}

describe('circuit breakers', () => {
  let world: LambdaWorld;
  let breaker: CircuitBreaker;
  beforeEach(async () => {
    world = await lambdaWorld();
    breaker = createCircuitBreaker('s3_operations', policy, () => Date.now());
  });
  afterEach(() => world.end());

  const succeed = (): Promise<string> => breaker.call(async () => 'answer');
  const failWith = (error: Error): Promise<unknown> =>
    rejection(
      breaker.call(async () => {
        throw error;
      }),
    );
  async function fail(times: number): Promise<void> {
    for (let index = 0; index < times; index += 1)
      expect(await failWith(new Throttling('slow'))).to.be.instanceOf(Throttling);
  }

  it('open after failures in a row, and then make no call', async () => {
    await fail(2);
    expect(breaker.allows()).to.equal(true);
    await fail(1);
    expect(breaker.allows()).to.equal(false);
    let called = false;
    const refused = await rejection(breaker.call(async () => (called = true)));
    expect(refused).to.be.instanceOf(CircuitOpen);
    expect(refused).to.have.property(
      'message',
      's3_operations failed too often and is left alone for a while',
    );
    expect(called).to.equal(false);
  });

  it('forget failures after a success', async () => {
    await fail(2);
    expect(await succeed()).to.equal('answer');
    await fail(2);
    expect(breaker.allows()).to.equal(true);
  });

  it('take an error that is an answer for a success', async () => {
    await fail(2);
    expect(await failWith(new NoSuchKey('no'))).to.have.property('name', 'NoSuchKey');
    await fail(2);
    expect(breaker.allows()).to.equal(true);
  });

  it('let calls try again after the recovery time, and open again when the first one fails', async () => {
    await fail(3);
    await world.aws.clock.advance(999);
    expect(breaker.allows()).to.equal(false);
    await world.aws.clock.advance(1);
    expect(breaker.allows()).to.equal(true);
    await fail(1);
    expect(breaker.allows()).to.equal(false);
  });

  it('are on trial until so many have succeeded: one failure opens them', async () => {
    await fail(3);
    await world.aws.clock.advance('1s');
    await succeed();
    await succeed();
    await fail(1);
    expect(breaker.allows()).to.equal(false);
  });

  it('are trusted again after that', async () => {
    await fail(3);
    await world.aws.clock.advance('1s');
    for (let index = 0; index < policy.successes; index += 1) await succeed();
    await fail(2);
    expect(breaker.allows()).to.equal(true);
    await fail(1);
    expect(breaker.allows()).to.equal(false);
  });

  it('stand before a client, which stays one of its class, as paginators want it', async () => {
    const s3 = guarded(world.clients.s3, breaker);
    expect(s3).to.be.instanceOf(S3Client);
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: BUCKET }))
      expect(page.KeyCount).to.equal(0);
    const missing = await rejection(s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'missing' })));
    expect(missing).to.have.property('name', 'NoSuchKey');
    world.aws.faults.on(ListObjectsV2Command).slowDown().wholeOperation().times(policy.failures);
    const list = () => rejection(s3.send(new ListObjectsV2Command({ Bucket: BUCKET })));
    for (let index = 0; index < policy.failures; index += 1)
      expect(await list()).to.have.property('name', 'SlowDown');
    expect(await list()).to.be.instanceOf(CircuitOpen);
  });
});
