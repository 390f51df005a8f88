import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { decodePageToken, takePage } from '../../fakes/sqs/paging';
import { refusal, sqsWorld } from './sqs-world';

describe('SQS pages', () => {
  const sqs = sqsWorld();

  for (const most of [0, 1_001, 1.5]) {
    it(`cannot have ${most} results`, async () => {
      expect(await refusal(sqs.client.send(new ListQueuesCommand({ MaxResults: most })))).to.equal(
        `InvalidParameterValue: Value ${most} for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000.`,
      );
    });
  }

  it('have no token when a list without a maximum goes on', async () => {
    for (let i = 0; i < 1_001; i++) await sqs.queue(`q${i}`);
    const { QueueUrls, NextToken } = await sqs.client.send(new ListQueuesCommand({}));
    expect([QueueUrls?.length, NextToken]).to.deep.equal([1_000, undefined]);
  });

  const list = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ arn: `arn:${i}`, url: `u${i}` }));

  it('have 1 to 1,000 results, and 1,000 unless told otherwise', () => {
    const lengths = [1, 1_000, undefined].map((most) => takePage(list(1_001), most).urls.length);
    expect(lengths).to.deep.equal([1, 1_000, 1_000]);
  });

  it('go on behind the last result, and not from what is no token', () => {
    expect(decodePageToken(takePage(list(3), 2).NextToken)).to.equal('arn:1');
    expect(takePage(list(2), 2).NextToken).to.equal(undefined);
    expect(() => decodePageToken('garbage')).to.throw('Invalid or expired next token.');
  });
});
