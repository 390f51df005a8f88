import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { decodePageToken, encodePageToken, requireMaxResults } from '../../fakes/sqs/paging';
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

  it('can have 1 to 1,000 results, and have 1,000 unless told otherwise', () => {
    expect([1, 1_000, undefined].map(requireMaxResults)).to.deep.equal([1, 1_000, 1_000]);
  });

  it('have no token when a list without a maximum goes on', async () => {
    for (let i = 0; i < 1_001; i++) await sqs.queue(`q${i}`);
    const { QueueUrls, NextToken } = await sqs.client.send(new ListQueuesCommand({}));
    expect([QueueUrls?.length, NextToken]).to.deep.equal([1_000, undefined]);
  });

  it('go on behind the last result', () => {
    expect(decodePageToken(encodePageToken('arn:aws:sqs:r:1:q'))).to.equal('arn:aws:sqs:r:1:q');
    expect(() => decodePageToken('garbage')).to.throw('Invalid or expired next token.');
  });
});
