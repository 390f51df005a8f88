import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { sweepFaults, SimulationFailure, type FakeAws } from '../../fakes';

const client = new S3Client({});
const from = { Bucket: 'photos', Key: 'from' };

/** Copies by hand; whatever could be read of the object is the object. */
async function naive(): Promise<void> {
  const { Body } = await client.send(new GetObjectCommand(from));
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of Body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  } catch {
    // The rest is lost.
  }
  await client.send(new PutObjectCommand({ Bucket: 'photos', Key: 'to', Body: Buffer.concat(chunks) }));
}

/** Writes only what it has read to its end. */
async function careful(): Promise<void> {
  const { Body } = await client.send(new GetObjectCommand(from));
  const bytes = await Body?.transformToByteArray();
  await client.send(new PutObjectCommand({ Bucket: 'photos', Key: 'to', Body: bytes ?? '' }));
}

describe('sweepFaults: bodies that do not arrive well', () => {
  const sweep = (act: () => Promise<void>) =>
    sweepFaults({
      arrange: (aws: FakeAws) => void aws.s3.bucket('photos').put('from', 'hello world'),
      act,
      faults: ['bodyTruncated', 'bodyCorrupted'],
      assert: ({ aws }) => {
        const copy = aws.s3.bucket('photos').get('to')?.text;
        if (copy !== 'hello world') throw new Error(`the copy is ${copy}`);
      },
    });

  it('finds who keeps half an object', async () => {
    const error = await sweep(naive).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(SimulationFailure);
    expect(String(error)).to.contain('the copy is hello');
    expect(String(error)).to.contain('bodyTruncated');
  });

  it('proves who reads to the end, in as many runs as there are reads', async () => {
    const report = await sweep(careful);
    expect(report).to.include({ runs: 3, failures: 0, complete: true });
  });
});
