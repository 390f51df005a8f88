import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { FakeMisuse } from '../../../fakes';
import type { LambdaHandler } from '../../../fakes/lambda/functions';
import { lambdaWorld, type LambdaWorld } from '../world';

interface Event {
  readonly Records: readonly {
    readonly messageId: string;
    readonly body: string;
    readonly attributes: { readonly ApproximateReceiveCount: string };
  }[];
}

const isConditional = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

describe('Lambda: deliveries that a naive handler gets wrong, and a careful one right', () => {
  let w: LambdaWorld;
  beforeEach(() => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
  });
  afterEach(() => w.aws.unplug());

  const serve = async (handler: LambdaHandler, ...bodies: string[]): Promise<void> => {
    w.lambda.function('work', handler);
    w.lambda.eventSource({ queue: 'jobs', function: 'work', reportBatchItemFailures: true });
    await w.send('jobs', ...bodies);
    await w.lambda.settle();
  };
  const update = (id: string, UpdateExpression: string, more: object = {}) =>
    w.dynamodb.send(
      new UpdateItemCommand({ TableName: 'orders', Key: { id: { S: id } }, UpdateExpression, ...more }),
    );
  const stored = (id: string) => w.aws.dynamodb.table('orders').get({ id });

  describe('a message comes twice, though it was deleted', () => {
    beforeEach(async () => {
      await w.table();
      await w.queue('jobs');
      w.aws.faults.on(ReceiveMessageCommand).duplicates().for('aws:lambda');
    });
    const amount = { ExpressionAttributeValues: { ':n': { N: '5' } } };

    it('is counted twice by an ADD', async () => {
      await serve(async ({ Records }: Event) => {
        for (const _ of Records) await update('total', 'ADD paid :n', amount);
      }, 'pay');
      expect(stored('total')).to.deep.equal({ id: 'total', paid: 10 });
    });

    it('is counted once when its id is remembered with the same write', async () => {
      await serve(async ({ Records }: Event) => {
        for (const { messageId } of Records) {
          const once = {
            ConditionExpression: 'NOT contains(seen, :id)',
            ExpressionAttributeValues: {
              ...amount.ExpressionAttributeValues,
              ':id': { S: messageId },
              ':ids': { SS: [messageId] },
            },
          };
          await update('total', 'ADD paid :n, seen :ids', once).catch((error: unknown) => {
            if (!isConditional(error)) throw error;
          });
        }
      }, 'pay');
      expect(stored('total')).to.include({ paid: 5 });
    });
  });

  describe('two messages change places', () => {
    beforeEach(async () => {
      await w.table();
      await w.queue('jobs');
      w.aws.faults.on(ReceiveMessageCommand).reorders().for('aws:lambda').times(9).optional();
    });
    const versions = Array.from({ length: 8 }, (_, i) => `${i + 1}`);
    const value = (n: string) => ({ ExpressionAttributeValues: { ':n': { N: n } } });

    it('leave an old version behind when the last write wins', async () => {
      await serve(
        async ({ Records }: Event) => {
          for (const { body } of Records) await update('state', 'SET version = :n', value(body));
        },
        ...versions,
      );
      expect(stored('state')).to.not.deep.equal({ id: 'state', version: 8 });
    });

    it('leave the newest behind when the newest wins', async () => {
      await serve(
        async ({ Records }: Event) => {
          for (const { body } of Records) {
            const newer = { ...value(body), ConditionExpression: 'attribute_not_exists(id) OR version < :n' };
            await update('state', 'SET version = :n', newer).catch((error: unknown) => {
              if (!isConditional(error)) throw error;
            });
          }
        },
        ...versions,
      );
      expect(stored('state')).to.deep.equal({ id: 'state', version: 8 });
    });
  });

  describe('a receive finds nothing though there is something', () => {
    const drain = async (QueueUrl: string, patience: number): Promise<string[]> => {
      const found: string[] = [];
      for (let empty = 0; empty < patience;) {
        const { Messages = [] } = await w.sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
        );
        if (Messages.length === 0) empty++;
        for (const { Body = '', ReceiptHandle } of Messages) {
          found.push(Body);
          await w.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
      }
      return found;
    };

    for (const [who, patience, found] of [
      ['who stops at the first empty receive leaves messages behind', 1, 2],
      ['who asks several times finds all', 3, 4],
    ] as const) {
      it(who, async () => {
        const QueueUrl = await w.queue('jobs');
        await w.send('jobs', 'a', 'b', 'c', 'd');
        w.aws.faults.on(ReceiveMessageCommand).deliversAtMost(2);
        w.aws.faults.on(ReceiveMessageCommand).deliversAtMost(0).times(1);
        expect(await drain(QueueUrl, patience)).to.have.lengthOf(found);
      });
    }
  });

  describe('a batch that is sent fails in part', () => {
    const entries: SendMessageBatchRequestEntry[] = ['a', 'b', 'c'].map((Id) => ({ Id, MessageBody: Id }));
    const naive = async (QueueUrl: string): Promise<void> => {
      await w.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries }));
    };
    /** Sends again what may succeed, and says what never will. */
    const careful = async (QueueUrl: string): Promise<string[]> => {
      const hopeless: string[] = [];
      let left = entries;
      while (left.length > 0) {
        const { Failed = [] } = await w.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: left }));
        hopeless.push(...Failed.filter(({ SenderFault }) => SenderFault).map(({ Id = '' }) => Id));
        left = left.filter(({ Id }) =>
          Failed.some((failed) => failed.Id === Id && failed.SenderFault !== true),
        );
      }
      return hopeless;
    };

    it("through the service's fault: gone without a word, or sent again", async () => {
      const lost = await w.queue('lost');
      const kept = await w.queue('kept');
      for (const QueueUrl of [lost, kept])
        w.aws.faults.on(SendMessageBatchCommand, { QueueUrl }).failsEntries([1]);
      await naive(lost);
      expect(w.aws.sqs.queue('lost').bodies()).to.deep.equal(['a', 'c']);
      expect(await careful(kept)).to.deep.equal([]);
      expect(w.aws.sqs.queue('kept').bodies()).to.deep.equal(['a', 'c', 'b']);
    });

    it("through the sender's fault: sending again never ends, so it is named", async () => {
      const QueueUrl = await w.queue('kept');
      const fault = { senderFault: true, code: 'InvalidParameterValue' };
      w.aws.faults.on(SendMessageBatchCommand).failsEntries(['b'], fault).always();
      expect(await careful(QueueUrl)).to.deep.equal(['b']);
      expect(w.aws.sqs.queue('kept').bodies()).to.deep.equal(['a', 'c']);
    });
  });

  describe('a worker is slower than the visibility timeout', () => {
    /** Works for 50 s, in steps of 10 s, on a message that is hidden for 30 s. */
    const work = async (QueueUrl: string, extend: boolean, done: string[]): Promise<void> => {
      const { Messages = [] } = await w.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
      for (const { Body = '', ReceiptHandle } of Messages) {
        for (let step = 0; step < 5; step++) {
          await new Promise((resolve) => setTimeout(resolve, 10_000));
          const more = { QueueUrl, ReceiptHandle, VisibilityTimeout: 30 };
          if (extend) await w.sqs.send(new ChangeMessageVisibilityCommand(more));
        }
        done.push(Body);
        await w.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    };
    for (const [who, extend, expected] of [
      ['the work is done twice', false, ['a', 'a']],
      ['a heartbeat keeps the message hidden', true, ['a']],
    ] as const) {
      it(who, async () => {
        const QueueUrl = await w.queue('jobs');
        await w.send('jobs', 'a');
        const done: string[] = [];
        const first = work(QueueUrl, extend, done);
        await new Promise((resolve) => setTimeout(resolve, 35_000));
        await Promise.all([first, work(QueueUrl, extend, done)]);
        expect(done).to.deep.equal(expected);
      });
    }
  });

  describe('one message of a batch is poison', () => {
    beforeEach(async () => {
      await w.queue('dead');
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: w.arn('dead'), maxReceiveCount: 3 });
      await w.queue('jobs', { RedrivePolicy });
    });
    const bodies = ['a', 'poison', 'b', 'c'];
    const handle = (body: string, done: string[]): void => {
      if (body === 'poison') throw new Error('cannot be read');
      done.push(body);
    };

    it('takes its neighbours along to the dead-letter queue when the handler throws', async () => {
      const done: string[] = [];
      await serve(
        async ({ Records }: Event) => {
          for (const { body } of Records) handle(body, done);
        },
        ...bodies,
      );
      expect(w.aws.sqs.queue('dead').bodies()).to.have.lengthOf(4);
      expect(done).to.deep.equal(['a', 'a', 'a']);
    });

    it('goes alone when the handler reports it', async () => {
      const done: string[] = [];
      await serve(
        async ({ Records }: Event) => {
          const batchItemFailures: { itemIdentifier: string }[] = [];
          for (const { body, messageId } of Records) {
            try {
              handle(body, done);
            } catch {
              batchItemFailures.push({ itemIdentifier: messageId });
            }
          }
          return { batchItemFailures };
        },
        ...bodies,
      );
      expect(w.aws.sqs.queue('dead').bodies()).to.deep.equal(['poison']);
      expect(done).to.deep.equal(['a', 'b', 'c']);
    });
  });

  describe('the dead-letter queue is gone', () => {
    beforeEach(async () => {
      const QueueUrl = await w.queue('dead');
      await w.queue('parked');
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: w.arn('dead'), maxReceiveCount: 3 });
      await w.queue('jobs', { RedrivePolicy });
      await w.sqs.send(new DeleteQueueCommand({ QueueUrl }));
    });

    it('poison comes back for four days', async () => {
      const error = await serve(async () => {
        throw new Error('cannot be read');
      }, 'poison').catch((caught: unknown) => caught);
      expect(error)
        .to.be.instanceOf(FakeMisuse)
        .with.property('message')
        .that.includes('"poison": 1001 times');
      w.aws.world.takeProblems();
    });

    it('a handler that counts receives parks it', async () => {
      await serve(async ({ Records }: Event) => {
        for (const { body, attributes } of Records) {
          if (Number(attributes.ApproximateReceiveCount) <= 3) throw new Error('cannot be read');
          await w.sqs.send(new SendMessageCommand({ QueueUrl: 'parked', MessageBody: body }));
        }
      }, 'poison');
      expect(w.aws.sqs.queue('parked').bodies()).to.deep.equal(['poison']);
      expect(w.aws.sqs.queue('jobs').messages()).to.deep.equal([]);
    });
  });

  describe('a projection lags behind, as its stream records arrive late', () => {
    beforeEach(async () => {
      await w.table();
      await w.queue('jobs');
      // Copies orders to their projection.
      w.lambda.function(
        'project',
        async (event: { Records: { dynamodb: { Keys: { id: { S: string } } } }[] }) => {
          for (const { dynamodb } of event.Records) {
            const id = dynamodb.Keys.id.S;
            if (!id.startsWith('view ')) await update(`view ${id}`, 'SET ready = :y', READY);
          }
        },
      );
      w.lambda.eventSource({ table: 'orders', function: 'project' });
      w.lambda.faults('project').arrivesLate('45s');
      await w.put('o1');
    });
    const READY = { ExpressionAttributeValues: { ':y': { BOOL: true } } };
    const look = async (id: string): Promise<boolean> => {
      const Key = { id: { S: `view ${id}` } };
      return (await w.dynamodb.send(new GetItemCommand({ TableName: 'orders', Key }))).Item !== undefined;
    };

    it('what is not there yet is taken for never there', async () => {
      const shipped: string[] = [];
      await serve(async ({ Records }: Event) => {
        for (const { body } of Records) if (await look(body)) shipped.push(body);
      }, 'o1');
      expect(shipped).to.deep.equal([]);
    });

    it('what is not there yet is asked for again', async () => {
      const shipped: string[] = [];
      await serve(async ({ Records }: Event) => {
        const batchItemFailures: { itemIdentifier: string }[] = [];
        for (const { body, messageId } of Records) {
          if (await look(body)) shipped.push(body);
          else batchItemFailures.push({ itemIdentifier: messageId });
        }
        return { batchItemFailures };
      }, 'o1');
      expect(shipped).to.deep.equal(['o1']);
    });
  });
});
