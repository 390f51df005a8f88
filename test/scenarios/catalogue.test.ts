import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

/** The numbers of the incidents: 17 to 19 and 34 to 39 were never given. */
const between = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => `R${String(first + index).padStart(2, '0')}`);
const INCIDENTS = [...between(1, 16), ...between(20, 33), ...between(40, 76)];

describe('The catalogue of incidents', () => {
  const specs = readdirSync(__dirname).filter((name) => /^R\d\d-.*\.test\.ts$/.test(name));
  const specified = specs.map((name) => name.slice(0, 3));
  const excused = [...readFileSync(join(__dirname, 'README.md'), 'utf8').matchAll(/^\| (R\d\d) /gm)].map(
    ([, number]) => String(number),
  );

  it('has each incident once: as a spec, or with the reason why there is none', () => {
    expect([...specified, ...excused].toSorted()).to.deep.equal(INCIDENTS);
  });

  for (const name of specs) {
    it(`${name} shows the naive way and ours, and names the incident and its invariant`, () => {
      const text = readFileSync(join(__dirname, name), 'utf8');
      expect(text).to.match(/it\(\s*['"](the|a) (other )?naive /, 'the naive way');
      expect(text).to.match(/it\(\s*[`'"](ours|with a mapping)/, 'ours');
      expect(text).to.include(`'${name.slice(0, 3)}: `);
      expect(text).to.match(/\((I\d+)(, I\d+)*\)/, 'the invariant');
    });
  }
});
