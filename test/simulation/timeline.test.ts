import { expect } from 'chai';
import type { StepTaken } from '../../fakes/simulation/run';
import { formatMs, kindOf, timeline } from '../../fakes/simulation/timeline';

const step = (members: Partial<StepTaken> = {}): StepTaken => ({
  token: 'A',
  label: 'A GetObject <b>',
  isDefault: true,
  task: 'A',
  at: 1_000,
  calls: [],
  changes: [],
  ...members,
});
const refused = [{ outcome: { kind: 'error' } }] as unknown as StepTaken['calls'];

describe('simulation/timeline', () => {
  it('knows how a step went', () => {
    const kinds = [
      step(),
      step({ calls: refused }),
      step({ calls: refused, token: 'A!throttled' }),
      step({ task: undefined, token: 'T' }),
    ].map(kindOf);
    expect(kinds).to.deep.equal(['ok', 'failed', 'struck', 'time']);
  });

  it('draws a lane for each task and a mark for each step, which leads to it', () => {
    const drawing = timeline([step(), step({ task: 'B', token: 'B' })], ['A', 'B']);
    expect(drawing.match(/class="lane"/g)).to.have.lengthOf(2);
    expect(drawing).to.contain(
      '<a class="mark ok" href="#step-1"><title>1. A GetObject &lt;b&gt;</title><circle cx="167" cy="49"',
    );
    expect(drawing).to.contain('<a class="mark ok" href="#step-2">').and.contain('<circle cx="201" cy="95"');
    expect(drawing).to.contain('<polyline class="flow" points="167,49 201,95"/>');
  });

  it('says the time where it moves, and only there', () => {
    const drawing = timeline([step(), step(), step({ at: 2_500 }), step({ at: 2_500 })], ['A']);
    expect([...drawing.matchAll(/<text class="moment"[^>]*>([^<]*)/g)].map(([, text]) => text)).to.deep.equal(
      ['0 ms', '1.5 s'],
    );
  });

  it('has shapes of their own for faults and for time', () => {
    const drawing = timeline([step({ token: 'A!x' }), step({ task: undefined })], ['A']);
    expect(drawing).to.match(/class="mark struck"[^<]*<title>[^<]*<\/title><path d="M167 36/);
    expect(drawing).to.match(/class="mark time"[^<]*<title>[^<]*<\/title><path/);
    expect(drawing.match(/class="number"/g)).to.have.lengthOf(1);
  });

  it('is a drawing all the same without steps or tasks, and cuts long names', () => {
    expect(timeline([], [])).to.match(/^<svg .*<\/svg>$/);
    expect(timeline([], ['a-function-with-a-long-name'])).to.contain('>a-function-with-a…</text>');
  });

  it('tells times shortly', () => {
    expect([0, 999, 1_000, 1_234, 59_999, 60_000, 90_000].map(formatMs)).to.deep.equal([
      '0 ms',
      '999 ms',
      '1 s',
      '1.23 s',
      '60 s',
      '1 min',
      '1.5 min',
    ]);
  });
});
