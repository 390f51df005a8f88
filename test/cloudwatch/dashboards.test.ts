import {
  CloudWatchClient,
  DeleteDashboardsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  paginateListDashboards,
  PutDashboardCommand,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { failure } from './failure';

describe('CloudWatch dashboards', () => {
  const start = Date.UTC(2026, 0, 10, 12);
  let aws: FakeAws;
  let client: CloudWatchClient;
  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start });
    client = new CloudWatchClient({});
  });
  afterEach(() => aws.unplug());

  const put = (DashboardName: string, DashboardBody = '{"widgets":[]}') =>
    client.send(new PutDashboardCommand({ DashboardName, DashboardBody }));
  const names = async (DashboardNamePrefix?: string) => {
    const input = DashboardNamePrefix === undefined ? {} : { DashboardNamePrefix };
    const { DashboardEntries = [] } = await client.send(new ListDashboardsCommand(input));
    return DashboardEntries.map(({ DashboardName }) => DashboardName);
  };

  it('are put, read back and replaced', async () => {
    expect((await put('d')).DashboardValidationMessages).to.deep.equal([]);
    await put('d', '{"widgets":[1]}');
    const { $metadata: _, ...dashboard } = await client.send(new GetDashboardCommand({ DashboardName: 'd' }));
    expect(dashboard).to.deep.equal({
      DashboardArn: 'arn:aws:cloudwatch::000000000000:dashboard/d',
      DashboardBody: '{"widgets":[1]}',
      DashboardName: 'd',
    });
  });

  it('are listed with their size in bytes', async () => {
    await put('d', '{"a":"é"}');
    const { DashboardEntries } = await client.send(new ListDashboardsCommand({}));
    expect(DashboardEntries).to.deep.equal([
      {
        DashboardArn: 'arn:aws:cloudwatch::000000000000:dashboard/d',
        DashboardName: 'd',
        LastModified: new Date(start),
        Size: 10,
      },
    ]);
  });

  it('are listed by prefix', async () => {
    for (const name of ['a1', 'b1', 'b2', 'c']) await put(name);
    expect(await names()).to.deep.equal(['a1', 'b1', 'b2', 'c']);
    expect(await names('b')).to.deep.equal(['b1', 'b2']);
    expect(await names('zz')).to.deep.equal([]);
  });

  it('are the same in every region', async () => {
    await put('d');
    const elsewhere = new CloudWatchClient({ region: 'eu-west-1' });
    expect((await elsewhere.send(new ListDashboardsCommand({}))).DashboardEntries).to.have.length(1);
  });

  it('are listed 1,000 to a page', async () => {
    for (let i = 0; i < 1_001; i++) await put(`d${i}`);
    const pages: number[] = [];
    for await (const page of paginateListDashboards({ client }, {}))
      pages.push(page.DashboardEntries?.length ?? 0);
    expect(pages).to.deep.equal([1_000, 1]);
    const error = await failure(client.send(new ListDashboardsCommand({ NextToken: 'x' })));
    expect(error.message).to.equal('Request parameter NextToken is invalid');
  });

  it('are deleted, all or none', async () => {
    for (const name of ['a', 'b', 'c']) await put(name);
    const remove = (...DashboardNames: string[]) =>
      client.send(new DeleteDashboardsCommand({ DashboardNames }));
    const error = await failure(remove('a', 'none'));
    expect(error).to.include({
      name: 'DashboardNotFoundError',
      Code: 'ResourceNotFound',
      message: 'Dashboard none does not exist',
    });
    await remove('a', 'b', 'b');
    expect(await names()).to.deep.equal(['c']);
    expect((await failure(remove())).message).to.equal('Need at least 1 dashboard');
  });

  it('are not found where they are not', async () => {
    const error = await failure(client.send(new GetDashboardCommand({ DashboardName: 'x' })));
    expect(error).to.include({ name: 'DashboardNotFoundError', message: 'Dashboard x does not exist' });
    expect(error['$metadata']).to.include({ httpStatusCode: 404 });
  });

  for (const body of ['{', '[]', '1', 'null', '']) {
    it(`refuse the body ${JSON.stringify(body)}`, async () => {
      const error = await failure(put('d', body));
      expect(error).to.include({ name: 'DashboardInvalidInputError', Code: 'InvalidParameterInput' });
      expect(error['dashboardValidationMessages']).to.deep.equal([
        { DataPath: '/', Message: 'The field DashboardBody must be a valid JSON object' },
      ]);
    });
  }

  for (const [name, fine] of [
    ['a-b_9', true],
    ['a b', false],
    ['', false],
    ['d'.repeat(255), true],
    ['d'.repeat(256), false],
  ] as const) {
    it(`${fine ? 'take' : 'refuse'} the name ${JSON.stringify(name).slice(0, 12)}`, async () => {
      if (fine) await put(name);
      else expect((await failure(put(name))).name).to.equal('InvalidParameterValueException');
    });
  }
});
