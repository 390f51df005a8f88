import { expect } from 'chai';
import { sequenceNumber } from '../../fakes/sqs/sequence-number';

describe('SQS sequence numbers', () => {
  it('have 20 digits, sort as text, and leave gaps', () => {
    const numbers = [1, 2, 9, 10, 1_000_000, 1e12].map(sequenceNumber);
    expect(numbers.every((number) => number.length === 20)).to.equal(true);
    expect(numbers.toSorted((a, b) => (a < b ? -1 : 1))).to.deep.equal(numbers);
    expect(Number(BigInt(sequenceNumber(2)) - BigInt(sequenceNumber(1)))).to.be.greaterThan(1);
  });
});
