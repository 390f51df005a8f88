import { expect } from 'chai';
import * as testing from '../../fakes/testing';
import { logMatcher } from '../../fakes/testing/log-matcher';
import { metricMatcher } from '../../fakes/testing/metric-matcher';

describe('aws-fakes/testing', () => {
  it('offers the plugins for assertion libraries', () => {
    expect(testing).to.deep.include({ logMatcher, metricMatcher });
  });
});
