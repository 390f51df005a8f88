import { expect } from 'chai';
import crypto from 'node:crypto';
import { promisify } from 'node:util';
import { runInScope, Task } from '../../fakes/kernel/scope';
import { seedRandomness } from '../../fakes/simulation/randomness';

const SOURCES: Record<string, () => unknown> = {
  'Math.random': () => Math.random(),
  'crypto.randomUUID': () => crypto.randomUUID(),
  'crypto.randomBytes': () => crypto.randomBytes(8).toString('hex'),
  'crypto.randomBytes with a callback': () =>
    promisify(crypto.randomBytes)(8).then((bytes) => bytes.toString('hex')),
  'crypto.randomInt': () => crypto.randomInt(1_000_000),
  'crypto.randomInt of a range': () => crypto.randomInt(10, 1_000_000),
  'crypto.randomInt with a callback': () =>
    new Promise((resolve) => crypto.randomInt(1_000_000, (_, value) => resolve(value))),
  'crypto.randomInt of a range with a callback': () =>
    new Promise((resolve) => crypto.randomInt(10, 1_000_000, (_, value) => resolve(value))),
  'crypto.randomFillSync': () => crypto.randomFillSync(Buffer.alloc(8), 2, 4).toString('hex'),
  'crypto.randomFillSync of elements': () => [...crypto.randomFillSync(new Uint16Array(4), 1)],
  'crypto.randomFillSync of an ArrayBuffer': () =>
    Buffer.from(crypto.randomFillSync(new ArrayBuffer(8) as never)).toString('hex'),
  'crypto.randomFill': () =>
    new Promise((resolve) =>
      crypto.randomFill(Buffer.alloc(8), 2, (_, bytes) => resolve(bytes.toString('hex'))),
    ),
  'webcrypto.getRandomValues': () => [...crypto.webcrypto.getRandomValues(new Uint8Array(4))],
  'webcrypto.randomUUID': () => crypto.webcrypto.randomUUID(),
};

/** What a run draws in which a task crashes and is delivered again, beside another task. */
async function drawn(source: () => unknown, first: 'A' | 'B'): Promise<unknown[]> {
  const order = first === 'A' ? ['A', 'B', 'A'] : ['B', 'A', 'A'];
  const values: [string, unknown][] = [];
  for (const name of order) values.push([name, await runInScope({ task: new Task(name) }, source)]);
  return values.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

describe('simulation/randomness', () => {
  for (const [name, source] of Object.entries(SOURCES)) {
    it(`${name}: decided by seed, task and delivery, not by the order of tasks`, async () => {
      const randomness = seedRandomness(1);
      try {
        const run = await drawn(source, 'A');
        expect(new Set(run.map((value) => JSON.stringify(value))).size, 'all different').to.equal(3);
        randomness.restart();
        expect(await drawn(source, 'B')).to.deep.equal(run);
      } finally {
        randomness.restore();
      }
      const other = seedRandomness(2);
      const ambient = await source();
      const another = await drawn(source, 'A');
      other.restore();
      const again = seedRandomness(2);
      expect(await source(), 'code outside tasks').to.deep.equal(ambient);
      again.restart();
      expect(await drawn(source, 'A')).to.deep.equal(another);
      again.restore();
    });
  }

  it('puts the originals back', () => {
    const sources = (): unknown[] => [
      Math.random,
      crypto.randomUUID,
      Reflect.get(crypto.webcrypto, 'getRandomValues'),
    ];
    const before = sources();
    seedRandomness(1).restore();
    expect(sources()).to.deep.equal(before);
    expect(Object.hasOwn(crypto.webcrypto, 'getRandomValues')).to.equal(false);
  });

  it('fills only what it is asked to', () => {
    const randomness = seedRandomness(1);
    const bytes = crypto.randomFillSync(Buffer.alloc(8), 2, 4);
    const view = crypto.randomFillSync(new DataView(new ArrayBuffer(4)));
    randomness.restore();
    expect([bytes[0], bytes[1], bytes[6], bytes[7]]).to.deep.equal([0, 0, 0, 0]);
    expect(bytes.subarray(2, 6).some((byte) => byte !== 0)).to.equal(true);
    expect(view.getUint32(0)).to.be.above(0);
  });
});
