import { expect } from 'chai';
import { errorMembers } from '../../fakes/s3/error-members';

describe('members of S3 errors by name', () => {
  const input = { Bucket: 'b', Key: 'k', UploadId: 'u', VersionId: 'v', IfMatch: '"e"' };
  const rows: [string, object, Record<string, string>][] = [
    ['NoSuchBucket', input, { BucketName: 'b' }],
    ['InvalidBucketName', input, { BucketName: 'b' }],
    ['NoSuchKey', input, { Key: 'k' }],
    ['NoSuchVersion', input, { Key: 'k', VersionId: 'v' }],
    ['NoSuchUpload', input, { UploadId: 'u' }],
    ['ConditionalRequestConflict', input, { Condition: 'If-Match', Key: 'k' }],
    ['PreconditionFailed', input, { Condition: 'If-Match' }],
    ['PreconditionFailed', { IfNoneMatch: '*' }, { Condition: 'If-None-Match' }],
    ['PreconditionFailed', { IfUnmodifiedSince: new Date(0) }, { Condition: 'If-Unmodified-Since' }],
    ['PreconditionFailed', { CopySourceIfMatch: 'e' }, { Condition: 'x-amz-copy-source-If-Match' }],
    ['PreconditionFailed', {}, {}],
    ['ExpiredToken', input, { 'Token-0': 'expired' }],
    ['SlowDown', input, {}],
    ['NoSuchKey', {}, {}],
  ];
  for (const [code, given, members] of rows) {
    it(`${code} of ${Object.keys(given).join(', ') || 'nothing'}`, () => {
      expect(errorMembers(code, given)).to.deep.equal(members);
    });
  }
});
