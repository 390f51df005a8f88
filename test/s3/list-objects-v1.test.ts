import { ListObjectsCommand, S3Client, type ListObjectsCommandInput } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf } from './caught';

const Bucket = 'photos';

describe('S3.ListObjects', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const list = async (input: Partial<ListObjectsCommandInput> = {}) =>
    answerOf(await client.send(new ListObjectsCommand({ Bucket, ...input })));
  const given = (...keys: string[]) => keys.forEach((key) => aws.s3.bucket(Bucket).put(key, key));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('answers an empty bucket', async () => {
    expect(await list()).to.deep.equal({
      Name: Bucket,
      Prefix: '',
      Marker: '',
      MaxKeys: 1000,
      IsTruncated: false,
    });
  });

  it('shows owners, and a NextMarker only with a delimiter', async () => {
    given('a', 'b', 'c');
    const plain = await list({ MaxKeys: 1 });
    expect(plain.IsTruncated).to.equal(true);
    expect(plain).to.not.have.property('NextMarker');
    expect(plain.Contents?.[0]?.Owner).to.have.all.keys('ID');
    const rest = await list({ Marker: 'a', Delimiter: '/', MaxKeys: 1 });
    expect(rest).to.include({ Marker: 'a', NextMarker: 'b', Delimiter: '/' });
  });

  it('has passed a common prefix when the marker is inside it', async () => {
    given('folder/aSubfolder/subFile1', 'folder/aSubfolder/subFile2', 'folder/file1', 'folder/file2');
    const answer = await list({ Prefix: 'folder/', Delimiter: '/', Marker: 'folder/aSubfolder/subFile1' });
    expect(answer.CommonPrefixes).to.equal(undefined);
    expect(answer.Contents?.map((object) => object.Key)).to.deep.equal(['folder/file1', 'folder/file2']);
  });

  it('goes on behind a common prefix that was the last item', async () => {
    given('a/1', 'a/2', 'b');
    const first = await list({ Delimiter: '/', MaxKeys: 1, EncodingType: 'url' });
    expect(first).to.include({ NextMarker: 'a/', EncodingType: 'url' });
    const second = await list({ Delimiter: '/', Marker: 'a/' });
    expect(second.Contents?.map((object) => object.Key)).to.deep.equal(['b']);
  });
});
