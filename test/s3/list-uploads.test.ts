import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  S3Client,
  UploadPartCommand,
  type ListMultipartUploadsCommandInput,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf, expectRefusal } from './caught';

const Bucket = 'photos';

describe('S3 listings of uploads', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const create = async (Key: string) =>
    (await client.send(new CreateMultipartUploadCommand({ Bucket, Key }))).UploadId ?? '';

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: Date.UTC(2026, 0, 1) });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  describe('S3.ListMultipartUploads', () => {
    const list = async (input: Partial<ListMultipartUploadsCommandInput> = {}) =>
      answerOf(await client.send(new ListMultipartUploadsCommand({ Bucket, ...input })));

    it('answers empty markers when there are none', async () => {
      expect(await list()).to.deep.equal({
        Bucket,
        KeyMarker: '',
        UploadIdMarker: '',
        NextKeyMarker: '',
        NextUploadIdMarker: '',
        MaxUploads: 1000,
        IsTruncated: false,
      });
    });

    it('sorts by key and then by when they began', async () => {
      const ids = [await create('b'), await create('a'), await create('b')];
      const { Uploads } = await list();
      expect(Uploads?.map((upload) => [upload.Key, upload.UploadId])).to.deep.equal([
        ['a', ids[1]],
        ['b', ids[0]],
        ['b', ids[2]],
      ]);
      expect(Uploads?.[0]).to.deep.include({
        Initiated: new Date(Date.UTC(2026, 0, 1)),
        StorageClass: 'STANDARD',
      });
      expect(Uploads?.[0]?.Owner).to.have.all.keys('ID');
      expect(Uploads?.[0]?.Initiator).to.have.all.keys('ID', 'DisplayName');
    });

    it('goes on behind both markers, inside one key too', async () => {
      for (const key of ['a', 'b', 'b', 'b', 'c']) await create(key);
      const seen: (string | undefined)[] = [];
      let markers: Partial<ListMultipartUploadsCommandInput> = {};
      for (;;) {
        const page = await list({ MaxUploads: 2, ...markers });
        seen.push(...(page.Uploads ?? []).map((upload) => upload.UploadId));
        if (page.IsTruncated !== true) break;
        markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
      }
      expect(seen).to.deep.equal(
        aws.s3
          .bucket(Bucket)
          .uploads()
          .map((upload) => upload.uploadId),
      );
      const { Uploads } = await list({ KeyMarker: 'b' });
      expect(Uploads?.map((upload) => upload.Key)).to.deep.equal(['c']);
    });

    it('rolls up, filters and encodes like the listings of objects', async () => {
      for (const key of ['x y/1', 'x y/2', 'z']) await create(key);
      const answer = await list({ Delimiter: '/', EncodingType: 'url', Prefix: 'x' });
      expect(answer).to.include({ Prefix: 'x', Delimiter: '/', NextKeyMarker: '', EncodingType: 'url' });
      expect(answer.CommonPrefixes).to.deep.equal([{ Prefix: 'x+y/' }]);
      expect(answer.Uploads).to.equal(undefined);
    });

    it('names its last upload as marker, and nothing where there are prefixes only: a naive loop begins again', async () => {
      for (const key of ['a', 'b/1', 'c/1']) await create(key);
      const [a] = aws.s3.bucket(Bucket).uploads();
      expect(await list({ Delimiter: '/' })).to.include({
        IsTruncated: false,
        NextKeyMarker: 'a',
        NextUploadIdMarker: a?.uploadId,
      });
      const page = await list({ Delimiter: '/', KeyMarker: 'a', MaxUploads: 1 });
      expect(page.CommonPrefixes).to.deep.equal([{ Prefix: 'b/' }]);
      expect(page).to.include({ IsTruncated: true, NextKeyMarker: '', NextUploadIdMarker: '' });
      const [prefix] = page.CommonPrefixes ?? [];
      const rest = await list({ Delimiter: '/', KeyMarker: prefix?.Prefix });
      expect(rest.CommonPrefixes).to.deep.equal([{ Prefix: 'c/' }]);
      expect(rest).to.include({ IsTruncated: false, NextKeyMarker: '', NextUploadIdMarker: '' });
    });

    it('goes on behind a key inside a common prefix, as behind the prefix', async () => {
      for (const key of ['f/s/1', 'f/s/2', 'f/x', 'f/y']) await create(key);
      for (const KeyMarker of ['f/s/', 'f/s/1']) {
        const page = await list({ Prefix: 'f/', Delimiter: '/', MaxUploads: 1, KeyMarker });
        expect(page.Uploads?.map(({ Key }) => Key)).to.deep.equal(['f/x']);
        expect(page).to.include({ IsTruncated: true, NextKeyMarker: 'f/x' });
        expect(page).to.not.have.property('CommonPrefixes');
      }
    });

    it('ignores an UploadIdMarker without a KeyMarker, and refuses one of another key', async () => {
      const id = await create('a');
      expect((await list({ UploadIdMarker: id })).Uploads).to.have.length(1);
      await expectRefusal(list({ KeyMarker: 'b', UploadIdMarker: id }), {
        name: 'InvalidArgument',
        status: 400,
        message: 'Invalid uploadId marker',
        members: { ArgumentName: 'upload-id-marker', ArgumentValue: id },
      });
      await expectRefusal(list({ EncodingType: '' as 'url' }), {
        name: 'InvalidArgument',
        status: 400,
        message: 'Invalid Encoding Method specified in Request',
        members: { ArgumentName: 'encoding-type', ArgumentValue: '' },
      });
    });
  });

  describe('S3.ListParts', () => {
    const Key = 'k';

    it('answers what the upload has so far, in pages', async () => {
      const UploadId = await create(Key);
      expect(
        answerOf(await client.send(new ListPartsCommand({ Bucket, Key, UploadId })), 'Owner', 'Initiator'),
      ).to.deep.equal({
        Bucket,
        Key,
        UploadId,
        PartNumberMarker: '0',
        NextPartNumberMarker: '0',
        MaxParts: 1000,
        IsTruncated: false,
        StorageClass: 'STANDARD',
      });
      for (const PartNumber of [5, 1, 3]) {
        await client.send(
          new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: String(PartNumber) }),
        );
      }
      const first = await client.send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 2 }));
      expect(first).to.include({ IsTruncated: true, NextPartNumberMarker: '3', MaxParts: 2 });
      expect(first.Parts?.[0]).to.deep.equal({
        PartNumber: 1,
        ETag: '"c4ca4238a0b923820dcc509a6f75849b"',
        LastModified: new Date(Date.UTC(2026, 0, 1)),
        Size: 1,
      });
      const second = await client.send(
        new ListPartsCommand({ Bucket, Key, UploadId, PartNumberMarker: '3' }),
      );
      expect(second.Parts?.map((part) => part.PartNumber)).to.deep.equal([5]);
      expect(second).to.include({ IsTruncated: false, PartNumberMarker: '3', NextPartNumberMarker: '5' });
      expect(await client.send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 0 }))).to.include({
        IsTruncated: false,
      });
    });

    it('shows the checksums of an upload that keeps them', async () => {
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'CRC32' }),
      );
      await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: '123456789' }));
      const answer = await client.send(new ListPartsCommand({ Bucket, Key, UploadId }));
      expect(answer).to.include({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'COMPOSITE' });
      expect(answer.Parts?.[0]?.ChecksumCRC32).to.equal('y/Q5Jg==');
    });

    it('refuses a marker that is no number', async () => {
      const UploadId = await create(Key);
      await expectRefusal(
        client.send(new ListPartsCommand({ Bucket, Key, UploadId, PartNumberMarker: 'x' })),
        {
          name: 'InvalidArgument',
          status: 400,
          message: 'Argument part-number-marker must be an integer between 0 and 2147483647',
          members: { ArgumentName: 'part-number-marker', ArgumentValue: 'x' },
        },
      );
    });
  });
});
