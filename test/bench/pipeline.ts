import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { fakeAws, type FakeAws } from '../../fakes';
import { compare } from './measure';

const MESSAGES = 10_000;
/** The machine's own, whatever stands in for it in virtual time. */
const now = process.hrtime.bigint.bind(process.hrtime);

/** Seconds for 10,000 messages through a Lambda with batch size 10. */
async function throughLambda(time: 'real' | 'virtual'): Promise<number> {
  const client = new SQSClient({});
  const aws = fakeAws({ clients: [client], time });
  try {
    await client.send(new CreateQueueCommand({ QueueName: 'jobs' }));
    const queue = aws.sqs.queue('jobs');
    for (let i = 0; i < MESSAGES; i++) queue.send(`message ${i}`);
    aws.lambda.function('work', async () => undefined);
    aws.lambda.eventSource({ queue: 'jobs', function: 'work', batchSize: 10 });
    const begun = now();
    await aws.lambda.settle({ maxInvocations: MESSAGES });
    return Number(now() - begun) / 1e9;
  } finally {
    aws.unplug();
  }
}

/** Microseconds for a send, a receive and a delete in a FIFO queue that holds so many messages of 100 groups. */
async function fifoCycle(size: number): Promise<number> {
  const client = new SQSClient({});
  const aws: FakeAws = fakeAws({ clients: [client] });
  try {
    const Attributes = { FifoQueue: 'true' };
    await client.send(new CreateQueueCommand({ QueueName: 'q.fifo', Attributes }));
    let count = 0;
    const ids = () => ({ MessageGroupId: `g${count++ % 100}`, MessageDeduplicationId: `d${count}` });
    for (let i = 0; i < size; i++) aws.sqs.queue('q.fifo').send('x', ids());
    const cycle = async (): Promise<void> => {
      await client.send(new SendMessageCommand({ QueueUrl: 'q.fifo', MessageBody: 'x', ...ids() }));
      const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl: 'q.fifo' }));
      const ReceiptHandle = Messages?.[0]?.ReceiptHandle;
      await client.send(new DeleteMessageCommand({ QueueUrl: 'q.fifo', ReceiptHandle }));
    };
    return (await compare([cycle], { calls: 500, rounds: 5 }))[0] ?? Number.NaN;
  } finally {
    aws.unplug();
  }
}

/** `pipeline.10kMessages.s`, the same in virtual time, and what a FIFO queue costs as it grows. */
export async function benchPipeline(figures: Map<string, number>): Promise<void> {
  for (const [name, time] of [
    ['pipeline.10kMessages.s', 'real'],
    ['pipeline.10kMessages.virtual.s', 'virtual'],
  ] as const) {
    figures.set(name, await throughLambda(time));
    console.log(`${name}: ${figures.get(name)?.toFixed(2)}`);
  }
  const [small, large] = [await fifoCycle(1_000), await fifoCycle(100_000)];
  figures.set('growth.FifoSendReceiveDelete.1kTo100k', large / small);
  console.log(`FIFO send + receive + delete: ${small.toFixed(1)} us at 1 k, ${large.toFixed(1)} us at 100 k`);
}
