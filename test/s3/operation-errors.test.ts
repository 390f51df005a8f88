import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  GetBucketCorsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  InvalidObjectState,
  ListBucketsCommand,
  NotFound,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { FakeMisuse, fakeAws, type FakeAws } from '../../fakes';
import { errorsOf, listedErrors } from '../../fakes/s3/operation-errors';
import { caught } from './caught';

const object = { Bucket: 'photos', Key: 'k' };

describe('S3 errors by name', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = () => client.send(new PutObjectCommand({ ...object, Body: 'new' }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.bucket('photos').put('k', 'old');
  });
  afterEach(() => aws.unplug());

  const rows = [
    ['ConditionalRequestConflict', 409, 'client', 1],
    ['KMS.ThrottlingException', 400, 'client', 1],
    ['RequestTimeout', 400, 'client', 3],
    ['RequestTimeTooSkewed', 403, 'client', 1],
    ['SlowDown', 503, 'server', 3],
    ['InternalError', 500, 'server', 3],
    ['SignatureDoesNotMatch', 403, 'client', 1],
    ['PermanentRedirect', 301, 'client', 1],
  ] as const;
  for (const [name, httpStatusCode, $fault, attempts] of rows) {
    it(`has ${name} at PutObject, with nothing done, after ${attempts} attempts`, async () => {
      aws.faults.on(PutObjectCommand).error(name).wholeOperation();
      const error = await caught(put());
      expect(error.constructor).to.equal(S3ServiceException);
      expect(error).to.include({ name, Code: name, $fault, message: errorsOf('PutObject')[name]?.message });
      expect(error['$metadata']).to.include({ httpStatusCode, attempts });
      expect(error).to.have.property('HostId').that.is.a('string');
      expect(aws.s3.bucket('photos').get('k')?.text).to.equal('old');
    });
  }

  it('know which configurations are told apart by ids', () => {
    for (const verb of ['Get', 'Delete']) {
      expect(listedErrors(`${verb}BucketMetricsConfiguration`)).to.include('NoSuchConfiguration');
    }
    expect(listedErrors('PutBucketMetricsConfiguration')).to.not.include('NoSuchConfiguration');
  });

  it("are in the SDK's own class where it has one", async () => {
    aws.faults.on(GetObjectCommand).error('InvalidObjectState', { message: 'frozen' });
    const error = await caught(client.send(new GetObjectCommand(object)));
    expect(error).to.be.instanceOf(InvalidObjectState);
    expect(error).to.include({ message: 'frozen', Code: 'InvalidObjectState' });
  });

  it('show no more than the status at HEAD', async () => {
    const head = () => caught(client.send(new HeadObjectCommand(object)));
    aws.faults.on(HeadObjectCommand).error('ExpiredToken');
    expect(await head())
      .to.include({ name: 'Unknown', message: 'UnknownError' })
      .and.not.have.property('Code');
    aws.faults.on(HeadObjectCommand).error('NoSuchKey');
    expect(await head()).to.be.instanceOf(NotFound);
  });

  it('can come after the work where the server is to blame', async () => {
    aws.faults.on(PutObjectCommand).error('InternalError').afterCommit().wholeOperation();
    expect((await caught(put())).name).to.equal('InternalError');
    expect(aws.s3.bucket('photos').get('k')?.text).to.equal('new');
    expect(() => aws.faults.on(PutObjectCommand).error('RequestTimeout').optional().afterCommit()).to.throw(
      FakeMisuse,
      'RequestTimeout is answered before any work: it cannot come after the commit.',
    );
  });

  it('are refused where S3 has no such error', () => {
    expect(() => aws.faults.on(ListBucketsCommand).error('NoSuchBucket')).to.throw(
      FakeMisuse,
      /^S3 cannot answer ListBuckets with NoSuchBucket\.\nIt can with AccessDenied, AccountProblem, /,
    );
    expect(() => aws.faults.on(PutObjectCommand).error('Slowdown')).to.throw(
      FakeMisuse,
      /^S3 cannot answer PutObject with Slowdown\. Did you mean SlowDown\?\n/,
    );
  });

  it('belong to what the operation does', () => {
    const has = (name: string, ...operations: readonly string[]) =>
      operations.map((operation) => listedErrors(operation).includes(name));
    expect(has('NoSuchUpload', 'UploadPart', 'ListParts', 'PutObject')).to.deep.equal([true, true, false]);
    expect(has('NoSuchKey', 'GetObject', 'GetObjectTagging', 'PutObject')).to.deep.equal([true, true, false]);
    expect(has('OperationAborted', 'PutBucketCors', 'DeletePublicAccessBlock', 'GetObject')).to.deep.equal([
      true,
      true,
      false,
    ]);
    expect(has('NoSuchBucket', 'DeleteBucket', 'CreateBucket', 'ListBuckets')).to.deep.equal([
      true,
      false,
      false,
    ]);
    expect(has('EntityTooSmall', 'CompleteMultipartUpload', 'UploadPart')).to.deep.equal([true, false]);
    expect(has('NoSuchCORSConfiguration', 'GetBucketCors', 'GetBucketTagging')).to.deep.equal([true, false]);
  });

  it('strike before the operation looks at anything', async () => {
    aws.faults.on(CreateBucketCommand).error('TooManyBuckets');
    expect((await caught(client.send(new CreateBucketCommand({ Bucket: 'photos' })))).name).to.equal(
      'TooManyBuckets',
    );
    aws.faults.on(GetBucketCorsCommand).error('NoSuchBucket');
    expect((await caught(client.send(new GetBucketCorsCommand({ Bucket: 'photos' })))).name).to.equal(
      'NoSuchBucket',
    );
    aws.faults.on(CompleteMultipartUploadCommand).error('InvalidPart');
    const complete = new CompleteMultipartUploadCommand({ ...object, UploadId: 'none' });
    expect((await caught(client.send(complete))).name).to.equal('InvalidPart');
  });
});
