import { expect } from 'chai';
import crypto from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { nextTurn, wallMs, watchRealIo, type RealIo } from '../../fakes/kernel/real-io';
import { runInScope, Task } from '../../fakes/kernel/scope';

const realTimeout = globalThis.setTimeout;

describe('kernel/real-io', () => {
  let io: RealIo;
  let folder: string;
  beforeEach(() => {
    io = watchRealIo();
    folder = mkdtempSync(join(tmpdir(), 'real-io-'));
  });
  afterEach(() => {
    io.stop();
    rmSync(folder, { recursive: true });
  });

  /** Starts work in a task and says whether it was over at quiescence. */
  async function isOverAtQuiescence(work: () => Promise<unknown>): Promise<boolean> {
    let over = false;
    void runInScope({ task: new Task('A') }, work).then(() => (over = true));
    await io.quiescence();
    return over;
  }

  const rows: [string, () => Promise<unknown>][] = [
    [
      '100,000 awaits',
      async () => {
        for (let i = 0; i < 100_000; i++) await Promise.resolve();
      },
    ],
    [
      'nextTick from microtasks',
      async () => {
        for (let i = 0; i < 500; i++) await new Promise<void>((resolve) => process.nextTick(resolve));
      },
    ],
    [
      'files',
      async () => {
        await fs.writeFile(join(folder, 'a'), 'x');
        await fs.readFile(join(folder, 'a'));
        await fs.stat(folder);
      },
    ],
    ['scrypt', () => promisify(crypto.scrypt)('password', 'salt', 32)],
    ['subtle.digest', () => crypto.webcrypto.subtle.digest('SHA-256', new Uint8Array(1_000_000))],
    [
      'gzip and gunzip',
      async () => promisify(zlib.gunzip)(await promisify(zlib.gzip)(Buffer.alloc(1_000_000, 'abc'))),
    ],
    [
      'setImmediate',
      async () => {
        for (let i = 0; i < 3; i++) await nextTurn();
      },
    ],
  ];
  for (const [name, work] of rows) {
    it(`waits for ${name}`, async () => {
      expect(await isOverAtQuiescence(work)).to.equal(true);
    });
  }

  it('does not wait for a promise that nobody settles', async () => {
    expect(await isOverAtQuiescence(() => new Promise(() => undefined))).to.equal(false);
    expect(io.uncontrolled()).to.deep.equal([]);
  });

  it('names real timers of tasks, and forgets them at restart', async () => {
    let timer: NodeJS.Timeout | undefined;
    expect(
      await isOverAtQuiescence(() => new Promise((resolve) => (timer = realTimeout(resolve, 5_000)))),
    ).to.equal(false);
    clearTimeout(timer);
    const [named, ...others] = io.uncontrolled();
    expect(others).to.deep.equal([]);
    // Where it was set: the error leads there.
    expect(named).to.equal(`a real timer ${io.capturedTimer()}`);
    expect(named).to.match(/^a real timer of 5000 ms \(set at .*real-io\.test\.ts:\d+:\d+\)?\)$/);
    io.restart();
    expect(io.capturedTimer()).to.equal(undefined);
  });

  it('leaves real timers of nobody and of dead tasks alone', () => {
    const dead = new Task('A');
    dead.crash();
    clearTimeout(realTimeout(() => undefined, 1));
    clearTimeout(runInScope({ task: dead }, () => realTimeout(() => undefined, 1)));
    expect(io.capturedTimer()).to.equal(undefined);
  });

  it('names what may call back at any time', () => {
    const { port1 } = runInScope({ task: new Task('A') }, () => new MessageChannel());
    port1.close();
    expect(io.uncontrolled()).to.deep.equal(['MESSAGEPORT']);
  });

  it('names what is under way', async () => {
    const work = runInScope({ task: new Task('A') }, () =>
      Promise.all([promisify(zlib.gzip)(Buffer.alloc(1_000)), fs.stat(folder)]),
    );
    expect(io.uncontrolled()).to.deep.equal(['FSREQPROMISE', 'ZLIB']);
    await work;
  });

  it('knows the time of the machine', () => {
    const begun = wallMs();
    expect(wallMs() - begun).to.be.within(0, 10_000);
  });
});
