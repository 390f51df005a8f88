import {
  CloudWatchClient,
  DeleteInsightRulesCommand,
  DescribeInsightRulesCommand,
  DisableInsightRulesCommand,
  EnableInsightRulesCommand,
  ListTagsForResourceCommand,
  PutInsightRuleCommand,
  TagResourceCommand,
  type DescribeInsightRulesInput,
  type PutInsightRuleInput,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, NotSupportedByFake, type FakeAws } from '../../fakes';
import { failure } from './failure';

describe('CloudWatch insight rules', () => {
  let aws: FakeAws;
  const client = new CloudWatchClient({ region: 'us-east-1' });
  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
  });
  afterEach(() => aws.unplug());

  const RuleDefinition = JSON.stringify({
    Schema: { Name: 'CloudWatchLogRule', Version: 1 },
    LogGroupNames: ['g'],
  });
  const put = (RuleName: string, more: Partial<PutInsightRuleInput> = {}) =>
    client.send(new PutInsightRuleCommand({ RuleName, RuleDefinition, ...more }));
  const rules = async (input: DescribeInsightRulesInput = {}) =>
    (await client.send(new DescribeInsightRulesCommand(input))).InsightRules ?? [];
  const states = async () => (await rules()).map(({ Name, State }) => `${Name} ${State}`);

  it('are shown as AWS shows them', async () => {
    await put('r');
    expect(await rules()).to.deep.equal([
      {
        Name: 'r',
        State: 'ENABLED',
        Schema: 'CloudWatchLogRule/1',
        Definition: RuleDefinition,
        ManagedRule: false,
      },
    ]);
  });

  it('are enabled, disabled and deleted, and those that are not there are failures', async () => {
    await put('a');
    await put('b', { RuleState: 'DISABLED' });
    const RuleNames = ['a', 'none', 'none'];
    const { Failures } = await client.send(new DisableInsightRulesCommand({ RuleNames }));
    expect(Failures?.map(({ FailureResource, FailureCode }) => [FailureResource, FailureCode])).to.deep.equal(
      [['none', 'ResourceNotFoundException']],
    );
    expect(await states()).to.deep.equal(['a DISABLED', 'b DISABLED']);
    expect((await client.send(new EnableInsightRulesCommand({ RuleNames: ['b'] }))).Failures).to.deep.equal(
      [],
    );
    expect(await states()).to.deep.equal(['a DISABLED', 'b ENABLED']);
    await client.send(new DeleteInsightRulesCommand({ RuleNames: ['a'] }));
    expect(await states()).to.deep.equal(['b ENABLED']);
    const none = client.send(new DeleteInsightRulesCommand({ RuleNames: [] }));
    expect((await failure(none)).name).to.equal('MissingRequiredParameterException');
  });

  it('come in pages', async () => {
    for (const name of ['a', 'b', 'c']) await put(name);
    const { NextToken } = await client.send(new DescribeInsightRulesCommand({ MaxResults: 2 }));
    expect((await rules({ NextToken })).map(({ Name }) => Name)).to.deep.equal(['c']);
    expect((await failure(rules({ NextToken: 'x' }))).name).to.equal('InvalidNextToken');
    expect((await failure(rules({ MaxResults: 501 }))).message).to.equal(
      'The value 501 for parameter MaxResults is invalid.',
    );
  });

  it('have tags from the beginning, and by their ARN', async () => {
    const ResourceARN = 'arn:aws:cloudwatch:us-east-1:000000000000:insight-rule/r';
    await put('r', { Tags: [{ Key: 'a', Value: '1' }] });
    await put('r', { Tags: [{ Key: 'b', Value: '2' }] });
    await client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'c', Value: '3' }] }));
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(Tags?.map(({ Key }) => Key)).to.deep.equal(['a', 'c']);
    const other = client.send(new ListTagsForResourceCommand({ ResourceARN: `${ResourceARN}2` }));
    expect((await failure(other)).name).to.equal('ResourceNotFoundException');
  });

  const refused: readonly [
    title: string,
    name: string,
    input: Partial<PutInsightRuleInput>,
    message: string,
  ][] = [
    ['an empty name', '', {}, 'The parameter RuleName is required.'],
    ['a long name', 'r'.repeat(129), {}, 'The parameter RuleName must be shorter than 129 characters.'],
    ['a name not in ASCII', 'é', {}, 'The value for parameter RuleName contains non-ASCII characters.'],
    ['another state', 'r', { RuleState: 'on' }, 'The value on for parameter RuleState is invalid.'],
    [
      'a definition that is no JSON',
      'r',
      { RuleDefinition: '{' },
      'The parameter RuleDefinition must be a JSON object with a Schema.',
    ],
    [
      'a definition without a schema',
      'r',
      { RuleDefinition: '{}' },
      'The parameter RuleDefinition must be a JSON object with a Schema.',
    ],
    [
      'a long definition',
      'r',
      { RuleDefinition: ' '.repeat(8_193) },
      'The parameter RuleDefinition must be shorter than 8193 characters.',
    ],
  ];
  for (const [title, name, input, message] of refused) {
    it(`are refused for ${title}`, async () => {
      expect((await failure(put(name, input))).message).to.equal(message);
      expect(await rules()).to.deep.equal([]);
    });
  }

  it('refuse logs that were transformed, which are not modelled', async () => {
    expect(await failure(put('r', { ApplyOnTransformedLogs: true }))).to.be.instanceOf(NotSupportedByFake);
    aws.world.takeProblems();
  });
});
