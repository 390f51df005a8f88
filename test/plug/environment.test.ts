import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws } from '../../fakes';

const NAMES = ['AWS_REGION', 'AWS_EC2_METADATA_DISABLED'] as const;

describe('plug/environment', () => {
  const before = NAMES.map((name) => [name, process.env[name]] as const);
  beforeEach(() => NAMES.forEach((name) => Reflect.deleteProperty(process.env, name)));
  afterEach(() => before.forEach(([name, value]) => (process.env[name] = value)));

  it('gives clients a region where the machine has none, and takes it away again', async () => {
    const aws = fakeAws({ region: 'eu-central-1' });
    try {
      aws.dynamodb.createTable({
        TableName: 'items',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      });
      const client = new DynamoDBClient({});
      expect((await client.send(new ListTablesCommand({}))).TableNames).to.deep.equal(['items']);
      expect(await client.config.region()).to.equal('eu-central-1');
      expect(process.env['AWS_EC2_METADATA_DISABLED']).to.equal('true');
    } finally {
      aws.unplug();
    }
    expect(NAMES.map((name) => process.env[name])).to.deep.equal([undefined, undefined]);
  });

  it('is the region of the environment where there is one: clients and world agree', async () => {
    process.env['AWS_REGION'] = 'eu-west-1';
    const aws = fakeAws();
    try {
      const { arn } = aws.sqs.createQueue('jobs');
      expect(arn).to.equal('arn:aws:sqs:eu-west-1:000000000000:jobs');
      expect(await new DynamoDBClient({}).config.region()).to.equal('eu-west-1');
    } finally {
      aws.unplug();
    }
    expect(process.env['AWS_REGION']).to.equal('eu-west-1');
  });

  it('leaves what the test set in the meantime', () => {
    const aws = fakeAws();
    process.env['AWS_REGION'] = 'ap-south-1';
    aws.unplug();
    expect(process.env['AWS_REGION']).to.equal('ap-south-1');
  });
});
