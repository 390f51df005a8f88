import {
  DeleteTableCommand,
  DescribeKinesisStreamingDestinationCommand,
  DescribeTableCommand,
  DisableKinesisStreamingDestinationCommand,
  EnableKinesisStreamingDestinationCommand,
  UpdateKinesisStreamingDestinationCommand,
  type ApproximateCreationDateTimePrecision,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { answer, client, createTable, expectRefusal } from '../arrange';

describe('DynamoDB Kinesis destinations', () => {
  let aws: FakeAws;
  const TableName = 't00';
  const arn = (name: string) => `arn:aws:kinesis:us-east-1:000000000000:stream/${name}`;
  const state = 'Table is not in a valid state to enable Kinesis Streaming Destination: ';
  const enable = async (
    name: string,
    ApproximateCreationDateTimePrecision?: ApproximateCreationDateTimePrecision,
  ) =>
    answer(
      await client.send(
        new EnableKinesisStreamingDestinationCommand({
          TableName,
          StreamArn: arn(name),
          ...(ApproximateCreationDateTimePrecision && {
            EnableKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision },
          }),
        }),
      ),
    );
  const disable = async (name: string, more: object = {}) =>
    answer(
      await client.send(
        new DisableKinesisStreamingDestinationCommand({ TableName, StreamArn: arn(name), ...more }),
      ),
    );
  const update = async (
    name: string,
    ApproximateCreationDateTimePrecision?: ApproximateCreationDateTimePrecision,
  ) =>
    answer(
      await client.send(
        new UpdateKinesisStreamingDestinationCommand({
          TableName,
          StreamArn: arn(name),
          ...(ApproximateCreationDateTimePrecision && {
            UpdateKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision },
          }),
        }),
      ),
    );
  const alreadySet = async (precision: string) => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    return `Invalid Request: Precision is already set to the desired value of ${precision} for tableId: ${Table?.TableId}, kdsArn: ${arn('one')}`;
  };
  const destinations = async () =>
    (await client.send(new DescribeKinesisStreamingDestinationCommand({ TableName })))
      .KinesisDataStreamDestinations;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable(TableName, 'pk');
  });
  afterEach(() => aws.unplug());

  it('are ENABLING in the answer, ACTIVE from then on, and listed when they are over', async () => {
    expect(await destinations()).to.deep.equal([]);
    expect(await enable('one')).to.deep.equal({
      TableName,
      StreamArn: arn('one'),
      DestinationStatus: 'ENABLING',
      EnableKinesisStreamingConfiguration: {},
    });
    expect(await destinations()).to.deep.equal([{ StreamArn: arn('one'), DestinationStatus: 'ACTIVE' }]);
    expect(await disable('one')).to.deep.equal({
      TableName,
      StreamArn: arn('one'),
      DestinationStatus: 'DISABLING',
    });
    await enable('two', 'MICROSECOND');
    expect(await destinations()).to.deep.equal([
      { StreamArn: arn('one'), DestinationStatus: 'DISABLED' },
      {
        StreamArn: arn('two'),
        DestinationStatus: 'ACTIVE',
        ApproximateCreationDateTimePrecision: 'MICROSECOND',
      },
    ]);
  });

  it('change their precision', async () => {
    await enable('one');
    expect(await update('one', 'MICROSECOND')).to.deep.equal({
      TableName,
      StreamArn: arn('one'),
      DestinationStatus: 'UPDATING',
      UpdateKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: 'MICROSECOND' },
    });
    expect((await destinations())?.[0]?.ApproximateCreationDateTimePrecision).to.equal('MICROSECOND');
    await expectRefusal(update('one', 'MICROSECOND'), await alreadySet('MICROSECOND'));
  });

  it('are one at a time', async () => {
    await enable('one');
    for (const name of ['one', 'two']) {
      await expectRefusal(
        enable(name),
        `${state}EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation.`,
      );
    }
  });

  it('refuse what they are not ready for', async () => {
    await expectRefusal(
      disable('one'),
      `${state}KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.`,
    );
    await expectRefusal(
      update('one', 'MICROSECOND'),
      `${state}Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE state. TableName: t00, kdsArn: ${arn('one')}`,
    );
    await enable('one');
    await expectRefusal(
      update('one'),
      'Streaming destination cannot be updated with given parameters: UpdateKinesisStreamingConfiguration cannot be null or contain only null values',
    );
    await expectRefusal(update('one', 'MILLISECOND'), await alreadySet('MILLISECOND'));
    await expectRefusal(
      disable('one', { EnableKinesisStreamingConfiguration: {} }),
      'Stream cannot be disabled using EnableKinesisStreamingConfiguration parameters',
    );
  });

  it('go with their table', async () => {
    await enable('one');
    await client.send(new DeleteTableCommand({ TableName }));
    await createTable(TableName, 'pk');
    expect(await destinations()).to.deep.equal([]);
  });
});
