import * as sdk from '@aws-sdk/client-s3';
import { S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { answerOf, caught, expectRefusal } from '../caught';
import { DOCUMENTS, type Kind } from './documents';

const Bucket = 'photos';

/** The four kinds of configurations that a bucket has many of: the same behaviour for all of them. */
for (const kind of Object.keys(DOCUMENTS) as Kind[]) {
  describe(`S3.PutBucket${kind}Configuration`, () => {
    let aws: FakeAws;
    const client = new S3Client({});
    const { document, member } = DOCUMENTS[kind];
    const send = async (verb: string, input: object): Promise<Record<string, unknown>> => {
      const name = verb === 'List' ? `ListBucket${kind}Configurations` : `${verb}Bucket${kind}Configuration`;
      const Command = Reflect.get(sdk, `${name}Command`) as new (given: object) => never;
      return answerOf((await client.send(new Command({ Bucket, ...input }))) as object);
    };
    const put = (Id: string, changes: object = {}) =>
      send('Put', { Id, [member]: { ...document, Id, ...changes } });

    beforeEach(() => {
      aws = fakeAws({ seed: 1 });
      aws.s3.createBucket(Bucket);
      aws.s3.createBucket('photos2');
    });
    afterEach(() => aws.unplug());

    const none = {
      name: 'NoSuchConfiguration',
      status: 404,
      message: 'The specified configuration does not exist.',
    };

    it('keeps a configuration by its id until it is deleted', async () => {
      await expectRefusal(send('Get', { Id: 'a' }), none);
      await expectRefusal(send('Delete', { Id: 'a' }), none);
      await put('a');
      expect(await send('Get', { Id: 'a' })).to.deep.equal({ [member]: { ...document, Id: 'a' } });
      await expectRefusal(send('Get', { Id: 'a', Bucket: 'photos2' }), none);
      await send('Delete', { Id: 'a' });
      await expectRefusal(send('Get', { Id: 'a' }), none);
    });

    it('lists by id, 100 at a time', async () => {
      expect(await send('List', {})).to.deep.equal({ IsTruncated: false });
      for (let i = 0; i < 101; i++) await put(`c${String(i).padStart(3, '0')}`);
      await send('Put', { Bucket: 'photos2', Id: 'z', [member]: { ...document, Id: 'z' } });
      const first = await send('List', {});
      const listed = first[`${kind}ConfigurationList`] as { Id: string }[];
      expect([listed.length, listed[0]?.Id, listed[99]?.Id]).to.deep.equal([100, 'c000', 'c099']);
      const ContinuationToken = first['NextContinuationToken'];
      expect(first).to.include({ IsTruncated: true });
      expect(await send('List', { ContinuationToken })).to.deep.equal({
        IsTruncated: false,
        ContinuationToken,
        [`${kind}ConfigurationList`]: [{ ...document, Id: 'c100' }],
      });
      await expectRefusal(send('List', { ContinuationToken: 'none' }), {
        name: 'InvalidArgument',
        status: 400,
        message: 'The continuation token provided is incorrect',
        members: { ArgumentName: 'continuation-token' },
      });
    });

    it('holds 1,000', async () => {
      for (let i = 0; i < 1000; i++) await put(`c${i}`);
      await put('c0');
      await expectRefusal(put('one-more'), {
        name: 'TooManyConfigurations',
        status: 400,
        message:
          'You are attempting to create a new configuration but have already reached the 1,000-configuration limit.',
      });
      await send('Delete', { Id: 'c0' });
      await put('one-more');
    });

    it('needs all of its schema, and one id', async () => {
      const code = kind === 'Inventory' ? 'IdMismatch' : 'MalformedXML';
      expect((await caught(put('a', { Id: 'b' }))).name).to.equal(code);
      for (const missing of DOCUMENTS[kind].required) {
        expect((await caught(put('a', { [missing]: undefined }))).name, missing).to.equal('MalformedXML');
      }
      for (const broken of DOCUMENTS[kind].malformed) {
        expect((await caught(put('a', broken))).name, JSON.stringify(broken)).to.equal('MalformedXML');
      }
      expect(await send('List', {})).to.deep.equal({ IsTruncated: false });
    });

    it('goes with its bucket', async () => {
      await put('a');
      await put('b');
      await send('Put', { Bucket: 'photos2', Id: 'c', [member]: { ...document, Id: 'c' } });
      await client.send(new sdk.DeleteBucketCommand({ Bucket }));
      await client.send(new sdk.CreateBucketCommand({ Bucket }));
      expect(await send('List', {})).to.deep.equal({ IsTruncated: false });
      await send('Get', { Bucket: 'photos2', Id: 'c' });
    });
  });
}
