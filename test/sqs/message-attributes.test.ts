import { SendMessageCommand, type MessageAttributeValue } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { selectAttributes, sizeOfAttributes } from '../../fakes/sqs/message-attributes';
import { refusal, sqsWorld } from './sqs-world';

const text = (StringValue: string, DataType = 'String'): MessageAttributeValue => ({ DataType, StringValue });
const NAME_RULE =
  'Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters.';

describe('SQS message attributes', () => {
  const sqs = sqsWorld();
  const send = async (MessageAttributes: Record<string, MessageAttributeValue>) =>
    sqs.client.send(
      new SendMessageCommand({ QueueUrl: await sqs.queue(), MessageBody: 'x', MessageAttributes }),
    );

  const refused: readonly (readonly [string, Record<string, MessageAttributeValue>, string])[] = [
    [
      'an empty text',
      { X: text('') },
      "Message (user) attribute 'X' must contain a non-empty value of type 'String'.",
    ],
    [
      'an empty binary value',
      { X: { DataType: 'Binary', BinaryValue: new Uint8Array() } },
      "Message (user) attribute 'X' must contain a non-empty value of type 'Binary'.",
    ],
    [
      'no value',
      { X: { DataType: 'Number' } },
      "Message (user) attribute 'X' must contain a non-empty value of type 'Number'.",
    ],
    [
      'a number that is none',
      { X: text('1a', 'Number') },
      "Can't cast the value of message (user) attribute 'X' to a number.",
    ],
    [
      'an empty type',
      { X: text('x', '') },
      "The message (user) attribute 'X' must contain non-empty attribute type.",
    ],
    [
      'a type of its own',
      { X: text('x', 'Text') },
      "The type of message (user) attribute 'X' is invalid. You must use only the following supported type prefixes: Binary, Number, String.",
    ],
    [
      'a type of 257 characters',
      { X: text('x', `String.${'t'.repeat(250)}`) },
      "The type of message (user) attribute 'X' is invalid. You must use only the following supported type prefixes: Binary, Number, String.",
    ],
    [
      'a name with a blank',
      { 'a b': text('x') },
      `The message attribute name 'a b' is invalid. ${NAME_RULE}`,
    ],
    [
      'a name that starts with a dot',
      { '.a': text('x') },
      `The message attribute name '.a' is invalid. ${NAME_RULE}`,
    ],
    [
      'a name that ends with a dot',
      { 'a.': text('x') },
      `The message attribute name 'a.' is invalid. ${NAME_RULE}`,
    ],
    [
      'two dots in a row',
      { 'a..b': text('x') },
      `The message attribute name 'a..b' is invalid. ${NAME_RULE}`,
    ],
    [
      'a reserved name, in any case',
      { 'aws.x': text('x') },
      "Message (user) attribute name 'aws.x' is invalid: it must not start with AWS-reserved prefixes such as AWS. or Amazon.",
    ],
    [
      'a name of 257 characters',
      { ['n'.repeat(257)]: text('x') },
      'Message (user) attribute name must be shorter than 256 bytes.',
    ],
    [
      'list values',
      { X: { DataType: 'String', StringListValues: ['a'] } },
      'Message attribute list values in SendMessage operation are not supported.',
    ],
    [
      'eleven of them',
      Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`a${i}`, text('x')])),
      'Number of message attributes [11] exceeds the allowed maximum [10].',
    ],
  ];
  for (const [what, attributes, answer] of refused) {
    it(`may not have ${what}`, async () => {
      expect(await refusal(send(attributes))).to.equal(`InvalidParameterValue: ${answer}`);
    });
  }

  it('may be ten, with dots, hyphens, underscores, letters beyond ASCII and custom types', async () => {
    const names = ['a', 'a.b', 'a-b', 'a_b', 'attr.1øßä', '__proto__', 'n'.repeat(256), 'b', 'c', 'd'];
    const attributes = new Map(names.map((name) => [name, text('-1.5e3', 'Number.float')]));
    const result = await send(Object.fromEntries(attributes));
    expect(result.MD5OfMessageAttributes).to.match(/^[0-9a-f]{32}$/);
    const [message] = sqs.aws.sqs.queue('q').messages();
    expect(Object.keys(message?.attributes ?? {})).to.have.members(names);
  });

  it('know one system attribute, and that as a text', async () => {
    const QueueUrl = await sqs.queue();
    const withSystem = (MessageSystemAttributes: Record<string, MessageAttributeValue>) =>
      refusal(
        sqs.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageSystemAttributes })),
      );
    expect(await withSystem({ SenderId: text('x') })).to.equal(
      "InvalidParameterValue: Message system attribute name 'SenderId' is invalid.",
    );
    expect(await withSystem({ AWSTraceHeader: text('1', 'Number') })).to.equal(
      "InvalidParameterValue: Message (system) attribute 'AWSTraceHeader' must contain a non-empty value of type 'String'.",
    );
  });

  const all = { 'Help.Me': text('Me'), Hello: text('There'), General: text('Kenobi') };
  const selections: readonly (readonly [string[], string[]])[] = [
    [['All'], ['Help.Me', 'Hello', 'General']],
    [['.*'], ['Help.Me', 'Hello', 'General']],
    [['*'], ['Help.Me', 'Hello', 'General']],
    [['Help.*'], ['Help.Me']],
    [
      ['Hello', 'General', 'nothing', '%'],
      ['Hello', 'General'],
    ],
    [['hello'], []],
    [[], []],
  ];
  for (const [names, found] of selections) {
    it(`are returned for [${names.join(', ')}]: ${found.join(', ') || 'none'}`, () => {
      expect(Object.keys(selectAttributes(all, names))).to.deep.equal(found);
    });
  }

  it('have the size of their names, types and values in bytes', () => {
    const bytes = { DataType: 'Binary', BinaryValue: new Uint8Array(5) };
    expect(sizeOfAttributes({ ä: text('ß'), b: bytes })).to.equal(2 + 6 + 2 + (1 + 6 + 5));
  });
});
