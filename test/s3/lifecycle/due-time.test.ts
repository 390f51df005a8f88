import { expect } from 'chai';
import { daysAfter, midnightBefore } from '../../../fakes/s3/lifecycle/due-time';

describe('S3 lifecycle days', () => {
  const at = (text: string) => Date.parse(text);

  it('end at the midnight after they are over', () => {
    // The example of UserGuide/intro-lifecycle-rules.
    expect(daysAfter(at('2014-01-15T10:30:00Z'), 3)).to.equal(at('2014-01-19T00:00:00Z'));
    expect(daysAfter(at('2014-01-15T00:00:00Z'), 3)).to.equal(at('2014-01-19T00:00:00Z'));
    expect(daysAfter(at('2014-01-15T23:59:59Z'), 0)).to.equal(at('2014-01-16T00:00:00Z'));
  });

  it('begin at midnight', () => {
    expect(midnightBefore(at('2014-01-15T23:59:59.999Z'))).to.equal(at('2014-01-15T00:00:00Z'));
    expect(midnightBefore(at('2014-01-15T00:00:00Z'))).to.equal(at('2014-01-15T00:00:00Z'));
  });
});
