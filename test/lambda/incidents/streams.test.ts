import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import type { LambdaHandler } from '../../../fakes/lambda/functions';
import { lambdaWorld, type LambdaWorld } from '../world';

interface Event {
  readonly Records: readonly {
    readonly eventID: string;
    readonly dynamodb: {
      readonly SequenceNumber: string;
      readonly Keys: { readonly id: { readonly S: string } };
    };
  }[];
}

describe('Lambda: streams that a naive handler gets wrong, and a careful one right', () => {
  let w: LambdaWorld;
  beforeEach(async () => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
    await w.table();
    await w.table('counts');
  });
  afterEach(() => w.aws.unplug());

  const add = (more: object, UpdateExpression: string) =>
    w.dynamodb.send(
      new UpdateItemCommand({ TableName: 'counts', Key: { id: { S: 'all' } }, UpdateExpression, ...more }),
    );
  const counted = () => w.aws.dynamodb.table('counts').get({ id: 'all' })?.['n'];
  const map = (handler: LambdaHandler): void => {
    w.lambda.function('count', handler);
    w.lambda.eventSource({ table: 'orders', function: 'count', batchSize: 2 });
  };

  describe('a batch comes twice', () => {
    const one = { ':n': { N: '1' } };

    it('is counted twice by an ADD', async () => {
      map(async ({ Records }: Event) => {
        for (const _ of Records) await add({ ExpressionAttributeValues: one }, 'ADD n :n');
      });
      w.lambda.faults('count').redelivers();
      await w.put('a', 'b', 'c');
      await w.lambda.settle();
      expect(counted()).to.equal(5);
    });

    it('is counted once when its event ids are remembered with the same write', async () => {
      map(async ({ Records }: Event) => {
        for (const { eventID } of Records) {
          const more = {
            ConditionExpression: 'NOT contains(seen, :id)',
            ExpressionAttributeValues: { ...one, ':id': { S: eventID }, ':ids': { SS: [eventID] } },
          };
          await add(more, 'ADD n :n, seen :ids').catch((error: unknown) => {
            if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
          });
        }
      });
      w.lambda.faults('count').redelivers();
      await w.put('a', 'b', 'c');
      await w.lambda.settle();
      expect(counted()).to.equal(3);
    });
  });

  describe('a shard splits', () => {
    /** Skips what it believes to have seen: everything up to the number that it handled last. */
    const skipping = (scopeOf: (id: string) => string, seen: string[]): { init(): LambdaHandler } => ({
      init() {
        const last = new Map<string, string>();
        return async ({ Records }: Event) => {
          for (const { dynamodb } of Records) {
            const id = dynamodb.Keys.id.S;
            const before = last.get(scopeOf(id));
            if (before !== undefined && dynamodb.SequenceNumber <= before) continue;
            last.set(scopeOf(id), dynamodb.SequenceNumber);
            seen.push(id);
            await new Promise((resolve) => setTimeout(resolve, id.charCodeAt(0)));
          }
        };
      },
    });
    const ids = 'abcdefgh'.split('');

    for (const [who, scopeOf, complete] of [
      ['one memory for the whole stream forgets records of the other half', () => 'all', false],
      ['a memory per item forgets none', (id: string) => id, true],
    ] as const) {
      it(who, async () => {
        const seen: string[] = [];
        w.lambda.function('count', skipping(scopeOf, seen));
        // One process serves both shards in turn, so that they share what the module remembers.
        w.lambda.eventSource({ table: 'orders', function: 'count', batchSize: 1 });
        w.aws.dynamodb.table('orders').splitShards();
        await w.put(...ids);
        await w.lambda.settle();
        const all = seen.toSorted().join('') === ids.join('');
        expect(all, seen.join('')).to.equal(complete);
      });
    }
  });
});
