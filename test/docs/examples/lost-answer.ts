import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';

// The code under test: publishes a snapshot, unless somebody else was first.
const s3 = new S3Client({});

async function publish(version: string): Promise<'published' | 'somebody was first'> {
  try {
    await s3.send(
      new PutObjectCommand({ Bucket: 'snapshots', Key: 'latest', Body: version, IfNoneMatch: '*' }),
    );
    return 'published';
  } catch (error) {
    if (error instanceof Error && error.name === 'PreconditionFailed') return 'somebody was first';
    throw error;
  }
}

describe('publish', () => {
  let aws: FakeAws;
  beforeEach(() => void (aws = fakeAws()));
  afterEach(() => aws.unplug());

  it('says that it published when it did, also on a bad network', async () => {
    aws.s3.createBucket('snapshots');
    aws.faults.on(PutObjectCommand).answerLost(); // S3 does the work, then the connection breaks
    const outcome = await publish('v1');
    expect(aws.s3.bucket('snapshots').get('latest')?.text).to.equal('v1');
    expect(outcome, aws.calls.toText()).to.equal('published');
  });
});
