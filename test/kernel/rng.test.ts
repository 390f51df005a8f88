import { expect } from 'chai';
import { createRng, hash, type Rng } from '../../fakes/kernel/rng';

const draw = (rng: Rng, count = 20): number[] => Array.from({ length: count }, () => rng.next());

describe('kernel/rng', () => {
  it('gives the same sequence for the same seed, and another for another', () => {
    expect(draw(createRng(7))).to.deep.equal(draw(createRng(7)));
    expect(draw(createRng(7))).to.not.deep.equal(draw(createRng(8)));
  });

  it('gives floats in [0, 1) that do not repeat', () => {
    const values = draw(createRng(1), 1_000);
    expect(values.every((value) => value >= 0 && value < 1)).to.equal(true);
    expect(new Set(values).size).to.equal(1_000);
    expect(Math.min(...values)).to.be.below(0.01);
    expect(Math.max(...values)).to.be.above(0.99);
  });

  it('gives every integer below the bound, and never the bound', () => {
    const rng = createRng(3);
    const seen = new Set(Array.from({ length: 200 }, () => rng.below(3)));
    expect([...seen].toSorted((a, b) => a - b)).to.deep.equal([0, 1, 2]);
    expect(createRng(3).below(1)).to.equal(0);
  });

  it('forks by label: independent of what was drawn before and of the other forks', () => {
    const fresh = createRng(5);
    const used = createRng(5);
    draw(used);
    expect(draw(used.fork('a'))).to.deep.equal(draw(fresh.fork('a')));
    expect(draw(fresh.fork('a'))).to.not.deep.equal(draw(fresh.fork('b')));
    expect(draw(createRng(6).fork('a'))).to.not.deep.equal(draw(fresh.fork('a')));
  });

  it('forks without moving the generator itself', () => {
    const rng = createRng(5);
    const other = createRng(5);
    rng.fork('a').next();
    expect(draw(rng)).to.deep.equal(draw(other));
  });

  it('comes back to a position, as plain data', () => {
    const rng = createRng(9);
    draw(rng);
    const state = JSON.parse(JSON.stringify(rng.state())) as number[];
    const expected = draw(rng);
    rng.restore(state);
    expect(draw(rng)).to.deep.equal(expected);
    rng.restore(state);
    expect(rng.next()).to.equal(expected[0]);
  });

  it('hash is FNV-1a with 32 bits', () => {
    // Documented: the published test vectors of FNV-1a.
    expect(hash('')).to.equal(0x811c9dc5);
    expect(hash('a')).to.equal(0xe40c292c);
    expect(hash('foobar')).to.equal(0xbf9cf968);
  });
});
