import {
  DeleteTableCommand,
  DescribeContributorInsightsCommand,
  ListContributorInsightsCommand,
  UpdateContributorInsightsCommand,
  type ContributorInsightsAction,
  type ContributorInsightsMode,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { answer, client, createTable, expectRefusal } from '../arrange';

describe('DynamoDB Contributor Insights', () => {
  let aws: FakeAws;
  const update = async (
    ContributorInsightsAction: ContributorInsightsAction,
    IndexName?: string,
    ContributorInsightsMode?: ContributorInsightsMode,
    TableName = 't00',
  ) =>
    answer(
      await client.send(
        new UpdateContributorInsightsCommand({
          TableName,
          ContributorInsightsAction,
          ...(IndexName === undefined ? {} : { IndexName }),
          ...(ContributorInsightsMode === undefined ? {} : { ContributorInsightsMode }),
        }),
      ),
    );
  const described = async (IndexName?: string) =>
    answer(
      await client.send(
        new DescribeContributorInsightsCommand({
          TableName: 't00',
          ...(IndexName === undefined ? {} : { IndexName }),
        }),
      ),
    );
  const list = async (input: object = {}) => client.send(new ListContributorInsightsCommand(input));
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    await createTable('t00', 'pk sk', { globals: { gsi: 'g', other: 'h' }, locals: { lsi: 'pk l' } });
  });
  afterEach(() => aws.unplug());

  it('are disabled at first, and nothing else is said', async () => {
    expect(await described()).to.deep.equal({ TableName: 't00', ContributorInsightsStatus: 'DISABLED' });
    expect((await list()).ContributorInsightsSummaries).to.deep.equal([]);
    expect((await update('DISABLE')).ContributorInsightsStatus).to.equal('DISABLED');
  });

  it('are ENABLING in the answer and ENABLED from then on, with four rules for two keys', async () => {
    const ContributorInsightsMode = 'ACCESSED_AND_THROTTLED_KEYS';
    const at = aws.clock.now();
    expect(await update('ENABLE')).to.deep.equal({
      TableName: 't00',
      ContributorInsightsStatus: 'ENABLING',
      ContributorInsightsMode,
    });
    await aws.clock.advance('1m');
    expect(await described()).to.deep.equal({
      TableName: 't00',
      ContributorInsightsStatus: 'ENABLED',
      ContributorInsightsMode,
      LastUpdateDateTime: new Date(at),
      ContributorInsightsRuleList: ['PKC', 'PKT', 'SKC', 'SKT'].map(
        (kind) => `DynamoDBContributorInsights-${kind}-t00-${at}`,
      ),
    });
    expect((await update('ENABLE')).ContributorInsightsStatus).to.equal('ENABLED');
  });

  it('of an index are its own; a mode changes in place; a hash key has half the rules', async () => {
    await update('ENABLE', 'gsi');
    expect((await described()).ContributorInsightsStatus).to.equal('DISABLED');
    expect((await described('gsi')).ContributorInsightsRuleList).to.have.lengthOf(2);
    expect((await update('ENABLE', 'gsi', 'THROTTLED_KEYS')).ContributorInsightsStatus).to.equal('ENABLING');
    expect((await described('gsi')).ContributorInsightsRuleList).to.deep.equal([
      `DynamoDBContributorInsights-PKT-t00-gsi-${aws.clock.now()}`,
    ]);
    expect((await update('DISABLE', 'gsi')).ContributorInsightsStatus).to.equal('DISABLING');
    expect(await described('gsi')).to.deep.include({
      ContributorInsightsStatus: 'DISABLED',
      ContributorInsightsMode: 'THROTTLED_KEYS',
      LastUpdateDateTime: new Date(aws.clock.now()),
    });
  });

  it('are listed where they are enabled, tables first, in pages', async () => {
    await createTable('t01', 'pk');
    for (const index of ['other', undefined, 'gsi']) await update('ENABLE', index);
    await update('ENABLE', undefined, undefined, 't01');
    await update('DISABLE', 'gsi');
    const all = [
      ['t00', undefined],
      ['t00', 'other'],
      ['t01', undefined],
    ];
    const named = (page: Awaited<ReturnType<typeof list>>) =>
      page.ContributorInsightsSummaries?.map(({ TableName, IndexName }) => [TableName, IndexName]);
    expect(named(await list())).to.deep.equal(all);
    expect(named(await list({ TableName: 't00' }))).to.deep.equal(all.slice(0, 2));
    const first = await list({ MaxResults: 2 });
    expect(named(first)).to.deep.equal(all.slice(0, 2));
    const second = await list({ MaxResults: 2, NextToken: first.NextToken });
    expect(named(second)).to.deep.equal(all.slice(2));
    expect(second.NextToken).to.equal(undefined);
    expect((await list({ MaxResults: 3 })).NextToken).to.equal(undefined);
    await client.send(new DeleteTableCommand({ TableName: 't00' }));
    expect(named(await list())).to.deep.equal(all.slice(2));
    await expectRefusal(
      list({ NextToken: 'nonsense' }),
      'One or more parameter values were invalid: Invalid NextToken',
    );
  });

  it('exist for tables and global indexes only', async () => {
    for (const index of ['lsi', 'nope']) {
      for (const promise of [described(index), update('ENABLE', index)]) {
        await expectRefusal(
          promise,
          `Requested resource not found: Index: ${index} not found for table: t00`,
          'ResourceNotFoundException',
        );
      }
    }
    await expectRefusal(
      list({ TableName: 'nowhere' }),
      'Requested resource not found: Table: nowhere not found',
      'ResourceNotFoundException',
    );
  });
});
