import { expect } from 'chai';
import { decodeTape, encodeTape } from '../../fakes/simulation/tape';

describe('simulation/tape', () => {
  const rows: [readonly string[], string][] = [
    [[], 'v1/'],
    [['A'], 'v1/A'],
    [['A', 'A', 'B'], 'v1/A*2.B'],
    [['A', 'B', 'A'], 'v1/A.B.A'],
    [['A:1', 'T', 'A!answerLost'], 'v1/A:1.T.A!answerLost'],
    [
      ['A!KMS.DisabledException', 'A!KMS.DisabledException', 'b*/%'],
      'v1/A!KMS%2EDisabledException*2.b%2A%2F%25',
    ],
  ];
  for (const [tape, text] of rows) {
    it(`writes and reads ${text}`, () => {
      expect(encodeTape(tape)).to.equal(text);
      expect(decodeTape(text)).to.deep.equal(tape);
    });
  }

  for (const text of ['', 'A*2', 'v2/A', 'v1/A*0', 'v1/A*', 'v1/A..B', 'v1/*2', 'v1/A*2*3']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => decodeTape(text)).to.throw('not a replay string');
    });
  }
});
