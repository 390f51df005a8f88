import { expect } from 'chai';
import sinon from 'sinon';
import { promisify } from 'node:util';
import { currentScope, runInScope, type Scope } from '../../fakes/kernel/scope';
import { redirectRetryAmbience } from '../../fakes/plug/ambient';

describe('plug/ambient', () => {
  const original = {
    setTimeout: globalThis.setTimeout,
    random: Math.random.bind(Math),
    randomFunction: Reflect.get(Math, 'random'),
  };
  const isRestored = (): boolean =>
    globalThis.setTimeout === original.setTimeout && Reflect.get(Math, 'random') === original.randomFunction;
  let slept: number[];
  let retry: NonNullable<Scope['retry']>;
  beforeEach(() => {
    slept = [];
    retry = {
      sleep(callback, ms) {
        slept.push(ms);
        queueMicrotask(callback);
        return { cancel: () => undefined };
      },
      random: () => 0.25,
    };
  });
  afterEach(() => expect(isRestored()).to.equal(true));

  it('redirects sleeps and chances inside the scope of a retry, and nowhere else', async () => {
    const restore = redirectRetryAmbience();
    try {
      const seen = await new Promise<unknown[]>((resolve) => {
        runInScope({ retry }, () => setTimeout((...args: unknown[]) => resolve(args), 50_000, 'a', 1));
      });
      expect(seen).to.deep.equal(['a', 1]);
      await runInScope({ retry }, () => new Promise<void>((resolve) => void setTimeout(resolve)));
      expect(slept).to.deep.equal([50_000, 0]);
      expect(runInScope({ retry }, () => Math.random())).to.equal(0.25);
      await new Promise((resolve) => setTimeout(resolve, 1));
      expect(slept).to.have.lengthOf(2);
      expect(Math.random()).to.not.equal(0.25);
      expect(currentScope()).to.equal(undefined);
    } finally {
      restore();
    }
  });

  it('keeps what belongs to the function', async () => {
    const restore = redirectRetryAmbience();
    try {
      expect(await promisify(setTimeout)(1, 'x')).to.equal('x');
      const timer = setTimeout(() => expect.fail('cleared'), 1);
      clearTimeout(timer);
    } finally {
      restore();
    }
  });

  it('several share one redirection, whatever the order in which they end', () => {
    const one = redirectRetryAmbience();
    const redirected = globalThis.setTimeout;
    const two = redirectRetryAmbience();
    expect(globalThis.setTimeout).to.equal(redirected);
    one();
    expect(isRestored()).to.equal(false);
    expect(runInScope({ retry }, () => Math.random())).to.equal(0.25);
    two();
  });

  it('leaves sleeps to the fake timers of a test, installed before or after', async () => {
    for (const before of [true, false]) {
      let restore = before ? () => undefined : redirectRetryAmbience();
      const timers = sinon.useFakeTimers();
      if (before) restore = redirectRetryAmbience();
      let fired = false;
      runInScope({ retry }, () => void setTimeout(() => (fired = true), 1_000));
      expect([fired, slept]).to.deep.equal([false, []]);
      await timers.tickAsync(1_000);
      expect(fired).to.equal(true);
      if (before) restore();
      timers.restore();
      if (!before) restore();
    }
  });

  it('does not put back what somebody else has replaced since', () => {
    const restore = redirectRetryAmbience();
    const timers = sinon.useFakeTimers();
    restore();
    expect((globalThis.setTimeout as { clock?: unknown }).clock).to.not.equal(undefined);
    timers.restore();
    // Sinon put back what it found, which is our function; the next plug takes it over and then cleans up.
    expect(isRestored()).to.equal(false);
    redirectRetryAmbience()();
  });
});
