import { expect } from 'chai';
import { STYLE } from '../../fakes/simulation/html-style';

describe('simulation/html-style', () => {
  it('has a colour for each kind of step, and asks nobody for anything', () => {
    for (const kind of ['ok', 'failed', 'struck', 'time'])
      expect(STYLE).to.contain(`.${kind} { --c: var(--${kind}); }`);
    expect(STYLE).to.not.match(/url\(|@import/);
  });
});
