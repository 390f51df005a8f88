import {
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  PutBucketCorsCommand,
  S3Client,
  type CORSRule,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { answerOf, caught, expectRefusal } from '../caught';

const Bucket = 'photos';

describe('S3.PutBucketCors', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = (CORSRules: CORSRule[]) =>
    client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
  const get = async () => answerOf(await client.send(new GetBucketCorsCommand({ Bucket })));
  const rule: CORSRule = { AllowedMethods: ['GET', 'PUT'], AllowedOrigins: ['*'], MaxAgeSeconds: 5 };

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('keeps the rules until they are deleted', async () => {
    const none = {
      name: 'NoSuchCORSConfiguration',
      status: 404,
      message: 'The CORS configuration does not exist',
      members: { BucketName: Bucket },
    };
    await expectRefusal(get(), none);
    await put([rule]);
    expect(await get()).to.deep.equal({ CORSRules: [rule] });
    await client.send(new DeleteBucketCorsCommand({ Bucket }));
    await expectRefusal(get(), none);
  });

  it('may arrive late', async () => {
    aws.faults.on(PutBucketCorsCommand).arrivesLate('1m');
    await put([rule]);
    expect((await caught(get())).name).to.equal('NoSuchCORSConfiguration');
    await aws.clock.advance('1m');
    expect(await get()).to.deep.equal({ CORSRules: [rule] });
  });

  it('refuses methods that there are not', async () => {
    await expectRefusal(put([{ ...rule, AllowedMethods: ['MYMETHOD'] }]), {
      name: 'InvalidRequest',
      status: 400,
      message: 'Found unsupported HTTP method in CORS config. Unsupported method is MYMETHOD',
    });
  });

  it('needs 1 to 100 rules, each with methods and origins', async () => {
    await put(Array.from({ length: 100 }, () => rule));
    const empty = { AllowedMethods: undefined, AllowedOrigins: undefined };
    for (const rules of [
      [],
      Array.from({ length: 101 }, () => rule),
      [{ ...rule, AllowedMethods: [] }],
      [{ ...rule, AllowedOrigins: [] }],
      [empty],
    ]) {
      expect((await caught(put(rules))).name).to.equal('MalformedXML');
    }
  });
});
