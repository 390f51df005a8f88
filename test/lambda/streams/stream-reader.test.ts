import { expect } from 'chai';
import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { lambdaWorld, type LambdaWorld } from '../world';

interface Event {
  readonly Records: readonly { readonly dynamodb: { readonly Keys: Readonly<Record<string, object>> } }[];
}

describe('lambda/stream-reader', () => {
  let w: LambdaWorld;
  beforeEach(() => {
    w = lambdaWorld();
  });
  afterEach(() => w.aws.unplug());

  const keys = (event: unknown): string =>
    (event as Event).Records.map(({ dynamodb }) => JSON.stringify(dynamodb.Keys)).join(' ');

  it('reads over pages that a filter empties', async () => {
    await w.table();
    w.lambda.function('f', async () => undefined);
    w.lambda.eventSource({
      table: 'orders',
      function: 'f',
      batchSize: 2,
      filters: [{ dynamodb: { Keys: { id: { S: [{ prefix: 'x' }] } } } }],
    });
    await w.put('a', 'b', 'c', 'x1', 'd', 'x2', 'x3');
    const report = await w.lambda.settle();
    expect(report.invocations.map(({ event }) => keys(event))).to.deep.equal([
      '{"id":{"S":"x1"}} {"id":{"S":"x2"}}',
      '{"id":{"S":"x3"}}',
    ]);
  });

  for (const type of ['N', 'B'] as const) {
    it(`keeps one partition key of type ${type} in one lane, whatever the sort key`, async () => {
      await w.dynamodb.send(
        new CreateTableCommand({
          TableName: 'keyed',
          KeySchema: [
            { AttributeName: 'p', KeyType: 'HASH' },
            { AttributeName: 's', KeyType: 'RANGE' },
          ],
          AttributeDefinitions: [
            { AttributeName: 'p', AttributeType: type },
            { AttributeName: 's', AttributeType: 'S' },
          ],
          BillingMode: 'PAY_PER_REQUEST',
          StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
        }),
      );
      w.lambda.function('f', async () => undefined);
      w.lambda.eventSource({ table: 'keyed', function: 'f', parallelizationFactor: 10 });
      for (const s of ['1', '2', '3']) {
        for (const p of ['4', '5', '6', '7']) {
          const key = type === 'N' ? { N: p } : { B: Buffer.from(p) };
          await w.dynamodb.send(new PutItemCommand({ TableName: 'keyed', Item: { p: key, s: { S: s } } }));
        }
      }
      const { invocations } = await w.lambda.settle();
      expect(invocations.length).to.be.within(2, 4);
      for (const { event } of invocations) {
        const records = (event as Event).Records;
        const values = new Set(records.map(({ dynamodb }) => JSON.stringify(dynamodb.Keys['p'])));
        expect(records).to.have.length(values.size * 3);
      }
    });
  }
});
