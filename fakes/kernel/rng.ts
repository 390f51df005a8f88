import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that the seed decides. The only source of randomness in the library. */
export interface Rng {
  /** A float in [0, 1), as `Math.random` gives. */
  next(): number;
  /** An integer in [0, bound). */
  below(bound: number): number;
  /** A generator of its own, decided by this one's seed and the label alone, not by what was drawn before. */
  fork(label: string): Rng;
  /** The position in the sequence, to come back to. */
  state(): readonly number[];
  restore(state: readonly number[]): void;
}

export function createRng(seed: number): Rng {
  let generator = xoroshiro128plus(seed);
  return {
    next: () => uniformFloat64(generator),
    below: (bound) => uniformInt(generator, 0, bound - 1),
    fork: (label) => createRng(hash(`${seed}/${label}`)),
    state: () => generator.getState(),
    restore: (state) => {
      generator = xoroshiro128plusFromState([...state]);
    },
  };
}

/** FNV-1a, 32 bits: turns a label into a seed. Not a checksum and not for security. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    value ^= text.charCodeAt(i);
    value = Math.imul(value, 0x01000193);
  }
  return value >>> 0;
}
