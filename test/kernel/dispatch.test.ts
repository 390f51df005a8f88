import { expect } from 'chai';
import { PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  SQSServiceException,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { beforeSending, FakeDefect, FakeMisuse, NotSupportedByFake } from '../../fakes/kernel/errors';
import { operation as rowOf, wait, type AnyService, type Context } from '../../fakes/kernel/operation';
import { toy, type ToyState } from './toy-service';
import { plugToyWorld, rejection, type ToyWorld, stopDate } from './toy-world';

const UUID = /^00000001-[0-9a-f]{4}-4000-8000-[0-9a-f]{12}$/;

describe('kernel/dispatch', () => {
  let date: ReturnType<typeof stopDate>;
  let toys: ToyWorld;
  let client: SQSClient;
  beforeEach(() => {
    date = stopDate();
    toys = plugToyWorld();
    client = new SQSClient({ region: 'eu-west-1' });
  });
  afterEach(() => {
    toys.plugged.unplug();
    date.restore();
  });

  const replug = (service: AnyService): void => {
    toys.plugged.unplug();
    toys = plugToyWorld(undefined, 1, [service]);
  };
  const stored = (): number => toys.world.state(toy).messages.size;
  const send = (members: object = {}): Promise<{ MessageId?: string | undefined; $metadata: object }> =>
    client.send(new SendMessageCommand({ QueueUrl: 'q', MessageBody: 'x', ...members }));
  const lastEntry = () => toys.world.journal.entries.at(-1);

  describe('an answer', () => {
    it('carries the metadata of a success', async () => {
      const output = await send();
      expect(output.MessageId).to.equal('m-1');
      const { requestId, ...metadata } = output.$metadata as { requestId: string };
      expect(requestId).to.match(UUID);
      expect(metadata).to.deep.equal({ httpStatusCode: 200, attempts: 1, totalRetryDelay: 0 });
    });

    it('carries the status that the service gives it', async () => {
      replug({ ...toy, status: (operation) => (operation === 'DeleteMessage' ? 204 : undefined) });
      const output = await client.send(new DeleteMessageCommand({ QueueUrl: 'q', ReceiptHandle: '1' }));
      expect(output.$metadata.httpStatusCode).to.equal(204);
      expect((await send()).$metadata).to.include({ httpStatusCode: 200 });
    });

    it('gives every call a request id of its own', async () => {
      const ids = [];
      for (let i = 0; i < 50; i++) ids.push(((await send()).$metadata as { requestId: string }).requestId);
      expect(new Set(ids).size).to.equal(50);
    });

    it('shares no reference with the input or the state', async () => {
      const tags = { a: { DataType: 'String', StringValue: '1' } };
      await send({ MessageAttributes: tags });
      tags.a.StringValue = 'changed';
      expect(toys.world.state(toy).messages.get(1)?.tags).to.deep.equal({ a: '1' });
      const receive = async (): Promise<{ Body?: string | undefined } | undefined> =>
        (await client.send(new ReceiveMessageCommand({ QueueUrl: 'q' }))).Messages?.[0];
      const message = await receive();
      if (message) message.Body = 'changed';
      expect((await receive())?.Body).to.equal('x');
    });
  });

  describe('the input', () => {
    it('is not modified', async () => {
      const input = Object.freeze({ QueueUrl: 'q', MessageBody: 'x', MessageAttributes: Object.freeze({}) });
      await client.send(new SendMessageCommand(input));
      expect(Object.keys(input)).to.deep.equal(['QueueUrl', 'MessageBody', 'MessageAttributes']);
    });

    it('may have members of null and undefined, as if they were left out', async () => {
      await send({ DelaySeconds: undefined, MessageSystemAttributes: null });
      expect(stored()).to.equal(1);
    });

    it('is refused when it has a member that the SDK does not know', async () => {
      const error = await rejection(send({ QueueURL: 'q' }));
      expect(error).to.be.instanceOf(FakeMisuse);
      expect(error.message).to.match(
        /^SendMessage: QueueURL is no member of its input\. The SDK would drop it without a word, so AWS would never see it\.\nDid you mean QueueUrl\? Known members: QueueUrl, MessageBody,/,
      );
    });

    it('is refused when it has a member that the operation does not model', async () => {
      const error = await rejection(send({ DelaySeconds: 5 }));
      expect(error).to.be.instanceOf(NotSupportedByFake);
      expect(error.message).to.match(
        /^SendMessage: the parameter DelaySeconds is not modelled by aws-fakes\.\n/,
      );
    });

    it("loses without a word what AWS's own libraries send along with it, where the row says so", async () => {
      const seen: object[] = [];
      const row = rowOf(
        DeleteMessageCommand,
        (_: Context<ToyState>, input) => {
          seen.push(input);
          return {};
        },
        ['QueueUrl', 'ReceiptHandle'],
        { drops: ['MessageBody', 'DelaySeconds'] },
      );
      replug({ ...toy, operations: [row] });
      const input = { QueueUrl: 'q', ReceiptHandle: '1' };
      await client.send(new DeleteMessageCommand(input));
      await client.send(
        new DeleteMessageCommand({ ...input, MessageBody: 'x', DelaySeconds: 1 } as typeof input),
      );
      expect(seen).to.deep.equal([input, input]);
      const error = await rejection(
        client.send(new DeleteMessageCommand({ ...input, MessageId: 'x' } as typeof input)),
      );
      expect(error.message).to.match(/^DeleteMessage: MessageId is no member/);
    });

    it('gets the idempotency token that the SDK fills in: one for all attempts of a call, another for the next', async () => {
      const tokens: (string | undefined)[] = [];
      const row = rowOf(
        TransactWriteItemsCommand,
        (_: Context<ToyState>, input) => {
          tokens.push(input.ClientRequestToken);
          return {};
        },
        ['TransactItems', 'ClientRequestToken'],
      );
      replug({ ...toy, operations: [row] });
      toys.faults.on(TransactWriteItemsCommand).answerLost();
      const write = (token: object = {}): Promise<unknown> =>
        client.send(new TransactWriteItemsCommand({ TransactItems: [], ...token }) as never);
      await write();
      await write();
      await write({ ClientRequestToken: 'mine' });
      const [first, retried, second, own] = tokens;
      expect(first).to.match(UUID);
      expect([retried, second === first, own]).to.deep.equal([first, false, 'mine']);
    });

    it('is answered by the service when a required member is missing', async () => {
      const error = await rejection(
        client.send(new SendMessageCommand({ QueueUrl: 'q' } as SendMessageCommandInput)),
      );
      expect(error).to.be.instanceOf(SQSServiceException);
      expect(error).to.include({
        name: 'MissingParameter',
        message: 'The request must contain the parameter MessageBody.',
      });
    });

    it('is answered by the service when a type is wrong, and the service has an answer', async () => {
      expect(await rejection(send({ MessageBody: 5 }))).to.include({
        name: 'SerializationException',
        $fault: 'client',
      });
    });

    const rows: [object, string][] = [
      [{ QueueUrl: 5 }, 'SendMessage: QueueUrl must be a string, and is number 5.'],
      [{ QueueUrl: ['q'] }, 'SendMessage: QueueUrl must be a string, and is a list.'],
      [{ QueueUrl: { a: 1 } }, 'SendMessage: QueueUrl must be a string, and is a Object.'],
      [
        { QueueUrl: Object.create(null) as object },
        'SendMessage: QueueUrl must be a string, and is a object.',
      ],
      [
        { MessageAttributes: { a: { StringListValues: [null] } } },
        'SendMessage: MessageAttributes.a.StringListValues.0 must be a list element, and is object null.',
      ],
      [
        { MessageAttributes: 'x'.repeat(200) },
        `SendMessage: MessageAttributes must be a map, and is string ${'x'.repeat(73)}.`,
      ],
    ];
    for (const [members, message] of rows) {
      it(`is a misuse: ${message.slice(0, 90)}`, async () => {
        const error = await rejection(send(members));
        expect(error).to.be.instanceOf(FakeMisuse);
        expect(error.message).to.equal(message);
        expect(toys.world.takeProblems()).to.deep.equal([error]);
        expect('$metadata' in error).to.equal(false);
      });
    }

    it('is a misuse when it contains itself', async () => {
      const row = rowOf(PutItemCommand, () => ({}), ['TableName', 'Item']);
      replug({ ...toy, operations: [row] });
      const item: { M: Record<string, never> } = { M: {} };
      Object.assign(item.M, { self: item });
      const mounted = toys.world.operations()[0];
      expect(mounted?.row.name).to.equal('PutItem');
      const error = await rejection(
        client.send(new PutItemCommand({ TableName: 't', Item: { a: item } }) as never) as Promise<unknown>,
      );
      expect(error).to.be.instanceOf(FakeMisuse);
      expect(error.message).to.match(
        /^PutItem: Item\.a\.M\.self\.M\.self\..{0,80}\.\.\. is nested deeper than 200 levels, or contains itself\.$/,
      );
    });

    it('what is refused is in the journal, with the metadata of an answer', async () => {
      const error = await rejection(send({ MessageBody: 5 }));
      expect(lastEntry()?.outcome).to.deep.equal({ kind: 'error', error });
      expect(error.$metadata).to.include({ httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 });
      expect(error.$metadata?.['requestId']).to.match(UUID);
      expect(error).to.include({ RequestId: error.$metadata?.['requestId'] });
    });
  });

  describe('order', () => {
    it('the input is checked before a fault can strike', async () => {
      toys.faults.on(SendMessageCommand).accessDenied();
      expect((await rejection(send({ QueueURL: 'q' }))).name).to.equal('FakeMisuse');
      expect((await rejection(send({ DelaySeconds: 1 }))).name).to.equal('NotSupportedByFake');
      expect((await rejection(send({ MessageBody: 1 }))).name).to.equal('SerializationException');
      expect((await rejection(send())).name).to.equal('AccessDenied');
    });

    it('a fault strikes before the operation can refuse', async () => {
      toys.faults.on(SendMessageCommand).accessDenied();
      expect((await rejection(send({ MessageBody: 'refused' }))).name).to.equal('AccessDenied');
      expect((await rejection(send({ MessageBody: 'refused' }))).name).to.equal('Refused');
    });

    it('a lost answer hides a refusal too', async () => {
      toys.faults.on(SendMessageCommand).answerLost().wholeOperation();
      expect((await rejection(send({ MessageBody: 'refused' }))).name).to.equal('TimeoutError');
    });

    it('a lost answer does not hide an error of the library', async () => {
      toys.faults.on(SendMessageCommand).answerLost();
      expect(await rejection(send({ MessageBody: 'broken' }))).to.be.instanceOf(FakeDefect);
    });
  });

  describe('an error', () => {
    it('is completed with what the SDK reads from the answer', async () => {
      const error = await rejection(send({ MessageBody: 'refused' }));
      expect(error).to.be.instanceOf(SQSServiceException);
      expect(error).to.include({ name: 'Refused', $fault: 'client' });
      const requestId = error.$metadata?.['requestId'];
      expect(requestId).to.match(UUID);
      expect(error.$metadata).to.deep.equal({
        httpStatusCode: 400,
        requestId,
        attempts: 1,
        totalRetryDelay: 0,
      });
      expect(error).to.include({ RequestId: requestId });
    });

    it('of the transport has no answer, so no metadata of one', async () => {
      toys.faults.on(SendMessageCommand).connectionRefused().wholeOperation();
      const error = await rejection(send());
      expect(Object.keys(error.$metadata ?? {}).toSorted((a, b) => a.localeCompare(b))).to.deep.equal([
        'attempts',
        'totalRetryDelay',
      ]);
      expect(error.message).to.equal('connect ECONNREFUSED sqs.eu-west-1.amazonaws.com:443');
      expect('RequestId' in error || '$fault' in error).to.equal(false);
    });

    it('changes nothing: no state, no ids of the service', async () => {
      const mark = toys.world.store.mark();
      for (const members of [
        { MessageBody: 'refused' },
        { MessageBody: 'broken' },
        { MessageBody: 5 },
        { DelaySeconds: 1 },
      ]) {
        await rejection(send(members));
        expect(toys.world.store.mark()).to.equal(mark);
      }
      expect((await send()).MessageId).to.equal('m-1');
    });

    it('that is none of AWS becomes a defect that says where, with its cause', async () => {
      const error = await rejection<FakeDefect>(send({ MessageBody: 'broken' }));
      expect(error).to.be.instanceOf(FakeDefect);
      expect(error.message).to.equal(
        'SQS.SendMessage: aws-fakes failed on its own: TypeError: a bug. Please report it.',
      );
      expect(error.cause).to.be.instanceOf(TypeError);
      expect(toys.world.takeProblems()).to.deep.equal([error]);
      expect(lastEntry()?.outcome).to.deep.equal({ kind: 'error', error });
    });

    it('an output that does not fit the schema is a defect', async () => {
      const error = await rejection<FakeDefect>(send({ MessageBody: 'misfit' }));
      expect(error.message).to.equal(
        "SQS.SendMessage: aws-fakes failed on its own: Error: the output does not fit the SDK's schema at MessageId: wrongType, expected string. Please report it.",
      );
    });

    it('of AWS is not a problem of the test', async () => {
      await rejection(send({ MessageBody: 'refused' }));
      expect(toys.world.takeProblems()).to.deep.equal([]);
    });
  });

  describe('the operation', () => {
    it('is told the time, the region, the account, its name, and when the call began', async () => {
      let seen: Partial<Context<ToyState>> = {};
      const row = rowOf(
        DeleteMessageCommand,
        (context: Context<ToyState>) => {
          seen = context;
          return {};
        },
        ['QueueUrl', 'ReceiptHandle'],
      );
      const service = { ...toy, operations: [row] };
      replug(service);
      const before = toys.world.clock.now();
      await client.send(new DeleteMessageCommand({ QueueUrl: 'q', ReceiptHandle: '1' }));
      expect(seen).to.include({
        state: toys.world.state(service),
        ids: toys.world.ids,
        rng: toys.world.rng,
        region: 'eu-west-1',
        accountId: '000000000000',
        operation: 'DeleteMessage',
      });
      expect(seen.advice).to.deep.equal({});
      expect(seen.now).to.equal(before);
      expect(seen.startedAt).to.equal(before);
    });

    it('that waited is told when it began, and the time it is now', async () => {
      const seen: [number, number][] = [];
      const row = rowOf(
        ReceiveMessageCommand,
        (context: Context<ToyState>) => {
          seen.push([context.startedAt, context.now]);
          return seen.length === 1 ? wait({ until: context.now + 5_000, wakeOn: [] }) : {};
        },
        ['QueueUrl'],
      );
      replug({ ...toy, operations: [row] });
      await client.send(new ReceiveMessageCommand({ QueueUrl: 'q' }));
      const [[start, first] = [0, 0], [again, second] = [0, 0]] = seen;
      expect(again).to.equal(start);
      expect(second - first).to.equal(5_000);
    });

    it('is told what a rule advises', async () => {
      toys.faults.on(SendMessageBatchCommand).failsEntries(['a']);
      const Entries = [{ Id: 'a', MessageBody: 'x' }];
      const output = await client.send(new SendMessageBatchCommand({ QueueUrl: 'q', Entries }));
      expect(output.Failed).to.deep.equal([{ Id: 'a', Code: 'InternalError', SenderFault: false }]);
      expect(lastEntry()?.fault).to.deep.equal({
        kind: 'advice',
        advice: { failEntries: { entries: ['a'] } },
      });
    });

    it('that waits is run again: when its time has come, or when somebody writes', async () => {
      const before = toys.world.clock.now();
      const receive = (): Promise<{ Messages?: unknown[] | undefined }> =>
        client.send(new ReceiveMessageCommand({ QueueUrl: 'q', WaitTimeSeconds: 20 }));
      expect((await receive()).Messages).to.equal(undefined);
      expect(toys.world.clock.now() - before).to.equal(20_000);
      const woken = receive();
      await send();
      expect((await woken).Messages).to.have.lengthOf(1);
      expect(toys.world.clock.now() - before).to.equal(20_000);
      expect(toys.world.journal.entries.map(({ operation }) => operation)).to.deep.equal([
        'ReceiveMessage',
        'SendMessage',
        'ReceiveMessage',
      ]);
    });
  });

  describe('the journal', () => {
    it('has an entry for each attempt, in the order of answers', async () => {
      toys.faults.on(SendMessageCommand).serverError();
      await send();
      const [first, second] = toys.world.journal.entries;
      expect(first).to.deep.include({
        call: 1,
        attempt: 1,
        service: 'SQS',
        operation: 'SendMessage',
        region: 'eu-west-1',
        caller: undefined,
      });
      expect(first?.input).to.deep.equal({ QueueUrl: 'q', MessageBody: 'x' });
      expect(first?.fault).to.deep.equal({ kind: 'service', fault: 'serverError', applied: false });
      expect([first?.outcome.kind, second?.outcome.kind]).to.deep.equal(['error', 'answer']);
      expect([second?.call, second?.attempt, second?.fault]).to.deep.equal([1, 2, undefined]);
      expect((second?.startedAt ?? 0) - (first?.endedAt ?? 0)).to.be.at.least(0);
    });

    it('keeps small bodies as bytes, in and out, and large ones as size and checksum', async () => {
      const s3 = new S3Client({});
      const kept: unknown[] = [];
      for (const size of [3, 5_000]) {
        await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: new Uint8Array(size) }));
        kept.push((lastEntry()?.input as { Body: unknown } | undefined)?.Body);
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
        expect((await Body?.transformToByteArray())?.byteLength).to.equal(size);
        kept.push((lastEntry()?.outcome as { output: { Body: unknown } } | undefined)?.output.Body);
      }
      const large = { bytes: 5_000, crc32: 'd8e50ea8' };
      expect(kept).to.deep.equal([new Uint8Array(3), new Uint8Array(3), large, large]);
      expect(toys.world.journal.toText()).to.contain(
        'GetObject {"Bucket":"b","Key":"k"} -> ok {"Body":"<3 bytes>"}',
      );
    });
  });

  it('an error that the SDK throws before sending gets no metadata', async () => {
    replug({ ...toy, missingMember: () => beforeSending(new Error('No value provided')) });
    const error = await rejection(client.send(new SendMessageCommand({} as SendMessageCommandInput)));
    expect(error.message).to.equal('No value provided');
    expect('$metadata' in error).to.equal(false);
    expect(toys.world.takeProblems()).to.deep.equal([]);
  });
});
