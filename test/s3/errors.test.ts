import {
  AccessDenied,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { entryMessage, headAnswer } from '../../fakes/s3/errors';
import { caught, expectBodyless, expectRefusal } from './caught';

const Bucket = 'photos';
const Key = 'k';

describe('S3 errors', () => {
  let aws: FakeAws;
  const client = new S3Client({ maxAttempts: 1 });
  const get = () => client.send(new GetObjectCommand({ Bucket, Key }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('have the members of the SDK’s own, no more and no less', async () => {
    const error = await caught(get());
    expect(error).to.be.instanceOf(NoSuchKey);
    expect(error).to.be.instanceOf(S3ServiceException);
    expect(Object.keys(error)).to.have.members([
      '$fault',
      '$retryable',
      '$metadata',
      'name',
      'message',
      'Code',
      'Key',
      'RequestId',
      'HostId',
    ]);
    expect(String(error)).to.equal('NoSuchKey: The specified key does not exist.');
    expect(error['$retryable']).to.equal(undefined);
    const metadata = error['$metadata'] as { requestId: string; extendedRequestId: string };
    expect(metadata).to.include({ httpStatusCode: 404, attempts: 1, totalRetryDelay: 0 });
    expect([error['RequestId'], error['HostId']]).to.deep.equal([
      metadata.requestId,
      metadata.extendedRequestId,
    ]);
    expect(error['$response']).to.include({ statusCode: 404 });
    expect(JSON.parse(JSON.stringify(error))).to.include({
      message: 'The specified key does not exist.',
      Code: 'NoSuchKey',
    });
  });

  it('without a body have only what the SDK knows', async () => {
    const error = await expectBodyless(client.send(new HeadObjectCommand({ Bucket, Key })), 404);
    expect(Object.keys(error)).to.have.members(['$fault', '$retryable', '$metadata', 'name', 'message']);
  });

  it('that are none of S3 stay what they are', () => {
    const error = new Error('no answer');
    expect(headAnswer(error)).to.equal(error);
  });

  describe('by fault rules', () => {
    it('are those of S3', async () => {
      aws.faults.on(GetObjectCommand).slowDown();
      await expectRefusal(get(), {
        name: 'SlowDown',
        status: 503,
        message: 'Please reduce your request rate.',
      });
      aws.faults.on(GetObjectCommand).serverError();
      await expectRefusal(get(), {
        name: 'InternalError',
        status: 500,
        message: 'We encountered an internal error. Please try again.',
      });
      aws.faults.on(GetObjectCommand).serviceUnavailable();
      await expectRefusal(get(), {
        name: 'ServiceUnavailable',
        status: 503,
        message: 'Service is unable to handle request.',
      });
      aws.faults.on(GetObjectCommand).accessDenied();
      const denied = await expectRefusal(get(), {
        name: 'AccessDenied',
        status: 403,
        message: 'Access Denied',
      });
      expect(denied).to.be.instanceOf(AccessDenied);
      aws.faults.on(GetObjectCommand).expiredToken();
      await expectRefusal(get(), {
        name: 'ExpiredToken',
        status: 400,
        message: 'The provided token has expired.',
        members: { 'Token-0': 'expired' },
      });
    });

    it('have no body on HEAD', async () => {
      for (const [fault, status] of [
        ['slowDown', 503],
        ['serverError', 500],
        ['accessDenied', 403],
        ['expiredToken', 400],
      ] as const) {
        aws.faults.on(HeadObjectCommand)[fault]();
        aws.faults.on(HeadBucketCommand)[fault]();
        await expectBodyless(client.send(new HeadObjectCommand({ Bucket, Key })), status);
        await expectBodyless(client.send(new HeadBucketCommand({ Bucket })), status);
      }
    });

    it('are retried by the SDK when they may go away', async () => {
      const patient = new S3Client({ maxAttempts: 3 });
      aws.faults.on(PutObjectCommand).slowDown().times(2);
      const answer = await patient.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
      expect(answer.$metadata.attempts).to.equal(3);
      aws.faults.on(DeleteObjectCommand).accessDenied();
      const error = await caught(patient.send(new DeleteObjectCommand({ Bucket, Key })));
      expect(error['$metadata']).to.include({ attempts: 1 });
      expect(aws.s3.bucket(Bucket).keys()).to.deep.equal([Key]);
    });
  });

  it('of entries have the message of their code, if it is known', () => {
    expect(entryMessage('SlowDown')).to.equal('Please reduce your request rate.');
    expect(entryMessage('Other')).to.equal('Other');
  });
});
