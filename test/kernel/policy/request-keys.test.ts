import { expect } from 'chai';
import { requestKeys } from '../../../fakes/kernel/policy/request-keys';

describe('requestKeys', () => {
  it('has values as texts under names in lower case; later groups win, and what is undefined is not there', () => {
    const keys = requestKeys({ 'aws:A': 1, 'aws:B': true, 'aws:C': undefined }, { 'AWS:a': ['x', 'y'] });
    expect([...keys]).to.deep.equal([
      ['aws:a', ['x', 'y']],
      ['aws:b', ['true']],
    ]);
  });
});
