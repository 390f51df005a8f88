import {
  CreateTableCommand,
  DeleteResourcePolicyCommand,
  DeleteTableCommand,
  GetResourcePolicyCommand,
  PolicyNotFoundException,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { caught, client, createTable, expectRefusal, tableInput } from '../arrange';

const NOT_FOUND = 'Resource-based policy not found for the provided ResourceArn: ';
const policyFor = (Action: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: [Action], Resource: '*' }],
  });

describe('DynamoDB resource policies', () => {
  let aws: FakeAws;
  let ResourceArn: string;
  const put = async (action: string, ExpectedRevisionId?: string, arn = ResourceArn) =>
    (
      await client.send(
        new PutResourcePolicyCommand({
          ResourceArn: arn,
          Policy: policyFor(action),
          ...(ExpectedRevisionId === undefined ? {} : { ExpectedRevisionId }),
        }),
      )
    ).RevisionId;
  const get = async (arn = ResourceArn) => client.send(new GetResourcePolicyCommand({ ResourceArn: arn }));
  const remove = async (ExpectedRevisionId?: string, arn = ResourceArn) =>
    client.send(
      new DeleteResourcePolicyCommand({
        ResourceArn: arn,
        ...(ExpectedRevisionId === undefined ? {} : { ExpectedRevisionId }),
      }),
    );
  const missing = (promise: Promise<unknown>, detail: string) =>
    expectRefusal(promise, NOT_FOUND + detail, 'PolicyNotFoundException');
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    await createTable(
      't00',
      'pk',
      {},
      { StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } },
    );
    ResourceArn = aws.dynamodb.table('t00').arn;
  });
  afterEach(() => aws.unplug());

  it('are read back as they were put, with their revision', async () => {
    const RevisionId = await put('dynamodb:*');
    expect(await get()).to.include({ Policy: policyFor('dynamodb:*'), RevisionId });
  });

  it('keep their revision when nothing changes, and get a later one when something does', async () => {
    const first = await put('dynamodb:*');
    expect(await put('dynamodb:*')).to.equal(first);
    const second = await put('dynamodb:PutItem');
    expect(Number(second)).to.be.above(Number(first));
  });

  it('are replaced and deleted only in the revision that the caller expects', async () => {
    const first = (await put('dynamodb:*', 'NO_POLICY')) ?? '';
    const second = (await put('dynamodb:PutItem', first)) ?? '';
    const other = `Requested update for policy with revision id ${first}, but the policy associated to target table t00 has revision id ${second}.`;
    await missing(put('dynamodb:GetItem', first), other);
    await missing(remove(first), other);
    await missing(
      put('dynamodb:GetItem', 'NO_POLICY'),
      `Requested policy update expecting none to be present for table t00, but a policy exists with revision id ${second}.`,
    );
    expect((await get()).RevisionId).to.equal(second);
    expect((await remove(second)).RevisionId).to.equal(second);
    await missing(
      put('dynamodb:GetItem', second),
      `Requested update for policy with revision id ${second}, but no policy is associated to target table t00.`,
    );
    expect(await caught(get())).to.be.instanceOf(PolicyNotFoundException);
  });

  it('need not be there to be deleted, but to be read', async () => {
    expect((await remove()).RevisionId).to.equal(undefined);
    await missing(get(), ResourceArn);
  });

  it('of a stream and of its table are two', async () => {
    const stream = aws.dynamodb.table('t00').streamArn ?? '';
    await put('dynamodb:GetRecords', undefined, stream);
    await missing(get(), ResourceArn);
    expect((await get(stream)).Policy).to.equal(policyFor('dynamodb:GetRecords'));
  });

  it('can come with the table, and go with it', async () => {
    const Policy = policyFor('dynamodb:*');
    await client.send(new CreateTableCommand({ ...tableInput('t01', 'pk'), ResourcePolicy: Policy }));
    await createTable('t010', 'pk');
    const arn = aws.dynamodb.table('t01').arn;
    const longer = aws.dynamodb.table('t010').arn;
    await put('dynamodb:*', undefined, longer);
    expect((await get(arn)).Policy).to.equal(Policy);
    await client.send(new DeleteTableCommand({ TableName: 't01' }));
    await createTable('t01', 'pk');
    await missing(get(arn), arn);
    expect((await get(longer)).Policy).to.equal(Policy);
    await expectRefusal(
      client.send(new CreateTableCommand({ ...tableInput('t02', 'pk'), ResourcePolicy: '{' })),
      'One or more parameter values were invalid: Invalid policy document: This policy contains invalid Json',
    );
    expect(aws.dynamodb.tables()).to.not.include('t02');
  });

  const invalid = 'One or more parameter values were invalid: ';
  const forms: readonly (readonly [string, string, string?])[] = [
    ['t00', `${invalid}ARNs must start with 'arn:': t00`],
    [
      'arn:aws:dynamodb:us-east-1:000000000000:table/gone',
      'Requested resource not found: Table: gone not found',
      'ResourceNotFoundException',
    ],
    [
      'arn:aws:dynamodb:us-east-1:111111111111:table/t00',
      'This action is only supported by accounts that match the resource owner’s account.',
    ],
    [
      'arn:aws:dynamodb:eu-west-1:000000000000:table/t00',
      `${invalid}Invalid resource Arn: arn:aws:dynamodb:eu-west-1:000000000000:table/t00`,
    ],
    [
      'arn:aws-cn:dynamodb:us-east-1:000000000000:table/t00',
      `${invalid}Invalid resource Arn: arn:aws-cn:dynamodb:us-east-1:000000000000:table/t00`,
    ],
    [
      'arn:aws:dynamodb:us-east-1:000000000000:table/t00/index/gsi',
      `${invalid}Invalid resource arn provided, only table or stream is accepted. Provided resource arn: arn:aws:dynamodb:us-east-1:000000000000:table/t00/index/gsi`,
    ],
    [
      'arn:aws:dynamodb:us-east-1:000000000000:table/t00/stream/2000-01-01T00:00:00.000',
      'Requested resource not found: Stream: 2000-01-01T00:00:00.000 not found for Table: t00',
      'ResourceNotFoundException',
    ],
    [
      'arn:aws:dynamodb:us-east-1:000000000000:table/t00/backup/0170',
      `${invalid}Provided Arn is not a DynamoDB resource arn: arn:aws:dynamodb:us-east-1:000000000000:table/t00/backup/0170`,
    ],
    ['arn:aws:s3:::bucket', `${invalid}Provided Arn is not a DynamoDB resource arn: arn:aws:s3:::bucket`],
  ];
  for (const [arn, message, name] of forms) {
    it(`refuse ${arn}`, async () => {
      await expectRefusal(get(arn), message, name);
      await expectRefusal(put('dynamodb:*', undefined, arn), message, name);
      await expectRefusal(remove(undefined, arn), message, name);
    });
  }
});
