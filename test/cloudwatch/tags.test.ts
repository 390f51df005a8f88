import {
  CloudWatchClient,
  ListTagsForResourceCommand,
  PutDashboardCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { Alarms } from './alarm-fixture';
import { failure } from './failure';

describe('CloudWatch tags', () => {
  const arn = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:a';
  let aws: FakeAws;
  let client: CloudWatchClient;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    const alarms = new Alarms();
    client = alarms.client;
    await alarms.put({ Tags: [{ Key: 'tag1', Value: 'foo' }] });
  });
  afterEach(() => aws.unplug());

  const list = async (ResourceARN = arn) =>
    ((await client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags ?? []).map(
      ({ Key, Value }) => `${Key}=${Value}`,
    );
  const tag = (tags: Record<string, string>, ResourceARN = arn) =>
    client.send(
      new TagResourceCommand({
        ResourceARN,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
  const untag = (TagKeys: string[], ResourceARN = arn) =>
    client.send(new UntagResourceCommand({ ResourceARN, TagKeys }));

  it('come with an alarm, are added, replaced and taken away', async () => {
    expect(await list()).to.deep.equal(['tag1=foo']);
    await tag({ tag1: 'baz', tag2: 'bar' });
    expect(await list()).to.deep.equal(['tag1=baz', 'tag2=bar']);
    await untag(['tag1', 'unknown']);
    expect(await list()).to.deep.equal(['tag2=bar']);
  });

  it('can be those of a dashboard', async () => {
    const input = { DashboardName: 'd', DashboardBody: '{}', Tags: [{ Key: 'k', Value: 'v' }] };
    await client.send(new PutDashboardCommand(input));
    expect(await list('arn:aws:cloudwatch::000000000000:dashboard/d')).to.deep.equal(['k=v']);
  });

  it('are none at first', async () => {
    await new Alarms().put({ AlarmName: 'bare' });
    const bare = arn.replace(/a$/, 'bare');
    await untag(['x'], bare);
    expect(await list(bare)).to.deep.equal([]);
    await new Alarms().put({ AlarmName: 'fresh' });
    expect(await list(arn.replace(/a$/, 'fresh'))).to.deep.equal([]);
    await tag({ a: 'b' }, bare);
    expect(await list(bare)).to.deep.equal(['a=b']);
  });

  it('are at most 50', async () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']));
    await tag(many(49));
    expect((await failure(tag({ one: 'more' }))).message).to.equal('A resource can have at most 50 tags');
    expect(await list()).to.have.length(50);
  });

  for (const unknown of [
    `${arn}x`,
    'arn:aws:cloudwatch::000000000000:dashboard/none',
    arn.replace('us-east-1', 'eu-west-1'),
  ]) {
    it(`are not found at ${unknown}`, async () => {
      for (const call of [list(unknown), tag({ a: 'b' }, unknown), untag(['a'], unknown)]) {
        const error = await failure(call);
        expect(error).to.include({
          name: 'ResourceNotFoundException',
          message: `${unknown} does not exist.`,
          ResourceId: unknown,
        });
      }
    });
  }

  it('need an ARN', async () => {
    expect((await failure(list('a'))).message).to.equal('The ARN a is invalid.');
    expect((await failure(list(''))).message).to.contain("at 'resourceARN'");
  });

  it('of other resources are not modelled', async () => {
    const error = await failure(list('arn:aws:cloudwatch:us-east-1:000000000000:slo/r'));
    expect(error.name).to.equal('NotSupportedByFake');
    expect(() => aws.unplug()).to.throw('slo/r');
    aws = fakeAws({ seed: 1, time: 'virtual' });
  });
});
