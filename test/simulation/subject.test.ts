import { expect } from 'chai';
import { subject } from '../../fakes/simulation/subject';

describe('simulation/subject', () => {
  const rows: [unknown, string][] = [
    [{ Bucket: 'b', Key: 'k' }, 'b k'],
    [{ TableName: 't', Key: { PK: { S: 'a' } }, Limit: 3 }, 't a'],
    [{ Body: Buffer.from('secret'), Key: 'k' }, 'k'],
    [{ Body: 'x'.repeat(41), Key: 'k' }, 'k'],
    [{ Body: 'x'.repeat(40) }, 'x'.repeat(40)],
    [{ a: 'x'.repeat(40), b: 'y'.repeat(19) }, `${'x'.repeat(40)} ${'y'.repeat(19)}`],
    [{ a: 'x'.repeat(40), b: 'y'.repeat(20) }, `${'x'.repeat(40)} ${'y'.repeat(19)}...`],
    [{ a: null, b: [{ c: 'd' }] }, 'd'],
    [undefined, ''],
  ];
  for (const [input, text] of rows) {
    it(`calls ${JSON.stringify(input)?.slice(0, 60)} ${JSON.stringify(text)}`, () => {
      expect(subject(input)).to.equal(text);
    });
  }
});
