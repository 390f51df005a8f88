import { GetObjectCommand, ListObjectsV2Command, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { createCircuitBreaker, observed, type CircuitBreaker } from '../../../src/shared/circuit-breaker';
import { BUCKET, lambdaWorld, type LambdaWorld } from '../../arrange/lambda-world';

const policy = { failures: 3, recoveryMs: 1_000, successes: 2 };

describe('createCircuitBreaker', () => {
  let now: number;
  let breaker: CircuitBreaker;
  beforeEach(() => {
    now = 0;
    breaker = createCircuitBreaker('s3', policy, () => now);
  });

  const fail = (times: number): void => {
    for (let index = 0; index < times; index += 1) breaker.failed();
  };

  it('opens after failures in a row', () => {
    fail(2);
    expect(breaker.allows()).to.equal(true);
    fail(1);
    expect(breaker.allows()).to.equal(false);
  });

  it('forgets failures after a success', () => {
    fail(2);
    breaker.succeeded();
    fail(2);
    expect(breaker.allows()).to.equal(true);
  });

  it('lets work try again after the recovery time, and opens again at the first failure', () => {
    fail(3);
    now = 999;
    expect(breaker.allows()).to.equal(false);
    now = 1_000;
    expect(breaker.allows()).to.equal(true);
    breaker.succeeded();
    fail(1);
    expect(breaker.allows()).to.equal(false);
  });

  it('closes after successes in a row', () => {
    fail(3);
    now = 1_000;
    breaker.succeeded();
    breaker.succeeded();
    fail(2);
    expect(breaker.allows()).to.equal(true);
  });
});

describe('observed', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  function watched() {
    const outcomes: string[] = [];
    const breaker: CircuitBreaker = {
      name: 's3',
      allows: () => true,
      succeeded: () => void outcomes.push('succeeded'),
      failed: () => void outcomes.push('failed'),
    };
    return { outcomes, s3: observed(world.clients.s3, breaker) };
  }

  it('tells the breaker what is a failure of the service and what is an answer', async () => {
    const { outcomes, s3 } = watched();
    const list = () => s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    await list();
    const missing = await s3
      .send(new GetObjectCommand({ Bucket: BUCKET, Key: 'missing' }))
      .catch((error: unknown) => error);
    expect(missing).to.have.property('name', 'NoSuchKey');
    world.aws.faults.on(ListObjectsV2Command).slowDown().wholeOperation();
    expect(await list().catch((error: unknown) => error)).to.have.property('name', 'SlowDown');
    expect(outcomes).to.deep.equal(['succeeded', 'succeeded', 'failed']);
  });

  it('is still a client of its class, as paginators want it', async () => {
    const { outcomes, s3 } = watched();
    expect(s3).to.be.instanceOf(S3Client);
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: BUCKET }))
      expect(page.KeyCount).to.equal(0);
    expect(outcomes).to.deep.equal(['succeeded']);
  });
});
