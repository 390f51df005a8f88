import { expect } from 'chai';
import { bucketArn, bucketOfArn, keyOfArn, objectArn } from '../../../fakes/s3/access/arn';

describe('ARNs of S3', () => {
  it('name a bucket or a key of it', () => {
    expect(bucketArn('b')).to.equal('arn:aws:s3:::b');
    expect(objectArn('b', 'a/c')).to.equal('arn:aws:s3:::b/a/c');
    expect([bucketOfArn('arn:aws:s3:::b'), keyOfArn('arn:aws:s3:::b')]).to.deep.equal(['b', undefined]);
    expect([bucketOfArn('arn:aws:s3:::b/a/c'), keyOfArn('arn:aws:s3:::b/a/c')]).to.deep.equal(['b', 'a/c']);
  });
});
