import {
  DynamoDBClient,
  BatchExecuteStatementCommand,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { caught, createTable } from '../arrange';

describe('DynamoDB.PartiQL operations', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
  });
  afterEach(() => aws.unplug());

  it('are throttled by throughput', async () => {
    const impatient = new DynamoDBClient({ maxAttempts: 1 });
    const request = { Statement: `SELECT * FROM "t00" WHERE pk = 'a'` };
    aws.faults.on(ExecuteStatementCommand).throttled().times(1);
    aws.faults.on(BatchExecuteStatementCommand).throttled().times(1);
    aws.faults.on(ExecuteTransactionCommand).throttled().times(1);
    const errors = [
      await caught(impatient.send(new ExecuteStatementCommand(request))),
      await caught(impatient.send(new BatchExecuteStatementCommand({ Statements: [request] }))),
      await caught(impatient.send(new ExecuteTransactionCommand({ TransactStatements: [request] }))),
    ];
    for (const { name } of errors) expect(name).to.equal('ProvisionedThroughputExceededException');
  });

  it('cannot fail entries where there are none', () => {
    expect(() => aws.faults.on(ExecuteStatementCommand).failsEntries('all')).to.throw('has no entries');
    expect(() => aws.faults.on(ExecuteTransactionCommand).readsStale()).to.throw('stale');
  });
});
