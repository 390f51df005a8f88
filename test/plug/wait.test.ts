import { expect } from 'chai';
import { Wait } from '../../fakes/kernel/operation';
import { neverAnswered, unlessAborted, waitFor } from '../../fakes/plug/wait';
import { toy } from '../kernel/toy-service';
import { createToyWorld, rejection, stopDate } from '../kernel/toy-world';

const turns = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
};

describe('plug/wait', () => {
  let date: ReturnType<typeof stopDate>;
  beforeEach(() => {
    date = stopDate();
  });
  afterEach(() => date.restore());
  const message = { body: 'x', tags: {} };

  it("waits until the world's time has come", async () => {
    const world = createToyWorld();
    const until = world.clock.now() + 20_000;
    await waitFor(world, new Wait(until, []), undefined);
    expect(world.clock.now()).to.equal(until);
  });

  it('is woken by a write to what it watches, and by no other', async () => {
    const world = createToyWorld();
    const { messages, bodies } = world.state(toy);
    const before = world.clock.now();
    const woken = waitFor(world, new Wait(before + 20_000, [messages]), undefined);
    bodies.put('k', new Uint8Array());
    let settled = false;
    void woken.then(() => (settled = true));
    await Promise.resolve();
    await Promise.resolve();
    expect(settled).to.equal(false);
    messages.put(1, message);
    await woken;
    await turns();
    expect(world.clock.now() - before).to.equal(0);
  });

  it('an abort ends it, and leaves nothing behind that moves time', async () => {
    const world = createToyWorld();
    const controller = new AbortController();
    const before = world.clock.now();
    const waiting = waitFor(world, new Wait(before + 20_000, []), controller.signal);
    controller.abort(new Error('why'));
    const error = await rejection<Error>(waiting);
    expect([error.name, (error.cause as Error).message]).to.deep.equal(['AbortError', 'why']);
    await turns();
    expect(world.clock.now() - before).to.equal(0);
  });

  it('what is aborted already does not wait', async () => {
    const world = createToyWorld();
    const signal = AbortSignal.abort();
    const before = world.clock.now();
    expect((await rejection(waitFor(world, new Wait(before + 20_000, []), signal))).name).to.equal(
      'AbortError',
    );
    expect((await rejection(neverAnswered(signal))).name).to.equal('AbortError');
    expect((await rejection(unlessAborted(new Promise(() => undefined), signal))).name).to.equal(
      'AbortError',
    );
    await turns();
    expect(world.clock.now() - before).to.equal(0);
  });

  it('neverAnswered ends by an abort only', async () => {
    let ended = false;
    void neverAnswered(undefined).catch(() => (ended = true));
    const controller = new AbortController();
    const pending = neverAnswered(controller.signal);
    await turns();
    expect(ended).to.equal(false);
    controller.abort();
    expect((await rejection(pending)).name).to.equal('AbortError');
  });

  it('unlessAborted gives what the promise gives', async () => {
    const { signal } = new AbortController();
    expect(await unlessAborted(Promise.resolve(1), undefined)).to.equal(1);
    expect(await unlessAborted(Promise.resolve(1), signal)).to.equal(1);
    expect((await rejection(unlessAborted(Promise.reject(new Error('x')), signal))).message).to.equal('x');
  });
});
