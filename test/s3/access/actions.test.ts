import { expect } from 'chai';
import { actionsOf, deletionActions, sourceOf } from '../../../fakes/s3/access/actions';
import { s3 } from '../../../fakes/s3/service';

describe('actions of S3', () => {
  const needed = (operation: string, input: object): string[] =>
    actionsOf({
      operation,
      input: { Bucket: 'b', Key: 'k', ...input },
      region: 'us-east-1',
      accountId: '1',
    }).map(({ action, resource }) => `${action.replace('s3:', '')} ${resource.replace('arn:aws:s3:::', '')}`);

  for (const [operation, input, ...expected] of [
    ['ListBuckets', {}, 'ListAllMyBuckets *'],
    ['CreateBucket', {}, 'CreateBucket b'],
    ['HeadBucket', {}, 'ListBucket b'],
    ['ListObjects', {}, 'ListBucket b'],
    ['ListObjectsV2', {}, 'ListBucket b'],
    ['ListObjectVersions', {}, 'ListBucketVersions b'],
    ['ListMultipartUploads', {}, 'ListBucketMultipartUploads b'],
    ['PutBucketCors', {}, 'PutBucketCORS b'],
    ['DeleteBucketEncryption', {}, 'PutEncryptionConfiguration b'],
    ['GetBucketPolicy', {}, 'GetBucketPolicy b'],
    ['GetPublicAccessBlock', {}, 'GetBucketPublicAccessBlock b'],
    ['GetObject', {}, 'GetObject b/k'],
    ['GetObject', { VersionId: 'v' }, 'GetObjectVersion b/k'],
    ['HeadObject', {}, 'GetObject b/k'],
    ['GetObjectAttributes', {}, 'GetObject b/k', 'GetObjectAttributes b/k'],
    ['GetObjectAttributes', { VersionId: 'v' }, 'GetObjectVersion b/k', 'GetObjectVersionAttributes b/k'],
    ['GetObjectTagging', { VersionId: 'v' }, 'GetObjectVersionTagging b/k'],
    ['PutObjectAcl', { ACL: 'private' }, 'PutObjectAcl b/k'],
    ['PutObject', {}, 'PutObject b/k'],
    [
      'PutObject',
      { Tagging: 'a=1', ACL: 'private', GrantRead: 'x' },
      'PutObject b/k',
      'PutObjectTagging b/k',
      'PutObjectAcl b/k',
    ],
    [
      'PutObject',
      { ObjectLockMode: 'x', ObjectLockRetainUntilDate: 'x', ObjectLockLegalHoldStatus: 'x' },
      'PutObject b/k',
      'PutObjectRetention b/k',
      'PutObjectLegalHold b/k',
    ],
    ['CreateMultipartUpload', { Tagging: 'a=1' }, 'PutObject b/k', 'PutObjectTagging b/k'],
    ['UploadPart', {}, 'PutObject b/k'],
    ['ListParts', {}, 'ListMultipartUploadParts b/k'],
    ['AbortMultipartUpload', {}, 'AbortMultipartUpload b/k'],
    ['CopyObject', { CopySource: 'a/x%20y' }, 'GetObject a/x y', 'PutObject b/k'],
    ['CopyObject', { CopySource: 'a/x?versionId=v' }, 'GetObjectVersion a/x', 'PutObject b/k'],
    ['CopyObject', { CopySource: 'nothing' }, 'PutObject b/k'],
    ['UploadPartCopy', { CopySource: 'a/x' }, 'GetObject a/x', 'PutObject b/k'],
    [
      'DeleteObject',
      { BypassGovernanceRetention: true },
      'DeleteObject b/k',
      'BypassGovernanceRetention b/k',
    ],
    ['DeleteObject', { BypassGovernanceRetention: false, VersionId: 'v' }, 'DeleteObjectVersion b/k'],
    [
      'PutObjectRetention',
      { BypassGovernanceRetention: true },
      'PutObjectRetention b/k',
      'BypassGovernanceRetention b/k',
    ],
    [
      'DeleteObjects',
      { Delete: { Objects: [{ Key: 'x' }, { Key: 'y', VersionId: 'v' }] } },
      'DeleteObject b/x',
      'DeleteObjectVersion b/y',
    ],
    [
      'DeleteObjects',
      { Delete: { Objects: [{ Key: 'x' }] }, BypassGovernanceRetention: true },
      'DeleteObject b/x',
      'BypassGovernanceRetention b/x',
    ],
  ] as const) {
    it(`${operation} ${JSON.stringify(input)}`, () =>
      expect(needed(operation, input)).to.deep.equal(expected));
  }

  it('are asked for entry by entry where entries fail one by one', () => {
    const call = { operation: 'DeleteObjects', region: 'us-east-1', accountId: '1' };
    const [entry] = actionsOf({ ...call, input: { Bucket: 'b', Delete: { Objects: [{ Key: 'x' }] } } });
    expect(entry?.perEntry).to.equal(true);
    expect(deletionActions('b', 'x', undefined, false)[0]).not.to.have.property('perEntry');
  });

  it('are documented for every operation that is modelled', () => {
    // Actions that IAM has, beside those named after an operation on a bucket.
    const named = new Set(['CreateBucket', 'DeleteBucket', 'GetBucketAcl', 'PutBucketAcl']);
    const ofBuckets =
      /^(Get|Put|Delete)Bucket(Policy|PolicyStatus|Tagging|Versioning|Location|Logging|Website|RequestPayment|OwnershipControls|Abac)$/;
    const unknown = s3.operations
      .map(({ name }) => [name, needed(name, { CopySource: 'a/x', Delete: {} })[0] ?? ''] as const)
      .filter(([name, action]) => action.startsWith(`${name} b`) && !action.includes('/k'))
      .filter(([name]) => !named.has(name) && !ofBuckets.test(name));
    expect(unknown).to.deep.equal([]);
  });

  it('find the source of a copy, if it is one', () => {
    expect(sourceOf({ CopySource: '/a/x' })).to.deep.equal({ name: 'a', key: 'x', versionId: undefined });
    expect(sourceOf({ CopySource: 'a' })).to.equal(undefined);
  });
});
