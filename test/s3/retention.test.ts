import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { caught, expectRefusal } from './caught';

const Bucket = 'vault';
const Key = 'k';

const LOCKED = {
  name: 'AccessDenied',
  status: 403,
  message: 'Access Denied because object protected by object lock.',
};

describe('S3 Object Lock of objects', () => {
  let aws: FakeAws;
  let until: Date;
  const client = new S3Client({});
  const put = (input: Partial<PutObjectCommandInput>, bucket = Bucket) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x', ...input }));
  const deleteVersion = (VersionId: string | undefined, bypass?: boolean) =>
    client.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention: bypass }));
  const shown = async () => {
    const { ObjectLockMode, ObjectLockRetainUntilDate, ObjectLockLegalHoldStatus } = await client.send(
      new GetObjectCommand({ Bucket, Key }),
    );
    return [ObjectLockMode, ObjectLockRetainUntilDate, ObjectLockLegalHoldStatus];
  };

  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    aws.s3.createBucket('plain');
    until = new Date(Math.floor(aws.clock.now() / 1000) * 1000 + 3_600_000);
  });
  afterEach(() => aws.unplug());

  it('keeps a version in governance mode until its date, or until somebody bypasses it', async () => {
    const governance = { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: until } as const;
    const first = await put(governance);
    const second = await put(governance);
    expect(await shown()).to.deep.equal(['GOVERNANCE', until, undefined]);
    await expectRefusal(deleteVersion(first.VersionId), LOCKED);
    await expectRefusal(deleteVersion(first.VersionId, false), LOCKED);
    await deleteVersion(first.VersionId, true);
    await aws.clock.advance('1h');
    await deleteVersion(second.VersionId);
    expect(aws.s3.bucket(Bucket).versions(Key)).to.deep.equal([]);
  });

  it('keeps a version in compliance mode against everybody, and under a legal hold for ever', async () => {
    const { VersionId } = await put({ ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until });
    await expectRefusal(deleteVersion(VersionId, true), LOCKED);
    const held = await put({ ObjectLockLegalHoldStatus: 'ON' });
    await aws.clock.advance('2h');
    await deleteVersion(VersionId);
    await expectRefusal(deleteVersion(held.VersionId, true), LOCKED);
    expect(await shown()).to.deep.equal([undefined, undefined, 'ON']);
  });

  it('hides a locked version behind a delete marker, which is not locked', async () => {
    await put({ ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until });
    const marker = await client.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(marker.DeleteMarker).to.equal(true);
    await deleteVersion(marker.VersionId);
    expect(aws.s3.bucket(Bucket).get(Key)?.text).to.equal('x');
  });

  it('is an error of its own entry in DeleteObjects', async () => {
    const { VersionId } = await put({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: until });
    const Delete = { Objects: [{ Key, VersionId }, { Key: 'other' }] };
    const refused = await client.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(refused.Errors).to.deep.equal([{ Key, VersionId, Code: 'AccessDenied', Message: LOCKED.message }]);
    expect(refused.Deleted).to.have.length(1);
    const done = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete, BypassGovernanceRetention: true }),
    );
    expect(done.Errors).to.equal(undefined);
  });

  it('locks copies and multipart uploads as they ask, and copies no lock', async () => {
    const lock = { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: until } as const;
    await put({ ...lock, Key: 'source' });
    const CopySource = `${Bucket}/source`;
    await client.send(new CopyObjectCommand({ Bucket, Key, CopySource }));
    expect(await shown()).to.deep.equal([undefined, undefined, undefined]);
    await client.send(new CopyObjectCommand({ Bucket, Key, CopySource, ObjectLockLegalHoldStatus: 'OFF' }));
    expect(await shown()).to.deep.equal([undefined, undefined, 'OFF']);
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...lock }));
    const part = await client.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'y' }),
    );
    const Parts = [{ PartNumber: 1, ETag: part.ETag }];
    await client.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
    expect(await shown()).to.deep.equal(['GOVERNANCE', until, undefined]);
  });

  it('needs a mode and a date of the future', async () => {
    const both = 'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied';
    const refusal = { name: 'InvalidArgument', status: 400 };
    await expectRefusal(put({ ObjectLockMode: 'GOVERNANCE' }), {
      ...refusal,
      message: both,
      members: { ArgumentName: 'x-amz-object-lock-retain-until-date' },
    });
    await expectRefusal(put({ ObjectLockRetainUntilDate: until }), {
      ...refusal,
      message: both,
      members: { ArgumentName: 'x-amz-object-lock-mode' },
    });
    await expectRefusal(put({ ObjectLockMode: 'BAD' as 'GOVERNANCE', ObjectLockRetainUntilDate: until }), {
      ...refusal,
      message: 'Unknown wormMode directive.',
      members: { ArgumentName: 'x-amz-object-lock-mode', ArgumentValue: 'BAD' },
    });
    const past = new Date(aws.clock.now());
    const late = await caught(put({ ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: past }));
    expect(late.message).to.equal('The retain until date must be in the future!');
    const hold = await caught(put({ ObjectLockLegalHoldStatus: 'MAYBE' as 'ON' }));
    expect(hold.name).to.equal('InvalidArgument');
  });

  it('needs a bucket with Object Lock, even to bypass it or not', async () => {
    await expectRefusal(put({ ObjectLockLegalHoldStatus: 'ON' }, 'plain'), {
      name: 'InvalidRequest',
      status: 400,
      message: 'Bucket is missing Object Lock Configuration',
    });
    for (const bypass of [true, false]) {
      const input = { Bucket: 'plain', Key, BypassGovernanceRetention: bypass };
      await expectRefusal(client.send(new DeleteObjectCommand(input)), {
        name: 'InvalidArgument',
        status: 400,
        message: 'x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.',
        members: { ArgumentName: 'x-amz-bypass-governance-retention' },
      });
    }
  });
});
