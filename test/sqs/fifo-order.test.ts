import { ChangeMessageVisibilityCommand, DeleteMessageCommand, type Message } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import fc from 'fast-check';
import { FifoModel } from './fifo-model';
import { sqsWorld } from './sqs-world';

const RETENTION_S = 60;

type Move =
  | { readonly kind: 'send'; readonly group: string }
  | { readonly kind: 'receive'; readonly most: number; readonly timeout: number }
  | { readonly kind: 'delete'; readonly which: number }
  | { readonly kind: 'change'; readonly which: number; readonly timeout: number }
  | { readonly kind: 'advance'; readonly seconds: number };

const timeout = fc.constantFrom(0, 2, 3, 5, 8);
const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('send' as const), group: fc.constantFrom('a', 'b', 'c') }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('receive' as const),
        most: fc.integer({ min: 1, max: 4 }),
        timeout,
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), which: fc.nat(5) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('change' as const), which: fc.nat(5), timeout }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('advance' as const),
        seconds: fc.constantFrom(1, 2, 3, 5, 25),
      }),
    },
  ),
  { maxLength: 40 },
);

describe('SQS FIFO order, against a model of the rule', () => {
  const sqs = sqsWorld();
  let runs = 0;

  async function check(plan: readonly Move[]): Promise<void> {
    const QueueUrl = await sqs.queue(`q${runs++}.fifo`, { MessageRetentionPeriod: String(RETENTION_S) });
    const model = new FifoModel(RETENTION_S * 1_000);
    const handles = new Map<string, string | undefined>();
    const received = (messages: readonly Message[]): string[] =>
      messages.map(({ Body = '', ReceiptHandle }) => {
        handles.set(Body, ReceiptHandle);
        return Body;
      });
    let sent = 0;
    for (const move of plan) {
      const held = model.inFlight();
      const chosen = 'which' in move ? held[move.which % Math.max(1, held.length)] : undefined;
      const ReceiptHandle = handles.get(chosen ?? '');
      if (move.kind === 'send') {
        const body = `${move.group}-${++sent}`;
        model.send(move.group, body);
        await sqs.send(QueueUrl, body, { MessageGroupId: move.group });
      } else if (move.kind === 'receive') {
        const options = { MaxNumberOfMessages: move.most, VisibilityTimeout: move.timeout };
        const got = received(await sqs.receive(QueueUrl, options));
        expect(got).to.deep.equal(model.receive(move.most, move.timeout * 1_000));
      } else if (move.kind === 'advance') {
        model.advance(move.seconds * 1_000);
        await sqs.aws.clock.advance(`${move.seconds}s`);
      } else if (chosen !== undefined && move.kind === 'delete') {
        model.remove(chosen);
        await sqs.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      } else if (chosen !== undefined && move.kind === 'change') {
        model.changeVisibility(chosen, move.timeout * 1_000);
        const input = { QueueUrl, ReceiptHandle, VisibilityTimeout: move.timeout };
        await sqs.client.send(new ChangeMessageVisibilityCommand(input));
      }
    }
    expect(received(await sqs.receive(QueueUrl, { MaxNumberOfMessages: 10 }))).to.deep.equal(
      model.receive(10, 30_000),
    );
  }

  it('is the same for any sends, receives, deletes, changes of visibility and expiries', async () => {
    await fc.assert(fc.asyncProperty(moves, check), { seed: 1, numRuns: 300 });
  });
});
