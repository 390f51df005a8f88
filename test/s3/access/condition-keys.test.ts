import { expect } from 'chai';
import { conditionKeys } from '../../../fakes/s3/access/condition-keys';

describe('condition keys of S3', () => {
  const keysOf = (operation: string, input: object): object => {
    const { 's3:signatureversion': version, ...keys } = conditionKeys({
      operation,
      input: { ...input },
      region: 'us-east-1',
      accountId: '1',
    });
    expect(version).to.equal('AWS4-HMAC-SHA256');
    return keys;
  };

  it('are members of the request', () => {
    expect(keysOf('ListObjectsV2', { Bucket: 'b', Prefix: 'a/', Delimiter: '/', MaxKeys: 5 })).to.deep.equal({
      's3:prefix': 'a/',
      's3:delimiter': '/',
      's3:max-keys': 5,
    });
    expect(
      keysOf('PutObject', { ACL: 'private', ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'k' }),
    ).to.deep.equal({
      's3:x-amz-acl': 'private',
      's3:x-amz-server-side-encryption': 'aws:kms',
      's3:x-amz-server-side-encryption-aws-kms-key-id': 'k',
    });
    const ObjectLockRetainUntilDate = new Date('2027-01-01T00:00:00Z');
    expect(keysOf('PutObject', { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate })).to.deep.equal({
      's3:object-lock-mode': 'GOVERNANCE',
      's3:object-lock-retain-until-date': '2027-01-01T00:00:00.000Z',
    });
  });

  it('have an empty prefix for a listing without one, and for nothing else', () => {
    expect(keysOf('ListObjects', {})).to.deep.equal({ 's3:prefix': '' });
    expect(keysOf('GetObject', {})).to.deep.equal({});
  });

  it('know the tags of a request, as a header and as a document', () => {
    const expected = {
      's3:RequestObjectTagKeys': ['a', 'b'],
      's3:RequestObjectTag/a': '1',
      's3:RequestObjectTag/b': '',
    };
    expect(keysOf('PutObject', { Tagging: 'a=1&b=' })).to.deep.equal(expected);
    const TagSet = [{ Key: 'a', Value: '1' }, { Key: 'b' }];
    expect(keysOf('PutObjectTagging', { Tagging: { TagSet } })).to.deep.equal(expected);
  });
});
