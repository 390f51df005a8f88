import {
  GetBucketVersioningCommand,
  PutBucketVersioningCommand,
  S3Client,
  type VersioningConfiguration,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerOf, caught, expectRefusal } from './caught';

const Bucket = 'photos';

describe('S3.PutBucketVersioning', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const configure = (VersioningConfiguration: VersioningConfiguration) =>
    client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('is nothing until it is configured, then Enabled or Suspended', async () => {
    const read = async () => answerOf(await client.send(new GetBucketVersioningCommand({ Bucket })));
    expect(await read()).to.deep.equal({});
    await configure({ Status: 'Enabled' });
    expect(await read()).to.deep.equal({ Status: 'Enabled' });
    await configure({ Status: 'Suspended' });
    expect(await read()).to.deep.equal({ Status: 'Suspended' });
  });

  it('keeps what was there as null versions', async () => {
    aws.s3.bucket(Bucket).put('k', 'old');
    await configure({ Status: 'Enabled' });
    aws.s3.bucket(Bucket).put('k', 'new');
    expect(
      aws.s3
        .bucket(Bucket)
        .versions('k')
        .map((version) => version.object?.text),
    ).to.deep.equal(['new', 'old']);
    expect(
      aws.s3
        .bucket(Bucket)
        .versions('k')
        .map((version) => version.versionId)[1],
    ).to.equal('null');
  });

  it('must say which, in the words of S3', async () => {
    await expectRefusal(configure({}), {
      name: 'IllegalVersioningConfigurationException',
      status: 400,
      message: 'The Versioning element must be specified',
    });
    await expectRefusal(configure({ Status: 'enabled' as 'Enabled' }), {
      name: 'MalformedXML',
      status: 400,
      message: 'The XML you provided was not well-formed or did not validate against our published schema',
    });
  });

  it('does not model MFA', async () => {
    expect((await caught(configure({ Status: 'Enabled', MFADelete: 'Enabled' }))).message).to.contain(
      'MFADelete',
    );
    expect(() => aws.unplug()).to.throw('MFADelete');
  });
});
