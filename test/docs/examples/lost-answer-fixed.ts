import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { sweepFaults } from '../../../fakes';

const s3 = new S3Client({});
const latest = { Bucket: 'snapshots', Key: 'latest' };

/** Looks again before it believes that somebody else was first. */
async function publish(version: string): Promise<'published' | 'somebody was first'> {
  try {
    await s3.send(new PutObjectCommand({ ...latest, Body: version, IfNoneMatch: '*' }));
    return 'published';
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'PreconditionFailed') throw error;
    const { Body } = await s3.send(new GetObjectCommand(latest));
    return (await Body?.transformToString()) === version ? 'published' : 'somebody was first';
  }
}

describe('publish, repaired', () => {
  it('tells the truth under every fault at every call, and after every crash', async () => {
    const { summary } = await sweepFaults({
      arrange: (aws) => void aws.s3.createBucket('snapshots'),
      act: () => publish('v1'),
      assert: ({ aws, outcomes }) => {
        const stored = aws.s3.bucket('snapshots').get('latest')?.text;
        const { handler } = outcomes;
        if (handler?.kind === 'returned' && (handler.value !== 'published' || stored !== 'v1')) {
          throw new Error(`the handler says "${String(handler.value)}", the bucket holds ${stored}`);
        }
      },
    });
    console.log(`      ${summary}`);
  });
});
