import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import type { Invocation } from '../../../fakes/lambda/invocation';
import { lambdaWorld, type LambdaWorld } from '../world';

describe('lambda/stream-batch', () => {
  let w: LambdaWorld;
  beforeEach(async () => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
    await w.table();
  });
  afterEach(() => w.aws.unplug());

  const put = (id: string, blob: string) =>
    new DynamoDBClient({}).send(
      new PutItemCommand({ TableName: 'orders', Item: { id: { S: id }, blob: { S: blob } } }),
    );

  it('holds at most 6 MB, whatever BatchSize says', async () => {
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ table: 'orders', function: 'work' });
    // 390,000 bytes in DynamoDB, six times as many as JSON.
    for (const id of ['a', 'b', 'c', 'd']) await put(id, '\u0001'.repeat(390_000));
    const { invocations } = await w.lambda.settle();
    expect(invocations.map(({ batchSize }) => batchSize)).to.deep.equal([2, 2]);
    for (const { event } of invocations) {
      expect(Buffer.byteLength(JSON.stringify(event))).to.be.within(3 * 1024 * 1024, 6 * 1024 * 1024);
    }
  });

  it('measures to the byte: one byte more, and the last record has to wait', async () => {
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ table: 'orders', function: 'work' });
    const batches = async (round: number, last: string): Promise<readonly Invocation[]> => {
      for (const id of ['a', 'b']) await put(`${id}${round}`, '\u0001'.repeat(390_000));
      await put(`c${round}`, last);
      return (await w.lambda.settle()).invocations;
    };
    const [measured] = await batches(1, '');
    const room = 6 * 1024 * 1024 - Buffer.byteLength(JSON.stringify(measured?.event));
    // SizeBytes will have four digits more.
    const digits = 4;
    const text = (bytes: number) => '\u0001'.repeat(Math.floor(bytes / 6)) + 'x'.repeat(bytes % 6);
    const full = await batches(2, text(room - digits));
    const sizes = (invocations: readonly Invocation[]) => invocations.map(({ batchSize }) => batchSize);
    expect(sizes(full)).to.deep.equal([3]);
    expect(Buffer.byteLength(JSON.stringify(full[0]?.event))).to.equal(6 * 1024 * 1024);
    expect(sizes(await batches(3, text(room - digits + 1)))).to.deep.equal([2, 1]);
  });
});
