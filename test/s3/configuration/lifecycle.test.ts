import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  S3Client,
  type LifecycleRule,
  type TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { answerOf, caught, expectRefusal } from '../caught';

const Bucket = 'photos';

describe('S3.PutBucketLifecycleConfiguration', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const put = async (Rules: LifecycleRule[], size?: string) =>
    answerOf(
      await client.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: { Rules },
          ...(size === undefined
            ? {}
            : { TransitionDefaultMinimumObjectSize: size as TransitionDefaultMinimumObjectSize }),
        }),
      ),
    );
  const get = async () => answerOf(await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket })));
  const rule: LifecycleRule = {
    ID: 'all',
    Status: 'Enabled',
    Filter: { Prefix: '' },
    Expiration: { Days: 1 },
  };

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  it('keeps the rules until they are deleted', async () => {
    const none = {
      name: 'NoSuchLifecycleConfiguration',
      status: 404,
      message: 'The lifecycle configuration does not exist',
      members: { BucketName: Bucket },
    };
    await expectRefusal(get(), none);
    const TransitionDefaultMinimumObjectSize = 'all_storage_classes_128K';
    expect(await put([rule])).to.deep.equal({ TransitionDefaultMinimumObjectSize });
    expect(await get()).to.deep.equal({ Rules: [rule], TransitionDefaultMinimumObjectSize });
    await client.send(new DeleteBucketLifecycleCommand({ Bucket }));
    await expectRefusal(get(), none);
  });

  it('has two ways to treat small objects', async () => {
    const answer = { TransitionDefaultMinimumObjectSize: 'varies_by_storage_class' };
    expect(await put([rule], 'varies_by_storage_class')).to.deep.equal(answer);
    expect(await get()).to.include(answer);
    await expectRefusal(put([rule], 'value'), {
      name: 'InvalidRequest',
      status: 400,
      message: 'Invalid TransitionDefaultMinimumObjectSize found: value',
    });
  });

  it('names a rule that has no id', async () => {
    const { ID: _, ...unnamed } = rule;
    await put([unnamed, rule]);
    const [first, second] = (await get()).Rules ?? [];
    expect(first?.ID).to.match(/^[A-Za-z0-9]{48}$/);
    expect(second?.ID).to.equal('all');
  });

  it('has 1 to 1,000 rules, each of its own id', async () => {
    const rules = (count: number) => Array.from({ length: count }, (_, i) => ({ ...rule, ID: `${i}` }));
    await put(rules(1000));
    for (const count of [0, 1001]) expect((await caught(put(rules(count)))).name).to.equal('MalformedXML');
    await expectRefusal(put([rule, rule]), {
      name: 'InvalidArgument',
      status: 400,
      message: 'Rule ID must be unique. Found same ID for more than one rule',
      members: { ArgumentName: 'ID', ArgumentValue: 'all' },
    });
    const none = client.send(new PutBucketLifecycleConfigurationCommand({ Bucket }));
    expect((await caught(none)).name).to.equal('MalformedXML');
    expect((await get()).Rules).to.have.lengthOf(1000);
  });
});
