import { expect } from 'chai';
import { stepOf } from '../../fakes/lambda/step';

describe('lambda/step', () => {
  it('did nothing that is not said', () => {
    expect(stepOf('uuid', { filtered: ['m'] })).to.deep.equal({
      mapping: 'uuid',
      invocations: [],
      deadLetters: [],
      filtered: ['m'],
      deletesLost: [],
    });
  });
});
