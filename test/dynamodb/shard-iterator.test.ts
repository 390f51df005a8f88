import { expect } from 'chai';
import { parseShardIterator, printShardIterator } from '../../fakes/dynamodb/shard-iterator';
import { refusal } from './refusal';

describe('DynamoDB shard iterators', () => {
  const iterator = { streamArn: 'arn:aws:x', shardId: 'shardId-1', position: 7, issuedAt: 1_700_000_000_000 };

  it('come back as they were', () => {
    expect(parseShardIterator(printShardIterator(iterator))).to.deep.equal(iterator);
  });

  for (const text of [
    '',
    'x',
    'a|1|',
    'a|2|c2hhcmQgMSAx',
    'a|1|c2hhcmQgMSAx=',
    printShardIterator({ ...iterator, position: Number.NaN }).replace('|1|', '|0|'),
  ]) {
    it(`refuse ${JSON.stringify(text)}`, () => {
      expect(refusal(() => parseShardIterator(text))).to.equal('Invalid ShardIterator');
    });
  }
});
