import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  type Message,
  type ReceiveMessageCommandInput,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { fakeAws, type FakeAws } from '../../fakes';

/** An error as a caller sees it, with the members that the SDK adds. */
export type Failure = Error & Record<string, unknown>;

/** The error that a call fails with. */
export async function failure(call: Promise<unknown>): Promise<Failure> {
  try {
    await call;
  } catch (error) {
    return error as Failure;
  }
  throw new Error('the call succeeded');
}

/** `name: message` of the error that a call fails with. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  const { name, message } = await failure(call);
  return `${name}: ${message}`;
}

/** A world of its own for every test of the surrounding `describe`, with short names for the usual calls. */
export interface SqsWorld {
  readonly aws: FakeAws;
  readonly client: SQSClient;
  /** Creates a queue and returns its URL. A name that ends in `.fifo` makes a FIFO queue with content-based ids. */
  queue(name?: string, attributes?: Record<string, string>): Promise<string>;
  send(QueueUrl: string, MessageBody: string, more?: Partial<SendMessageCommandInput>): Promise<string>;
  receive(QueueUrl: string, more?: Partial<ReceiveMessageCommandInput>): Promise<Message[]>;
  /** The bodies of a receive of at most ten messages, in their order. */
  bodies(QueueUrl: string, more?: Partial<ReceiveMessageCommandInput>): Promise<(string | undefined)[]>;
  remove(QueueUrl: string, message: Message | undefined): Promise<unknown>;
  /** [visible, delayed, in flight] as GetQueueAttributes tells them. */
  counts(QueueUrl: string): Promise<number[]>;
}

export function sqsWorld(): SqsWorld {
  let aws: FakeAws;
  let client: SQSClient;
  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    client = new SQSClient({});
  });
  afterEach(() => aws.unplug());

  const receive: SqsWorld['receive'] = async (QueueUrl, more = {}) => {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, ...more }));
    return Messages;
  };
  return {
    get aws() {
      return aws;
    },
    get client() {
      return client;
    },
    async queue(name = 'q', attributes = {}) {
      const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' } : {};
      const input = { QueueName: name, Attributes: { ...fifo, ...attributes } };
      return (await client.send(new CreateQueueCommand(input))).QueueUrl ?? '';
    },
    async send(QueueUrl, MessageBody, more = {}) {
      return (await client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }))).MessageId ?? '';
    },
    receive,
    async bodies(QueueUrl, more = {}) {
      return (await receive(QueueUrl, { MaxNumberOfMessages: 10, ...more })).map(({ Body }) => Body);
    },
    remove: (QueueUrl, message) =>
      client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle })),
    async counts(QueueUrl) {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      return ['', 'Delayed', 'NotVisible'].map((kind) =>
        Number((Attributes as Record<string, string>)[`ApproximateNumberOfMessages${kind}`]),
      );
    },
  };
}

/** The JSON of a RedrivePolicy that names a queue of the default account and region. */
export function redriveTo(name: string, maxReceiveCount: number | string = 1): string {
  return JSON.stringify({
    deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
    maxReceiveCount,
  });
}
