import { expect } from 'chai';
import { contentDeduplicationId, digestOfAttributes, md5 } from '../../fakes/sqs/message-digest';

const text = (StringValue: string, DataType = 'String') => ({ DataType, StringValue });
const TRACE = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

describe('SQS message digests', () => {
  // Captured: recorded from AWS.
  const recorded = [
    [{ MyAttribute: text('foobar') }, 'adb59cd4678ea5a855436b949cd07ab6'],
    [{ Foo: text('Bar') }, 'ae7155c6026991b6d54b11589678bf9c'],
    [{ k: text('x') }, 'a45daa70926828a2f0a1db3418e6feb4'],
    [{ AWSTraceHeader: text(TRACE) }, '5ae4d5d7636402d80f4eb6d213245a88'],
    [
      { Title: text('The Whistler'), Author: text('John Grisham'), WeeksOn: text('6', 'Number') },
      'd25a6aea97eb8f585bfa92d314504a92',
    ],
    [
      { 'Help.Me': text('Me'), Hello: text('There'), General: text('Kenobi') },
      '4c360f3fdafd970e05fae2f149d997f5',
    ],
    [{ Hello: text('There'), General: text('Kenobi') }, 'fca026605781cb4126a1e9044df24232'],
  ] as const;
  for (const [attributes, digest] of recorded) {
    it(`is ${digest} for ${Object.keys(attributes).join(', ')}`, () => {
      expect(digestOfAttributes(attributes)).to.equal(digest);
    });
  }

  it('tells a binary value from the same text', () => {
    const bytes = { k: { DataType: 'Binary', BinaryValue: Buffer.from('x') } };
    expect(digestOfAttributes(bytes)).to.not.equal(digestOfAttributes({ k: text('x', 'Binary') }));
  });

  it('counts the custom part of a type', () => {
    expect(digestOfAttributes({ k: text('1', 'Number.int') })).to.not.equal(
      digestOfAttributes({ k: text('1', 'Number') }),
    );
  });

  it('is nothing for no attributes', () => expect(digestOfAttributes({})).to.equal(undefined));

  it('takes bodies as UTF-8', () => {
    expect(md5('ß')).to.equal(md5(Buffer.from([0xc3, 0x9f]).toString('utf8')));
    expect(md5('test')).to.equal('098f6bcd4621d373cade4e832627b4f6');
    expect(contentDeduplicationId('test')).to.equal(
      '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    );
  });
});
