import { expect } from 'chai';
import { Task } from '../../fakes/kernel/scope';
import { createSandboxes } from '../../fakes/lambda/sandboxes';

describe('lambda/sandboxes', () => {
  let life = 0;
  const create = () => createSandboxes(() => life);
  const handler = async () => 1;

  it('starts cold, comes back warm, the one used last first', async () => {
    const sandboxes = create();
    let started = 0;
    sandboxes.register('f', {
      init() {
        started++;
        return handler;
      },
    });
    const [a, b] = [sandboxes.take('f'), sandboxes.take('f')];
    expect([a.warm, b.warm, sandboxes.running('f')]).to.deep.equal([undefined, undefined, 2]);
    const [first, second] = [await sandboxes.start('f', '1'), await sandboxes.start('f', '2')];
    expect(started).to.equal(2);
    a.release(first);
    b.release(second);
    const again = sandboxes.take('f');
    expect(again.warm).to.equal(second);
    again.release(undefined);
    const last = sandboxes.take('f');
    expect(last.warm).to.equal(first);
    last.release(first);
    expect(sandboxes.running('f')).to.equal(0);
  });

  /** A function with a warm sandbox in which something was left. */
  async function warmed(sandboxes: ReturnType<typeof create>): Promise<Task> {
    sandboxes.register('f', handler);
    const sandbox = await sandboxes.start('f', '');
    const left = new Task('f');
    sandbox.frozen.push(left);
    sandboxes.take('f').release(sandbox);
    return left;
  }

  const ends: readonly (readonly [string, (sandboxes: ReturnType<typeof create>) => void])[] = [
    ['a new registration', (sandboxes) => sandboxes.register('f', handler)],
    ['a recycling', (sandboxes) => sandboxes.recycle('f')],
    ['a return to an earlier state', () => void life++],
  ];
  for (const [what, end] of ends) {
    it(`is cold again after ${what}, and what was left in it is dead`, async () => {
      const sandboxes = create();
      const left = await warmed(sandboxes);
      end(sandboxes);
      expect(sandboxes.take('f').warm).to.equal(undefined);
      expect(left.dead).to.equal(true);
    });
  }

  it('does not count what still runs in another life', async () => {
    const sandboxes = create();
    sandboxes.register('f', handler);
    const abandoned = sandboxes.take('f');
    life++;
    expect(sandboxes.running('f')).to.equal(0);
    const now = sandboxes.take('f');
    abandoned.release(await sandboxes.start('f', ''));
    expect(sandboxes.running('f')).to.equal(1);
    now.release(undefined);
    expect([sandboxes.running('f'), sandboxes.take('f').warm]).to.deep.equal([0, undefined]);
  });

  it('refuses handlers with a callback, and code it does not have', () => {
    const sandboxes = create();
    expect(() => sandboxes.register('f', (_event, _context, _callback) => undefined)).to.throw('callback');
    expect(() => sandboxes.running('f')).to.throw('aws.lambda has no code for the function f.');
  });

  it('forgets everything at a reset, also what still runs', async () => {
    const sandboxes = create();
    const left = await warmed(sandboxes);
    const running = sandboxes.take('f');
    const second = await sandboxes.start('f', '');
    sandboxes.take('f').release(second);
    const other = new Task('f');
    second.frozen.push(other);
    sandboxes.reset();
    running.release(running.warm);
    expect(() => sandboxes.take('f')).to.throw('no code');
    expect([left.dead, other.dead]).to.deep.equal([false, true]);
  });
});
