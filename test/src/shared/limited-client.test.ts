import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { limited } from '../../../src/shared/limited-client';
import { BUCKET, lambdaWorld, type LambdaWorld } from '../../arrange/lambda-world';
import { rejection } from '../../arrange/rejection';

describe('limited clients', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  const list = new ListObjectsV2Command({ Bucket: BUCKET });

  it('answer what the client answers, and are of its class', async () => {
    const s3 = limited(world.clients.s3, () => 1_000);
    expect(s3).to.be.instanceOf(S3Client);
    expect((await s3.send(list)).KeyCount).to.equal(0);
    const missing = await rejection(s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'missing' })));
    expect(missing).to.have.property('name', 'NoSuchKey');
  });

  it('give a call up that has not answered in time', async () => {
    const s3 = limited(world.clients.s3, () => 1_000);
    world.aws.faults.on(ListObjectsV2Command).neverAnswers();
    const begun = Date.now();
    const error = await rejection(s3.send(list));
    expect(error).to.include({ name: 'CallGivenUp', message: 'no answer within 1000 ms' });
    expect(Date.now() - begun).to.equal(1_000);
  });

  it('wait for one that is only slow', async () => {
    const s3 = limited(world.clients.s3, () => 1_000);
    world.aws.faults.on(ListObjectsV2Command).delayed('999ms');
    expect((await s3.send(list)).KeyCount).to.equal(0);
  });

  it('make no call without time for it', async () => {
    const s3 = limited(world.clients.s3, () => 0);
    const before = world.aws.calls.entries.length;
    expect(await rejection(s3.send(list))).to.have.property('name', 'NoTimeLeft');
    expect(world.aws.calls.entries.length).to.equal(before);
  });

  it('end a call that its caller gives up, as the SDK does', async () => {
    const s3 = limited(world.clients.s3, () => 1_000);
    world.aws.faults.on(ListObjectsV2Command).neverAnswers();
    const abort = new AbortController();
    const sent = rejection(s3.send(list, { abortSignal: abort.signal }));
    await new Promise((resolve) => void setTimeout(resolve, 100));
    abort.abort();
    expect(await sent).to.have.property('name', 'AbortError');
  });

  it('do not abort what has answered', async () => {
    let signal: AbortSignal | undefined;
    const client = {
      send: async (_command: object, options: { abortSignal?: AbortSignal }) => {
        signal = options.abortSignal;
      },
    };
    await limited(client, () => 1_000).send({}, {});
    await world.aws.clock.advance('1h');
    expect(signal?.aborted).to.equal(false);
  });

  it('leave the body of an object to be read after that', async () => {
    await world.clients.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'a', Body: 'text' }));
    const s3 = limited(world.clients.s3, () => 1_000);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'a' }));
    await world.aws.clock.advance('1h');
    expect(await Body?.transformToString()).to.equal('text');
  });
});
