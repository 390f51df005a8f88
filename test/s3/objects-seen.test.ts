import { ListObjectsCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws } from '../../fakes';

describe('objects that a store which is not S3 shows', () => {
  it('are those of some writes ago, of this bucket only', async () => {
    const aws = fakeAws({ seed: 1 });
    for (const key of ['a', 'b', 'c']) aws.s3.bucket('photos').put(key, key);
    aws.s3.bucket('other').put('d', 'd');
    aws.faults.on(ListObjectsCommand).readsStaleUnlikeS3({ writes: 2 });
    const { Contents } = await new S3Client({}).send(new ListObjectsCommand({ Bucket: 'photos' }));
    expect(Contents?.map(({ Key }) => Key)).to.deep.equal(['a']);
    aws.unplug();
  });
});
