import {
  DeleteObjectsCommand,
  S3Client,
  type DeleteObjectsCommandInput,
  type ObjectIdentifier,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf, caught, expectRefusal } from './caught';

const Bucket = 'photos';

describe('S3.DeleteObjects', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const remove = async (Objects: ObjectIdentifier[], Quiet?: boolean) =>
    answerOf(
      await client.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects, ...(Quiet === undefined ? {} : { Quiet }) } }),
      ),
    );

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('deletes every key, those that are not there as well', async () => {
    aws.s3.bucket(Bucket).put('a');
    aws.s3.bucket(Bucket).put('b');
    expect(await remove([{ Key: 'b' }, { Key: 'none' }])).to.deep.equal({
      Deleted: [{ Key: 'b' }, { Key: 'none' }],
    });
    expect(aws.s3.bucket(Bucket).keys()).to.deep.equal(['a']);
  });

  it('keeps quiet about what it deleted when asked to', async () => {
    aws.s3.bucket(Bucket).put('a');
    expect(await remove([{ Key: 'a' }], true)).to.deep.equal({});
    expect(aws.s3.bucket(Bucket).size).to.equal(0);
  });

  it('answers 200 with what failed, by entry', async () => {
    aws.s3.bucket(Bucket).put('a');
    aws.s3.bucket(Bucket).put('b');
    const answer = await remove([
      { Key: 'a', ETag: '"x"' },
      { Key: 'b' },
      { Key: 'c', ETag: '"x"' },
      { Key: 'd', VersionId: 'v' },
      { Key: 'k'.repeat(1025) },
    ]);
    expect(answer.Deleted).to.deep.equal([{ Key: 'b' }]);
    expect(
      answer.Errors?.map((error) => [error.Key?.slice(0, 2), error.VersionId, error.Code, error.Message]),
    ).to.deep.equal([
      ['a', undefined, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold'],
      ['c', undefined, 'NoSuchKey', 'The specified key does not exist.'],
      ['d', 'v', 'NoSuchVersion', 'The specified version does not exist.'],
      ['kk', undefined, 'KeyTooLongError', 'Your key is too long'],
    ]);
    expect(aws.s3.bucket(Bucket).keys()).to.deep.equal(['a']);
  });

  it('puts markers, removes versions, and tells which', async () => {
    aws.s3.createBucket('versioned', { versioning: 'Enabled' });
    const { versionId } = aws.s3.bucket('versioned').put('a');
    const send = async (Objects: ObjectIdentifier[]) =>
      (await client.send(new DeleteObjectsCommand({ Bucket: 'versioned', Delete: { Objects } })))
        .Deleted?.[0];
    const marked = await send([{ Key: 'a' }]);
    expect(marked).to.include({ Key: 'a', DeleteMarker: true });
    expect(marked?.DeleteMarkerVersionId).to.match(/^.{32}$/);
    expect(await send([{ Key: 'a', VersionId: versionId }])).to.deep.equal({
      Key: 'a',
      VersionId: versionId,
    });
    const VersionId = marked?.DeleteMarkerVersionId ?? '';
    expect(await send([{ Key: 'a', VersionId }])).to.deep.equal({
      Key: 'a',
      VersionId,
      DeleteMarker: true,
      DeleteMarkerVersionId: VersionId,
    });
  });

  it('takes 1,000 entries and refuses none, 1,001, and one without a key', async () => {
    const entries = (count: number) => Array.from({ length: count }, (_, i) => ({ Key: String(i) }));
    expect((await remove(entries(1000))).Deleted).to.have.length(1000);
    const malformed = {
      name: 'MalformedXML',
      status: 400,
      message: 'The XML you provided was not well-formed or did not validate against our published schema',
    };
    await expectRefusal(remove([]), malformed);
    await expectRefusal(remove(entries(1001)), malformed);
    await expectRefusal(remove([{ Key: '' }]), malformed);
    await expectRefusal(remove([{ Key: undefined }]), malformed);
  });

  it('fails the entries that a fault rule names: by key, by position, or all', async () => {
    aws.s3.bucket(Bucket).put('a');
    aws.s3.bucket(Bucket).put('b');
    aws.faults.on(DeleteObjectsCommand).failsEntries(['a']);
    expect(await remove([{ Key: 'a' }, { Key: 'b' }])).to.deep.equal({
      Deleted: [{ Key: 'b' }],
      Errors: [
        { Key: 'a', Code: 'InternalError', Message: 'We encountered an internal error. Please try again.' },
      ],
    });
    aws.faults.on(DeleteObjectsCommand).failsEntries([0], { code: 'AccessDenied' });
    expect((await remove([{ Key: 'a' }])).Errors).to.deep.equal([
      { Key: 'a', Code: 'AccessDenied', Message: 'Access Denied' },
    ]);
    aws.faults.on(DeleteObjectsCommand).failsEntries('all', { code: 'SomethingElse' });
    expect((await remove([{ Key: 'a' }])).Errors).to.deep.equal([
      { Key: 'a', Code: 'SomethingElse', Message: 'SomethingElse' },
    ]);
    expect(aws.s3.bucket(Bucket).keys()).to.deep.equal(['a']);
  });

  it('refuses what only directory buckets take, and a request without its list', async () => {
    expect((await caught(remove([{ Key: 'a', Size: 1 }]))).message).to.contain('Delete.Objects[].Size');
    const error = await caught(
      client.send(new DeleteObjectsCommand({ Bucket } as DeleteObjectsCommandInput)),
    );
    expect(error.message).to.contain('DeleteObjects without Delete');
    expect(() => aws.unplug()).to.throw();
  });
});
