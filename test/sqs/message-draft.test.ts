import { SendMessageCommand, type SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { refusal, sqsWorld } from './sqs-world';

const ID_TEXT = 'can only include alphanumeric and punctuation characters. 1 to 128 in length.';

describe('SQS messages before they are queued', () => {
  const sqs = sqsWorld();
  type Row = readonly [what: string, input: Partial<SendMessageCommandInput>, answer: string];
  const send = (QueueUrl: string, input: Partial<SendMessageCommandInput>) =>
    sqs.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', ...input }));

  const refusedByStandard: readonly Row[] = [
    [
      'an empty body',
      { MessageBody: '' },
      'MissingParameter: The request must contain the parameter MessageBody.',
    ],
    [
      'no body',
      { MessageBody: undefined },
      'MissingParameter: The request must contain the parameter MessageBody.',
    ],
    [
      'an empty group id',
      { MessageGroupId: '' },
      `InvalidParameterValue: Value  for parameter MessageGroupId is invalid. Reason: MessageGroupId ${ID_TEXT}`,
    ],
    [
      'a group id with a blank',
      { MessageGroupId: 'a b' },
      `InvalidParameterValue: Value a b for parameter MessageGroupId is invalid. Reason: MessageGroupId ${ID_TEXT}`,
    ],
    [
      'a deduplication id',
      { MessageDeduplicationId: 'd' },
      'InvalidParameterValue: Value d for parameter MessageDeduplicationId is invalid. Reason: The request includes a parameter that is not valid for this queue type.',
    ],
    [
      'a delay of 901',
      { DelaySeconds: 901 },
      'InvalidParameterValue: Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
    ],
    [
      'a delay of -1',
      { DelaySeconds: -1 },
      'InvalidParameterValue: Value -1 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
    ],
    [
      'a bell character',
      { MessageBody: 'a\u0007' },
      "InvalidMessageContents: Invalid binary character '#x7' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].",
    ],
    [
      'a body beyond 1 MiB',
      { MessageBody: 'x'.repeat(1_048_577) },
      'InvalidParameterValue: One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
    ],
  ];
  for (const [what, input, answer] of refusedByStandard) {
    it(`may not have ${what}`, async () => {
      const url = await sqs.queue();
      expect(await refusal(send(url, input))).to.equal(answer);
      expect(await sqs.counts(url)).to.deep.equal([0, 0, 0]);
    });
  }

  const refusedByFifo: readonly Row[] = [
    ['no group id', {}, 'MissingParameter: The request must contain the parameter MessageGroupId.'],
    [
      'a group id of 129 characters',
      { MessageGroupId: 'x'.repeat(129) },
      `InvalidParameterValue: Value ${'x'.repeat(129)} for parameter MessageGroupId is invalid. Reason: MessageGroupId ${ID_TEXT}`,
    ],
    [
      'an empty deduplication id',
      { MessageGroupId: 'g', MessageDeduplicationId: '' },
      `InvalidParameterValue: Value  for parameter MessageDeduplicationId is invalid. Reason: MessageDeduplicationId ${ID_TEXT}`,
    ],
    [
      'a delay of its own',
      { MessageGroupId: 'g', DelaySeconds: 2 },
      'InvalidParameterValue: Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
    ],
  ];
  for (const [what, input, answer] of refusedByFifo) {
    it(`may not have ${what} in a FIFO queue`, async () => {
      expect(await refusal(send(await sqs.queue('q.fifo'), input))).to.equal(answer);
    });
  }

  it('need a deduplication id in a FIFO queue without content-based ids', async () => {
    const url = await sqs.queue('q.fifo', { ContentBasedDeduplication: 'false' });
    expect(await refusal(send(url, { MessageGroupId: 'g' }))).to.equal(
      'InvalidParameterValue: The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  });

  const accepted: readonly (readonly [string, Partial<SendMessageCommandInput>])[] = [
    ['1 MiB', { MessageBody: 'x'.repeat(1_048_576) }],
    ['a delay of 900', { DelaySeconds: 900 }],
    ['tab, line feed, carriage return and entities', { MessageBody: '\t\n\r&#13;&amp;' }],
    ['U+FFFD and astral characters', { MessageBody: '\ufffd😀' }],
    ['a group id of 128 characters of punctuation', { MessageGroupId: '!~'.repeat(64) }],
  ];
  for (const [what, input] of accepted) {
    it(`may have ${what}`, async () => {
      const url = await sqs.queue();
      await send(url, input);
      expect(sqs.aws.sqs.queue('q').bodies()).to.deep.equal([input.MessageBody ?? 'x']);
    });
  }

  for (const body of ['\ufffe', '\uffff', '\ud800', '\u000b', '\u0000']) {
    it(`may not have the character ${body.codePointAt(0)?.toString(16)}`, async () => {
      expect(await refusal(send(await sqs.queue(), { MessageBody: body }))).to.match(
        /^InvalidMessageContents/,
      );
    });
  }

  it("take the delay 0 for the queue's own in a FIFO queue, and for none in a standard queue", async () => {
    const fifo = await sqs.queue('q.fifo', { DelaySeconds: '5' });
    await send(fifo, { MessageGroupId: 'g', DelaySeconds: 0 });
    expect(await sqs.counts(fifo)).to.deep.equal([0, 1, 0]);
    const standard = await sqs.queue('q', { DelaySeconds: '5' });
    await send(standard, { DelaySeconds: 0 });
    await send(standard, {});
    expect(await sqs.counts(standard)).to.deep.equal([1, 1, 0]);
  });

  it('count names, types and values of attributes, and not the trace header', async () => {
    const url = await sqs.queue('q', { MaximumMessageSize: '1024' });
    const MessageAttributes = { name: { DataType: 'String', StringValue: 'value' } };
    const MessageSystemAttributes = { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' } };
    await send(url, { MessageBody: 'x'.repeat(1_024 - 15), MessageAttributes, MessageSystemAttributes });
    expect(await refusal(send(url, { MessageBody: 'x'.repeat(1_024 - 14), MessageAttributes }))).to.equal(
      'InvalidParameterValue: One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
    );
  });
});
