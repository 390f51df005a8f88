import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  S3Client,
  type ListObjectVersionsCommandInput,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf, expectRefusal } from './caught';

const Bucket = 'photos';

describe('S3.ListObjectVersions', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const list = async (input: Partial<ListObjectVersionsCommandInput> = {}) =>
    answerOf(await client.send(new ListObjectVersionsCommand({ Bucket, ...input })));
  const put = (key: string, text = key): string => aws.s3.bucket(Bucket).put(key, text).versionId;
  const remove = async (Key: string) =>
    (await client.send(new DeleteObjectCommand({ Bucket, Key }))).VersionId ?? '';

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: Date.UTC(2026, 0, 1) });
    aws.s3.createBucket(Bucket, { versioning: 'Enabled' });
  });
  afterEach(() => aws.unplug());

  it('answers an empty bucket with empty markers', async () => {
    expect(await list()).to.deep.equal({
      Name: Bucket,
      Prefix: '',
      KeyMarker: '',
      VersionIdMarker: '',
      MaxKeys: 1000,
      IsTruncated: false,
    });
  });

  it('shows every version and marker, the newest of a key first', async () => {
    const ids = [put('b'), put('a'), put('b'), await remove('a')];
    const answer = await list();
    expect(answer.Versions?.map((v) => [v.Key, v.VersionId, v.IsLatest])).to.deep.equal([
      ['a', ids[1], false],
      ['b', ids[2], true],
      ['b', ids[0], false],
    ]);
    expect(answer.DeleteMarkers?.map((marker) => answerOf(marker, 'Owner'))).to.deep.equal([
      { Key: 'a', LastModified: new Date(Date.UTC(2026, 0, 1)), VersionId: ids[3], IsLatest: true },
    ]);
    expect(answerOf(answer.Versions?.[0] ?? {}, 'Owner' as never)).to.deep.equal({
      Key: 'a',
      LastModified: new Date(Date.UTC(2026, 0, 1)),
      ETag: '"0cc175b9c0f1b6a831c399e269772661"',
      ChecksumAlgorithm: ['CRC32'],
      ChecksumType: 'FULL_OBJECT',
      Size: 1,
      StorageClass: 'STANDARD',
      VersionId: ids[1],
      IsLatest: false,
    });
  });

  it('has pages that end inside a key and go on there', async () => {
    for (const key of ['a', 'b', 'b', 'b', 'c']) put(key);
    const seen: (string | undefined)[] = [];
    let markers: Partial<ListObjectVersionsCommandInput> = {};
    for (let page = await list({ MaxKeys: 2 }); ; page = await list({ MaxKeys: 2, ...markers })) {
      seen.push(...(page.Versions ?? []).map((version) => version.VersionId));
      if (page.IsTruncated !== true) break;
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
    expect(seen).to.deep.equal(
      ['a', 'b', 'c'].flatMap((key) =>
        aws.s3
          .bucket(Bucket)
          .versions(key)
          .map((v) => v.versionId),
      ),
    );
    expect((await list({ KeyMarker: 'b' })).Versions?.map((version) => version.Key)).to.deep.equal(['c']);
  });

  it('lists a bucket without versioning as null versions', async () => {
    aws.s3.bucket('plain').put('k', 'x');
    const answer = await client.send(new ListObjectVersionsCommand({ Bucket: 'plain' }));
    expect(answer.Versions?.map((v) => [v.Key, v.VersionId, v.IsLatest])).to.deep.equal([
      ['k', 'null', true],
    ]);
  });

  it('rolls up, filters and encodes like the other listings', async () => {
    for (const key of ['x y/1', 'x y/2', 'x z', 'w']) put(key);
    const answer = await list({ Delimiter: '/', EncodingType: 'url', Prefix: 'x ', MaxKeys: 1 });
    expect(answer).to.include({
      Prefix: 'x+',
      Delimiter: '/',
      EncodingType: 'url',
      NextKeyMarker: 'x+y/',
      IsTruncated: true,
    });
    expect(answer.CommonPrefixes).to.deep.equal([{ Prefix: 'x+y/' }]);
    expect(answer).to.not.have.property('NextVersionIdMarker');
    const rest = await list({ Delimiter: '/', Prefix: 'x ', KeyMarker: 'x y/' });
    expect(rest.Versions?.map((version) => version.Key)).to.deep.equal(['x z']);
  });

  const invalid = (message: string, ArgumentName: string, ArgumentValue: string) => ({
    name: 'InvalidArgument',
    status: 400,
    message,
    members: { ArgumentName, ArgumentValue },
  });
  const rows: [Partial<ListObjectVersionsCommandInput>, Parameters<typeof expectRefusal>[1]][] = [
    [
      { VersionIdMarker: 'x' },
      invalid('A version-id marker cannot be specified without a key marker.', 'version-id-marker', 'x'),
    ],
    [
      { KeyMarker: 'k', VersionIdMarker: '' },
      invalid('A version-id marker cannot be empty.', 'version-id-marker', ''),
    ],
    [{ KeyMarker: 'k', VersionIdMarker: 'x' }, invalid('Invalid version id specified', 'versionId', 'x')],
    [
      { KeyMarker: 'k', VersionIdMarker: 'a'.repeat(32) },
      invalid('Invalid version id specified', 'versionId', 'a'.repeat(32)),
    ],
  ];
  for (const [input, refusal] of rows) {
    it(`refuses ${JSON.stringify(input)}`, async () => {
      await expectRefusal(list(input), refusal);
    });
  }
});
