import {
  CreateTableCommand,
  DescribeTableCommand,
  UpdateTableCommand,
  type SSESpecification,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { client, expectRefusal, tableInput } from '../arrange';

describe('DynamoDB encryption of a table', () => {
  let aws: FakeAws;
  const invalid = 'One or more parameter values were invalid: ';
  const arn = 'arn:aws:kms:us-east-1:000000000000:';
  const create = (SSESpecification: SSESpecification) =>
    client.send(new CreateTableCommand(tableInput('t00', 'pk', {}, { SSESpecification })));
  const update = (SSESpecification: SSESpecification, more: object = {}) =>
    client.send(new UpdateTableCommand({ TableName: 't00', SSESpecification, ...more }));
  const described = async () =>
    (await client.send(new DescribeTableCommand({ TableName: 't00' }))).Table?.SSEDescription;
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
  });
  afterEach(() => aws.unplug());

  const keys: readonly (readonly [string | undefined, string])[] = [
    ['alias/mine', `${arn}alias/mine`],
    ['1234abcd-12ab-34cd-56ef-1234567890ab', `${arn}key/1234abcd-12ab-34cd-56ef-1234567890ab`],
    [`${arn}key/x`, `${arn}key/x`],
    [undefined, `${arn}key/0000aaaa-1111-4bbb-8ccc-2222dddd3333`],
  ];
  for (const [KMSMasterKeyId, KMSMasterKeyArn] of keys) {
    it(`shows the key ${KMSMasterKeyId ?? 'of AWS'} by its ARN`, async () => {
      await create({ Enabled: true, SSEType: 'KMS', ...(KMSMasterKeyId && { KMSMasterKeyId }) });
      expect(await described()).to.deep.equal({ Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn });
    });
  }

  it('is not described while the key is AWS’s own', async () => {
    await create({ Enabled: false });
    expect(await described()).to.equal(undefined);
    await update({ Enabled: true });
    expect((await described())?.Status).to.equal('ENABLED');
    await update({ Enabled: false });
    expect(await described()).to.equal(undefined);
  });

  const refusals: readonly (readonly [SSESpecification, string])[] = [
    [{ Enabled: true, SSEType: 'AES256' }, 'SSEType AES256 is not supported'],
    [{ Enabled: false, SSEType: 'KMS' }, 'SSEType can not be specified if Enabled is false'],
    [{ Enabled: false, KMSMasterKeyId: 'x' }, 'KMSMasterKeyId can not be specified if Enabled is false'],
    [{ Enabled: true, KMSMasterKeyId: 'x' }, 'SSEType KMS is required if KMSMasterKeyId is specified'],
  ];
  for (const [specification, message] of refusals) {
    it(`refuses: ${message}`, async () => {
      await expectRefusal(create(specification), invalid + message);
      expect(aws.dynamodb.tables()).to.deep.equal([]);
      await create({ Enabled: true });
      await expectRefusal(update(specification), invalid + message);
    });
  }

  it('refuses what is so already, and company', async () => {
    await create({ Enabled: false });
    await expectRefusal(update({ Enabled: false }), `${invalid}Table is already encrypted by default`);
    await update({ Enabled: true, SSEType: 'KMS', KMSMasterKeyId: `${arn}key/x` });
    await expectRefusal(
      update({ Enabled: true, SSEType: 'KMS', KMSMasterKeyId: `${arn}key/x` }),
      `${invalid}Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to change Master Key`,
    );
    await expectRefusal(
      update({ Enabled: false }, { DeletionProtectionEnabled: true }),
      `${invalid}Server-Side Encryption modification must be the only operation in the request`,
    );
    for (const [more, kind] of [
      [{ TableClass: 'STANDARD' as const }, 'TableClass'],
      [{ DeletionProtectionEnabled: true }, 'DeletionProtection'],
    ] as const) {
      await expectRefusal(
        client.send(
          new UpdateTableCommand({
            TableName: 't00',
            OnDemandThroughput: { MaxReadRequestUnits: 1 },
            ...more,
          }),
        ),
        `${invalid}${kind} modification must be the only operation in the request`,
      );
    }
  });
});
