import {
  DeleteObjectCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  RestoreObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';

interface Event {
  readonly eventName: string;
  readonly eventTime: string;
  readonly eventVersion: string;
  readonly userIdentity: { readonly principalId: string };
  readonly glacierEventData?: object;
  readonly s3: {
    readonly bucket: { readonly ownerIdentity: { readonly principalId: string } };
    readonly object: { readonly sequencer?: string };
  };
}

const HOUR = 3_600_000;

describe('S3 events of restores', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const at = { Bucket: 'archive', Key: 'k' };
  const restore = (Days = 1) => client.send(new RestoreObjectCommand({ ...at, RestoreRequest: { Days } }));
  const events = () =>
    aws.s3
      .bucket('archive')
      .notifications()
      .flatMap(({ message }) => ('Records' in message ? (message.Records as Event[]) : []));
  const told = () => events().map(({ eventName, eventTime }) => [eventName, eventTime]);

  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: Date.UTC(2026, 0, 1) });
    aws.s3.createBucket('archive');
    await client.send(new PutObjectCommand({ ...at, Body: 'something', StorageClass: 'GLACIER' }));
    await client.send(
      new PutBucketNotificationConfigurationCommand({
        SkipDestinationValidation: true,
        Bucket: 'archive',
        NotificationConfiguration: {
          LambdaFunctionConfigurations: [
            {
              LambdaFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:restored',
              Events: ['s3:ObjectRestore:*'],
            },
          ],
        },
      }),
    );
  });
  afterEach(() => aws.unplug());

  it('come when it begins, when the copy is there, and when it is gone: each at its time', async () => {
    await restore();
    expect(told()).to.deep.equal([['ObjectRestore:Post', '2026-01-01T00:00:00.000Z']]);
    await aws.clock.advance(5 * HOUR - 1);
    expect(told()).to.have.length(1);
    await aws.clock.advance(1);
    expect(told()).to.have.length(2);
    await aws.clock.advance(100 * HOUR);
    expect(told()).to.deep.equal([
      ['ObjectRestore:Post', '2026-01-01T00:00:00.000Z'],
      ['ObjectRestore:Completed', '2026-01-01T05:00:00.000Z'],
      ['ObjectRestore:Delete', '2026-01-03T00:00:00.000Z'],
    ]);
  });

  it('are worded as S3 words them: until when the copy is there, and that S3 itself reports it', async () => {
    await restore();
    await aws.clock.advance(5 * HOUR);
    const [begun, completed] = events();
    const object = { key: 'k', size: 9, eTag: '437b930db84b8079c2dd804a71936b5f' };
    for (const event of [begun, completed]) {
      expect(event?.eventVersion).to.equal('2.1');
      const { sequencer, ...rest } = event?.s3.object ?? {};
      expect(rest).to.deep.equal(object);
      expect(sequencer).to.match(/^[0-9A-F]{18}$/);
    }
    expect(begun).to.not.have.property('glacierEventData');
    expect(begun?.userIdentity.principalId).to.match(/^AWS:AIDA/);
    expect(completed?.glacierEventData).to.deep.equal({
      restoreEventData: {
        lifecycleRestorationExpiryTime: '2026-01-03T00:00:00.000Z',
        lifecycleRestoreStorageClass: 'GLACIER',
      },
    });
    expect(completed?.userIdentity.principalId).to.equal(
      `AmazonCustomer:${completed?.s3.bucket.ownerIdentity.principalId}`,
    );
  });

  it('come once of a copy that is kept for longer, and at its later end', async () => {
    await restore();
    await aws.clock.advance(6 * HOUR);
    await restore(3);
    await aws.clock.advance(200 * HOUR);
    expect(told()).to.deep.equal([
      ['ObjectRestore:Post', '2026-01-01T00:00:00.000Z'],
      ['ObjectRestore:Completed', '2026-01-01T05:00:00.000Z'],
      ['ObjectRestore:Delete', '2026-01-05T00:00:00.000Z'],
    ]);
  });

  it('come of each of two restores', async () => {
    await restore();
    await aws.clock.advance(100 * HOUR);
    await restore();
    await aws.clock.advance(100 * HOUR);
    expect(told().map(([name]) => name)).to.deep.equal([
      'ObjectRestore:Post',
      'ObjectRestore:Completed',
      'ObjectRestore:Delete',
      'ObjectRestore:Post',
      'ObjectRestore:Completed',
      'ObjectRestore:Delete',
    ]);
  });

  it('do not come of an object that is gone or was put anew', async () => {
    await restore();
    await client.send(new DeleteObjectCommand(at));
    await aws.clock.advance(5 * HOUR);
    await client.send(new PutObjectCommand({ ...at, Body: 'x' }));
    await aws.clock.advance(100 * HOUR);
    expect(told()).to.have.length(1);
  });

  it('reach a function, which reads the restored copy', async () => {
    const read: string[] = [];
    aws.lambda.function('restored', (event: { Records: Event[] }) => {
      read.push(...event.Records.map(({ eventName }) => eventName));
      return Promise.resolve();
    });
    await restore();
    await aws.lambda.settle();
    await aws.clock.advance(5 * HOUR);
    await aws.lambda.settle();
    expect(read).to.deep.equal(['ObjectRestore:Post', 'ObjectRestore:Completed']);
  });
});
