import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { HeadBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';

type Skewed = Error & Record<string, unknown> & { readonly $metadata: Record<string, unknown> };

const failure = async (work: Promise<unknown>): Promise<Skewed> =>
  work.then(
    () => expect.fail('nothing failed'),
    (error: Skewed) => error,
  );

interface AnyClient {
  readonly config: object;
  send(command: object): Promise<{ readonly $metadata: object }>;
}

/** The `date` of answers has no more than seconds. */
const SECOND = 1_000;

const offsetOf = ({ config }: { readonly config: object }) =>
  'systemClockOffset' in config ? config.systemClockOffset : undefined;

describe('plug/clock-skew', () => {
  let aws: FakeAws;
  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: Date.UTC(2026, 0, 1) });
  });
  afterEach(() => aws.unplug());
  const attempts = () =>
    aws.calls.entries.map(({ outcome }) => (outcome.kind === 'error' ? outcome.error.name : 'ok'));

  describe('of a client that corrects its clock, as the SDK does', () => {
    const rows = [
      ['S3', () => new S3Client({}), new ListBucketsCommand({}), 'RequestTimeTooSkewed', 15],
      ['SQS', () => new SQSClient({}), new ListQueuesCommand({}), 'SignatureDoesNotMatch', 15],
      ['CloudWatch', () => new CloudWatchClient({}), new ListMetricsCommand({}), 'SignatureDoesNotMatch', 15],
      ['DynamoDB', () => new DynamoDBClient({}), new ListTablesCommand({}), 'InvalidSignatureException', 5],
    ] as const;
    for (const [service, make, command, error, minutes] of rows) {
      it(`${service} refuses what is more than ${minutes} minutes off, and the second attempt succeeds`, async () => {
        aws.faults.clockSkew({ ahead: (minutes * 60 + 1) * 1_000 });
        const client = make() as AnyClient;
        const output = await client.send(command);
        expect(attempts()).to.deep.equal([error, 'ok']);
        expect(output.$metadata).to.include({ attempts: 2 });
        expect(offsetOf(client)).to.be.closeTo(-(minutes * 60 + 1) * 1_000, SECOND);
        await client.send(command);
        expect(attempts()).to.deep.equal([error, 'ok', 'ok']);
      });

      it(`${service} takes what is ${minutes} minutes off`, async () => {
        aws.faults.clockSkew({ behind: `${minutes}m` });
        const client = make() as AnyClient;
        await client.send(command);
        expect(attempts()).to.deep.equal(['ok']);
        // The SDK learns from good answers too.
        expect(offsetOf(client)).to.equal(minutes * 60_000);
      });
    }
  });

  describe('of a client that does not', () => {
    const stubborn = { disableClockSkewCorrection: true } as object;

    it('ends in the error, after one attempt', async () => {
      aws.faults.clockSkew({ behind: '1h' });
      const error = await failure(new S3Client(stubborn).send(new ListBucketsCommand({})));
      expect(error).to.include({
        name: 'RequestTimeTooSkewed',
        message: 'The difference between the request time and the current time is too large.',
        RequestTime: '20260101T000000Z',
        ServerTime: '2026-01-01T01:00:00.000Z',
        MaxAllowedSkewMilliseconds: '900000',
      });
      expect(error.$metadata).to.include({ httpStatusCode: 403, attempts: 1 });
      expect(error.$metadata).not.to.have.property('clockSkewCorrected');
    });

    it('says in which direction', async () => {
      const client = new DynamoDBClient({ ...stubborn, maxAttempts: 1 });
      const clock = aws.faults.clockSkew({ ahead: '10m' });
      expect((await failure(client.send(new ListTablesCommand({})))).message).to.equal(
        'Signature not yet current: 20260101T000000Z is still later than 20251231T235500Z (20251231T235000Z + 5 min.)',
      );
      clock.end();
      aws.faults.clockSkew({ behind: '10m' });
      const error = await failure(client.send(new ListTablesCommand({})));
      expect(error.message).to.equal(
        'Signature expired: 20260101T000000Z is now earlier than 20260101T000500Z (20260101T001000Z - 5 min.)',
      );
      expect(error['__type']).to.equal('com.amazon.coral.service#InvalidSignatureException');
    });

    it('nor one that signs in no way that the SDK knows', async () => {
      aws.faults.clockSkew({ behind: '1h' });
      const client = new S3Client({ httpAuthSchemes: [], maxAttempts: 1 });
      expect((await failure(client.send(new ListBucketsCommand({})))).name).to.equal('RequestTimeTooSkewed');
      expect(offsetOf(client)).to.equal(0);
    });

    it('shows no more than the status at HEAD', async () => {
      aws.faults.clockSkew({ behind: '1h' });
      const error = await failure(new S3Client(stubborn).send(new HeadBucketCommand({ Bucket: 'b' })));
      expect([error.name, error.$metadata['httpStatusCode']]).to.deep.equal(['Unknown', 403]);
    });
  });

  it('is forgotten by clients in the next world', async () => {
    const client = new S3Client({});
    aws.faults.clockSkew({ behind: '1h' });
    await client.send(new ListBucketsCommand({}));
    expect(offsetOf(client)).to.be.closeTo(3_600_000, SECOND);
    aws.unplug();
    aws = fakeAws({ seed: 1, time: 'virtual' });
    await client.send(new ListBucketsCommand({}));
    expect(offsetOf(client)).to.equal(0);
  });

  it('leaves transport errors and refusals before it alone', async () => {
    aws.faults.clockSkew({ behind: '1h' });
    aws.faults.on(ListBucketsCommand).connectionReset();
    aws.faults.on(ListBucketsCommand).throttled();
    await new S3Client({ maxAttempts: 4 }).send(new ListBucketsCommand({}));
    // The throttled answer carries AWS's time too, so the signature of the next attempt is good.
    expect(attempts()).to.deep.equal(['TimeoutError', 'SlowDown', 'ok']);
  });
});
