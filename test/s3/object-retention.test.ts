import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectRetentionCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  S3Client,
  type ObjectLockRetention,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { caught, expectRefusal } from './caught';

const Bucket = 'vault';
const object = { Bucket, Key: 'k' };

describe('S3 retention and legal hold', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const at = (hours: number) => new Date(Math.floor(aws.clock.now() / 1000) * 1000 + hours * 3_600_000);
  const put = (Retention: ObjectLockRetention, bypass?: boolean) =>
    client.send(new PutObjectRetentionCommand({ ...object, Retention, BypassGovernanceRetention: bypass }));
  const get = async () => (await client.send(new GetObjectRetentionCommand(object))).Retention;
  const denied = async (promise: Promise<unknown>) =>
    expectRefusal(promise, {
      name: 'AccessDenied',
      status: 403,
      message: 'Access Denied because object protected by object lock.',
    });

  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    aws.s3.bucket(Bucket).put('k', 'x');
    aws.s3.bucket('plain').put('k', 'x');
  });
  afterEach(() => aws.unplug());

  it('extends governance freely; shortens it and takes it away only when bypassed', async () => {
    await put({ Mode: 'GOVERNANCE', RetainUntilDate: at(2) });
    await put({ Mode: 'GOVERNANCE', RetainUntilDate: at(3) });
    await denied(put({ Mode: 'GOVERNANCE', RetainUntilDate: at(1) }));
    await denied(put({}));
    expect(await get()).to.deep.equal({ Mode: 'GOVERNANCE', RetainUntilDate: at(3) });
    await put({ Mode: 'GOVERNANCE', RetainUntilDate: at(1) }, true);
    await put({}, true);
    expect((await caught(get())).name).to.equal('NoSuchObjectLockConfiguration');
  });

  it('does not know event holds, and says so', async () => {
    for (const [member, value] of [
      ['EventHold', 'ON'],
      ['EventHoldDuration', { Days: 1 }],
    ] as const) {
      const error = await caught(put({ [member]: value }));
      expect(error.message).to.contain(`PutObjectRetention: Retention.${member} is not modelled`);
    }
    expect(aws.world.takeProblems()).to.have.lengthOf(2);
  });

  it('extends compliance, and nothing else', async () => {
    await put({ Mode: 'COMPLIANCE', RetainUntilDate: at(2) });
    await denied(put({ Mode: 'COMPLIANCE', RetainUntilDate: at(1) }, true));
    await denied(put({ Mode: 'GOVERNANCE', RetainUntilDate: at(3) }, true));
    await denied(put({}, true));
    await put({ Mode: 'COMPLIANCE', RetainUntilDate: at(3) });
    await aws.clock.advance('3h');
    await put({ Mode: 'GOVERNANCE', RetainUntilDate: at(1) });
  });

  it('needs a mode with a date of the future', async () => {
    const past = new Date(aws.clock.now() - 1000);
    await expectRefusal(put({ Mode: 'GOVERNANCE', RetainUntilDate: past }), {
      name: 'InvalidArgument',
      status: 400,
      message: 'The retain until date must be in the future!',
      members: { ArgumentName: 'RetainUntilDate', ArgumentValue: past.toISOString() },
    });
    for (const retention of [
      { Mode: 'GOVERNANCE' as const },
      { RetainUntilDate: at(1) },
      { Mode: 'BAD' as 'GOVERNANCE', RetainUntilDate: at(1) },
    ]) {
      expect((await caught(put(retention))).name).to.equal('MalformedXML');
    }
  });

  it('holds and lets go, beside the retention', async () => {
    const hold = (Status: 'ON' | 'OFF') =>
      client.send(new PutObjectLegalHoldCommand({ ...object, LegalHold: { Status } }));
    const held = async () => (await client.send(new GetObjectLegalHoldCommand(object))).LegalHold;
    await expectRefusal(held(), {
      name: 'NoSuchObjectLockConfiguration',
      status: 404,
      message: 'The specified object does not have a ObjectLock configuration',
    });
    await put({ Mode: 'GOVERNANCE', RetainUntilDate: at(1) });
    await hold('ON');
    expect(await held()).to.deep.equal({ Status: 'ON' });
    expect(await get()).to.deep.equal({ Mode: 'GOVERNANCE', RetainUntilDate: at(1) });
    await hold('OFF');
    expect(await held()).to.deep.equal({ Status: 'OFF' });
    expect((await caught(hold('NO' as 'ON'))).name).to.equal('MalformedXML');
    const nothing = client.send(new PutObjectLegalHoldCommand(object));
    expect((await caught(nothing)).name).to.equal('MalformedXML');
  });

  it('needs a bucket with Object Lock and a version that is an object', async () => {
    for (const command of [
      new GetObjectRetentionCommand({ ...object, Bucket: 'plain' }),
      new GetObjectLegalHoldCommand({ ...object, Bucket: 'plain' }),
    ]) {
      await expectRefusal(client.send(command), {
        name: 'InvalidRequest',
        status: 400,
        message: 'Bucket is missing Object Lock Configuration',
      });
    }
    const { VersionId } = await client.send(new DeleteObjectCommand(object));
    await expectRefusal(client.send(new GetObjectRetentionCommand({ ...object, VersionId })), {
      name: 'MethodNotAllowed',
      status: 405,
      message: 'The specified method is not allowed against this resource.',
      members: { Method: 'GET', ResourceType: 'DeleteMarker' },
    });
    expect((await caught(get())).name).to.equal('NoSuchKey');
  });
});
