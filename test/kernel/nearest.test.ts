import { expect } from 'chai';
import { editDistance, nearest } from '../../fakes/kernel/nearest';

describe('kernel/nearest', () => {
  for (const [a, b, distance] of [
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['Body', 'Body', 0],
    ['Bdoy', 'Body', 2],
    ['kitten', 'sitting', 3],
  ] as const) {
    it(`counts ${distance} edits from "${a}" to "${b}"`, () => expect(editDistance(a, b)).to.equal(distance));
  }

  it('finds the name that was meant, whatever the case', () => {
    expect(nearest('queueurl', ['MessageBody', 'QueueUrl'])).to.equal('QueueUrl');
    expect(nearest('TableNme', ['TableName', 'Item'])).to.equal('TableName');
  });

  it('takes the first of two that are equally near', () => {
    expect(nearest('ab', ['ac', 'ad'])).to.equal('ac');
  });

  it('finds nothing when nothing is near', () => {
    expect(nearest('Bdoy', ['ExpectedBucketOwner'])).to.equal(undefined);
    expect(nearest('x', [])).to.equal(undefined);
  });
});
