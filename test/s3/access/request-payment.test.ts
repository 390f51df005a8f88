import {
  GetBucketRequestPaymentCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketRequestPaymentCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { s3 } from '../../../fakes/s3/service';
import { caught, expectBodyless, expectRefusal } from '../caught';

const Bucket = 'photos';
const object = { Bucket, Key: 'a' };
const OTHER = '111122223333';

describe('S3.PutBucketRequestPayment', () => {
  let aws: FakeAws;
  let other: S3Client;
  const owner = new S3Client({});
  const put = (Payer: string) =>
    owner.send(
      new PutBucketRequestPaymentCommand({
        Bucket,
        RequestPaymentConfiguration: { Payer: Payer as 'Requester' },
      }),
    );
  const get = async () => (await owner.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer;

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.bucket(Bucket).put('a', 'x');
    other = new S3Client({ credentials: aws.iam.root(OTHER).credentials });
    aws.s3.bucket(Bucket).allow('s3:*', { principal: OTHER });
  });
  afterEach(() => aws.unplug());

  it('is the owner, then whoever it is told, and nobody else', async () => {
    expect(await get()).to.equal('BucketOwner');
    await put('Requester');
    expect(await get()).to.equal('Requester');
    await put('BucketOwner');
    expect(await get()).to.equal('BucketOwner');
    expect((await caught(put('Nobody'))).name).to.equal('MalformedXML');
  });

  it('lets in only who says that they pay, and tells them so', async () => {
    await put('Requester');
    const denied = { name: 'AccessDenied', status: 403, message: 'Access Denied' };
    await expectRefusal(other.send(new GetObjectCommand(object)), denied);
    await expectRefusal(other.send(new PutObjectCommand({ ...object, Body: 'y' })), denied);
    await expectBodyless(other.send(new HeadObjectCommand(object)), 403);
    expect(aws.s3.bucket(Bucket).get('a')?.text).to.equal('x');
    const RequestPayer = 'requester';
    for (const command of [
      new GetObjectCommand({ ...object, RequestPayer }),
      new HeadObjectCommand({ ...object, RequestPayer }),
      new PutObjectCommand({ ...object, Body: 'y', RequestPayer }),
    ]) {
      expect(await other.send(command)).to.include({ RequestCharged: 'requester' });
    }
    expect(await other.send(new ListObjectsV2Command({ Bucket, RequestPayer }))).to.include({
      RequestCharged: 'requester',
    });
    const tags = await other.send(new GetObjectTaggingCommand({ ...object, RequestPayer }));
    expect(tags).to.not.have.property('RequestCharged');
  });

  it('charges nobody but others, and nobody where the owner pays', async () => {
    expect(
      await other.send(new GetObjectCommand({ ...object, RequestPayer: 'requester' })),
    ).to.not.have.property('RequestCharged');
    await put('Requester');
    expect(await owner.send(new GetObjectCommand(object))).to.not.have.property('RequestCharged');
    expect(
      await owner.send(new GetObjectCommand({ ...object, RequestPayer: 'requester' })),
    ).to.not.have.property('RequestCharged');
  });

  it('is a member of every operation that AWS has it for', () => {
    const without = s3.operations.filter(({ command, members }) => {
      const { schema } = new command({} as never) as unknown as {
        schema: readonly [0, 0, 0, 0, () => readonly unknown[][]];
      };
      const input = schema[4] as unknown as readonly unknown[][] | (() => readonly unknown[][]);
      const names = (typeof input === 'function' ? input() : input)[4] ?? [];
      return names.includes('RequestPayer') && !members.includes('RequestPayer');
    });
    expect(without.map(({ name }) => name)).to.deep.equal(['GetBucketAccelerateConfiguration']);
  });
});
