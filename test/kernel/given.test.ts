import { expect } from 'chai';
import { given } from '../../fakes/kernel/given';

describe('Members that must be there', () => {
  it('are passed on, whatever their value', () => {
    expect(given(0)).to.equal(0);
    expect(given('')).to.equal('');
  });

  it('are a defect where they are missing', () => expect(() => given(undefined)).to.throw(TypeError));
});
