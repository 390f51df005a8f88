import { expect } from 'chai';
import { escape } from '../../fakes/simulation/escape';

describe('simulation/escape', () => {
  it('leaves nothing that HTML would take for its own', () =>
    expect(escape(`<a href="x" class='y'>&amp;</a>`)).to.equal(
      '&lt;a href=&quot;x&quot; class=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
    ));
});
