import { DescribeTimeToLiveCommand, GetItemCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answer, client, createTable, expectRefusal, item, putAll } from './arrange';

describe('DynamoDB time to live', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable(
      't00',
      'pk',
      { globals: { gsi: 'g' } },
      { StreamSpecification: { StreamEnabled: true, StreamViewType: 'OLD_IMAGE' } },
    );
  });
  afterEach(() => aws.unplug());
  const set = (Enabled: boolean, AttributeName = 'expires') =>
    client.send(
      new UpdateTimeToLiveCommand({ TableName: 't00', TimeToLiveSpecification: { Enabled, AttributeName } }),
    );
  const described = async () =>
    answer(await client.send(new DescribeTimeToLiveCommand({ TableName: 't00' })));

  it('is described as set', async () => {
    expect(await described()).to.deep.equal({ TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } });
    expect(answer(await set(true))).to.deep.equal({
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
    });
    expect(await described()).to.deep.equal({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' },
    });
    await aws.clock.advance('1h');
    await set(false);
    expect(await described()).to.deep.equal({ TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } });
  });

  it('refuses what changes nothing, another attribute, and changes within the hour', async () => {
    await expectRefusal(set(false), 'TimeToLive is already disabled');
    await set(true);
    await expectRefusal(set(true), 'TimeToLive is already enabled');
    const other = 'TimeToLive is active on a different AttributeName: current AttributeName is expires';
    await expectRefusal(set(true, 'other'), other);
    await expectRefusal(set(false, 'other'), other);
    await expectRefusal(set(false), 'Time to live has been modified multiple times within a fixed interval');
    await expectRefusal(
      set(false, ''),
      "1 validation error detected: Value '' at 'timeToLiveSpecification.attributeName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  });

  it('leaves expired items readable until DynamoDB deletes them, and records that as done by the service', async () => {
    await set(true);
    const now = Math.floor(aws.clock.now() / 1000);
    const year = 365 * 86_400;
    const rows: readonly (readonly [string, Parameters<typeof item>[0][string], boolean])[] = [
      ['past', now - 1, true],
      ['fraction', { N: `${now - 2}.5` }, true],
      ['years ago', now - 4 * year, true],
      ['over five years ago', now - 5 * year - 10, false],
      ['future', now + 100, false],
      ['text', String(now - 1), false],
    ];
    await putAll(
      't00',
      rows.map(([pk, expires]) => ({ pk, g: 'g', expires })),
    );
    const get = new GetItemCommand({ TableName: 't00', Key: item({ pk: 'past' }) });
    expect((await client.send(get)).Item).to.not.equal(undefined);

    const table = aws.dynamodb.table('t00');
    const before = table.streamRecords().length;
    const expired = rows.filter(([, , gone]) => gone).map(([pk]) => pk);
    expect(table.deleteExpired().map(({ pk }) => pk)).to.have.members(expired);
    expect(table.count).to.equal(3);
    const records = table.streamRecords().slice(before);
    expect(records).to.have.lengthOf(3);
    for (const record of records) {
      expect(record.eventName).to.equal('REMOVE');
      expect(record.userIdentity).to.deep.equal({ Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' });
    }
    await aws.clock.advance('200s');
    expect(table.deleteExpired().map(({ pk }) => pk)).to.deep.equal(['future']);
  });

  it('deletes nothing while it is disabled', async () => {
    await putAll('t00', [{ pk: 'a', expires: 1_700_000_000 }]);
    expect(aws.dynamodb.table('t00').deleteExpired()).to.deep.equal([]);
  });
});
