import { expect } from 'chai';
import { FilterPatternError, UnsettledPattern } from '../../fakes/cloudwatch-logs/filter-error';

describe('CloudWatch Logs: why a pattern is none', () => {
  it('names the characters, if it is their fault', () => {
    expect(new FilterPatternError('(')).to.include({ characters: '(', message: '(' });
    expect(new FilterPatternError()).to.include({ characters: undefined, message: 'syntax' });
    expect(new UnsettledPattern('why').message).to.equal('why');
  });
});
