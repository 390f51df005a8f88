import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListGlobalTablesCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { createDynamodb, dynamodb } from '../../fakes/dynamodb/service';
import { caught, client, createTable, item, tableInput } from './arrange';

describe('DynamoDB', () => {
  let aws: FakeAws;
  const once = new DynamoDBClient({ region: 'us-east-1', maxAttempts: 1 });
  const get = new GetItemCommand({ TableName: 't00', Key: item({ pk: 'a' }) });
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
  });

  describe('under faults', () => {
    afterEach(() => aws.unplug());
    const faults: readonly (readonly [
      'throttled' | 'serverError' | 'serviceUnavailable' | 'accessDenied' | 'expiredToken',
      string,
      number,
    ])[] = [
      ['throttled', 'ProvisionedThroughputExceededException', 400],
      ['serverError', 'InternalServerError', 500],
      ['serviceUnavailable', 'ServiceUnavailable', 503],
      ['accessDenied', 'AccessDeniedException', 400],
      ['expiredToken', 'ExpiredTokenException', 400],
    ];
    for (const [kind, name, httpStatusCode] of faults) {
      it(`answers ${kind} with ${name}`, async () => {
        aws.faults.on(GetItemCommand)[kind]();
        const error = await caught(once.send(get));
        expect(error.name).to.equal(name);
        expect(error['$metadata']).to.include({ httpStatusCode, attempts: 1 });
        expect((error['$metadata'] as { requestId: string }).requestId).to.match(/^[A-Z0-9]{52}$/);
      });
    }

    it('throttles the control plane with its own error', async () => {
      aws.faults.on(DescribeTableCommand).throttled();
      const error = await caught(once.send(new DescribeTableCommand({ TableName: 't00' })));
      expect(error).to.include({
        name: 'ThrottlingException',
        message: 'Rate of requests exceeds the allowed throughput.',
      });
    });

    it('is retried by the SDK four times in all', async () => {
      aws.faults.on(GetItemCommand).throttled().times(3);
      const { $metadata } = await client.send(get);
      expect($metadata.attempts).to.equal(4);
    });

    it('shows a conditional write its own success when the answer is lost', async () => {
      aws.faults.on(PutItemCommand).answerLost();
      const input = {
        TableName: 't00',
        Item: item({ pk: 'a' }),
        ConditionExpression: 'attribute_not_exists(pk)',
      };
      const error = await caught(client.send(new PutItemCommand(input)));
      expect(error.name).to.equal('ConditionalCheckFailedException');
      expect(aws.dynamodb.table('t00').count).to.equal(1);
    });
  });

  describe('with values of the wrong type', () => {
    afterEach(() => aws.unplug());
    const rows: readonly (readonly [unknown, string])[] = [
      [{ S: 5 }, 'NUMBER_VALUE cannot be converted to String'],
      [{ S: 5.5 }, 'DECIMAL_VALUE cannot be converted to String'],
      [{ S: true }, 'TRUE_VALUE cannot be converted to String'],
      [{ BOOL: 'yes' }, 'STRING_VALUE cannot be converted to Boolean'],
      [{ BOOL: 0 }, 'NUMBER_VALUE cannot be converted to Boolean'],
      [{ NULL: false, S: false }, 'FALSE_VALUE cannot be converted to String'],
      [{ S: ['a'] }, 'Start of list found where not expected'],
      [{ S: { a: 1 } }, 'Start of structure or map found where not expected.'],
      [{ L: 'a' }, 'Expected list or null'],
      [{ M: 'a' }, 'Expected map or null'],
      ['a', 'Expected null'],
    ];
    for (const [value, message] of rows) {
      it(`answers ${JSON.stringify(value)} with a SerializationException`, async () => {
        const Item = { pk: value } as unknown as ReturnType<typeof item>;
        const error = await caught(client.send(new PutItemCommand({ TableName: 't00', Item })));
        expect(error).to.include({ name: 'SerializationException', message });
      });
    }
  });

  it('refuses operations and parameters that are not modelled, and says so again at the end', async () => {
    const legacy = new ListGlobalTablesCommand({});
    expect((await caught(client.send(legacy))).name).to.equal('NotSupportedByFake');
    const input = {
      ...tableInput('t01', 'pk'),
      GlobalTableSourceArn: 'arn:aws:dynamodb:eu-west-1:0:table/t',
    };
    expect((await caught(client.send(new CreateTableCommand(input)))).message).to.contain(
      'the parameter GlobalTableSourceArn is not modelled',
    );
    expect(() => aws.unplug()).to.throw();
  });

  it('can word its errors as before 2026', async () => {
    aws.unplug();
    aws = fakeAws({ seed: 1, errorWording: 'classic' });
    const query = new QueryCommand({ TableName: 't00', KeyConditionExpression: 'pk = :p', Limit: 0 });
    expect((await caught(client.send(query))).message).to.equal(
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    );
    expect(createDynamodb({ errorWording: 'classic' }).operations).to.equal(dynamodb.operations);
    aws.unplug();
  });
});
