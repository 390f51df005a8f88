import {
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { failure, refusal, sqsWorld } from './sqs-world';

describe('SQS.SendMessage', () => {
  const sqs = sqsWorld();

  it('answers with the identity and the digests of the message', async () => {
    const QueueUrl = await sqs.queue();
    const { $metadata, MessageId, ...output } = await sqs.client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'test',
        MessageAttributes: { MyAttribute: { DataType: 'String', StringValue: 'foobar' } },
        MessageSystemAttributes: {
          AWSTraceHeader: {
            DataType: 'String',
            StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
          },
        },
      }),
    );
    expect(MessageId).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(output).to.deep.equal({
      MD5OfMessageBody: '098f6bcd4621d373cade4e832627b4f6',
      MD5OfMessageAttributes: 'adb59cd4678ea5a855436b949cd07ab6',
      MD5OfMessageSystemAttributes: '5ae4d5d7636402d80f4eb6d213245a88',
    });
    expect($metadata.httpStatusCode).to.equal(200);
  });

  it('numbers the messages of a FIFO queue with 20 growing digits', async () => {
    const QueueUrl = await sqs.queue('q.fifo');
    const numbers: string[] = [];
    for (const MessageBody of ['a', 'b', 'c']) {
      const input = { QueueUrl, MessageBody, MessageGroupId: 'g' };
      numbers.push((await sqs.client.send(new SendMessageCommand(input))).SequenceNumber ?? '');
    }
    expect(numbers.every((number) => /^\d{20}$/.test(number))).to.equal(true);
    expect(numbers).to.deep.equal([...new Set(numbers)].toSorted());
  });

  it('refuses an unknown queue, and no queue', async () => {
    expect(await refusal(sqs.send('q', 'x'))).to.equal(
      'QueueDoesNotExist: The specified queue does not exist.',
    );
    expect(await refusal(sqs.send('', 'x'))).to.equal(
      'MissingParameter: The request must contain the parameter QueueUrl.',
    );
  });
});

describe('SQS.SendMessageBatch', () => {
  const sqs = sqsWorld();
  const batch = (QueueUrl: string, Entries: SendMessageBatchRequestEntry[]) =>
    sqs.client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  const entry = (Id: string, more: Partial<SendMessageBatchRequestEntry> = {}) => ({
    Id,
    MessageBody: Id,
    ...more,
  });

  it('sends its entries in order', async () => {
    const url = await sqs.queue();
    const { Successful, Failed } = await batch(url, [entry('a'), entry('b', { DelaySeconds: 5 })]);
    expect(Failed).to.equal(undefined);
    expect(Successful?.map(({ Id, MD5OfMessageBody }) => [Id, MD5OfMessageBody])).to.deep.equal([
      ['a', '0cc175b9c0f1b6a831c399e269772661'],
      ['b', '92eb5ffee6ae2fec3ad71c777531578f'],
    ]);
    expect(await sqs.counts(url)).to.deep.equal([1, 1, 0]);
  });

  it('fails the entries that do not fit and sends the others', async () => {
    const url = await sqs.queue('q', { MaximumMessageSize: '1024' });
    const { Successful, Failed } = await batch(url, [
      entry('long', { MessageBody: 'x'.repeat(1_025) }),
      entry('fits', { MessageBody: 'x'.repeat(1_024) }),
      entry('bell', { MessageBody: '\u0007' }),
    ]);
    expect(Successful?.map(({ Id }) => Id)).to.deep.equal(['fits']);
    expect(Failed?.[0]).to.deep.equal({
      Id: 'long',
      SenderFault: true,
      Code: 'InvalidParameterValue',
      Message: 'One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes.',
    });
    expect(Failed?.[1]).to.include({ Id: 'bell', SenderFault: true, Code: 'InvalidMessageContents' });
  });

  it('fails an entry without a body, also where the body would give the deduplication id', async () => {
    for (const name of ['q', 'q.fifo']) {
      const url = await sqs.queue(name);
      const empty = { Id: 'empty', MessageBody: undefined, MessageGroupId: 'g' };
      const { Successful, Failed } = await batch(url, [empty, entry('a', { MessageGroupId: 'g' })]);
      expect(Successful?.map(({ Id }) => Id)).to.deep.equal(['a']);
      expect(Failed).to.deep.equal([
        {
          Id: 'empty',
          SenderFault: true,
          Code: 'MissingParameter',
          Message: 'The request must contain the parameter MessageBody.',
        },
      ]);
    }
  });

  it('refuses an entry without an id', async () => {
    const entries = [{ Id: undefined, MessageBody: 'x' }];
    expect(await refusal(batch(await sqs.queue(), entries))).to.match(/^InvalidBatchEntryId: /);
  });

  const ten = Array.from({ length: 10 }, (_, i) => entry(`e${i}`));
  const ID_TEXT =
    'InvalidBatchEntryId: A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';
  const refused: readonly (readonly [string, SendMessageBatchRequestEntry[], string])[] = [
    [
      'no entries',
      [],
      'EmptyBatchRequest: There should be at least one SendMessageBatchRequestEntry in the request.',
    ],
    [
      'eleven entries, before their ids',
      [...ten, entry('bad:id')],
      'TooManyEntriesInBatchRequest: Maximum number of entries per request are 10. You have sent 11.',
    ],
    ['a colon in an id, before repeated ids', [entry('a'), entry('a'), entry('a:b')], ID_TEXT],
    ['an empty id', [entry('')], ID_TEXT],
    ['an id of 81 characters', [entry('i'.repeat(81))], ID_TEXT],
    [
      'the first repeated id, before the size',
      [entry('1'), entry('2'), entry('2', { MessageBody: 'x'.repeat(1_048_577) }), entry('1')],
      'BatchEntryIdsNotDistinct: Id 2 repeated.',
    ],
    [
      'more than 1 MiB together, attributes included',
      [
        entry('1', { MessageBody: 'x'.repeat(524_288) }),
        entry('2', {
          MessageBody: 'x'.repeat(524_280),
          MessageAttributes: { ab: { DataType: 'String', StringValue: 'z' } },
        }),
      ],
      'BatchRequestTooLong: Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.',
    ],
  ];
  for (const [what, entries, answer] of refused) {
    it(`refuses ${what}, and sends nothing`, async () => {
      const url = await sqs.queue();
      expect(await refusal(batch(url, entries))).to.equal(answer);
      expect(await sqs.counts(url)).to.deep.equal([0, 0, 0]);
    });
  }

  it('accepts ten entries, ids of 80 characters and exactly 1 MiB', async () => {
    const url = await sqs.queue();
    const body = 'x'.repeat(1_048_576 - 18);
    const { Successful } = await batch(url, [...ten.slice(1), entry('i'.repeat(80), { MessageBody: body })]);
    expect(Successful).to.have.length(10);
  });

  it('refuses a FIFO entry without group id as InvalidParameterValue', async () => {
    const url = await sqs.queue('q.fifo');
    const error = await failure(batch(url, [entry('a', { MessageGroupId: 'g' }), entry('b')]));
    expect([error.name, error.message]).to.deep.equal([
      'InvalidParameterValue',
      'The request must contain the parameter MessageGroupId.',
    ]);
  });

  it('refuses a FIFO entry without deduplication id, before repeated ids', async () => {
    const url = await sqs.queue('q.fifo', { ContentBasedDeduplication: 'false' });
    expect(await refusal(batch(url, [entry('a', { MessageGroupId: 'g' }), entry('a')]))).to.equal(
      'InvalidParameterValue: The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  });
});
