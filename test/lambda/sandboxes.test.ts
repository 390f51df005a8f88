import { expect } from 'chai';
import { Task } from '../../fakes/kernel/scope';
import { createSandboxes } from '../../fakes/lambda/sandboxes';

describe('lambda/sandboxes', () => {
  it('starts cold, comes back warm, the one used last first', async () => {
    const sandboxes = createSandboxes();
    let started = 0;
    sandboxes.register('f', {
      init() {
        started++;
        return async () => undefined;
      },
    });
    const cold = [sandboxes.take('f'), sandboxes.take('f')];
    expect([...cold, sandboxes.running('f')]).to.deep.equal([undefined, undefined, 2]);
    const [first, second] = [await sandboxes.start('f', '1'), await sandboxes.start('f', '2')];
    expect(started).to.equal(2);
    sandboxes.release('f', first);
    sandboxes.release('f', second);
    expect(sandboxes.take('f')).to.equal(second);
    sandboxes.release('f', undefined);
    expect(sandboxes.take('f')).to.equal(first);
    sandboxes.release('f', first);
    expect(sandboxes.running('f')).to.equal(0);
  });

  it('is cold again after a new registration', async () => {
    const sandboxes = createSandboxes();
    sandboxes.register('f', async () => 1);
    const warm = await sandboxes.start('f', '');
    const left = new Task('f');
    warm.frozen.push(left);
    sandboxes.take('f');
    sandboxes.release('f', warm);
    sandboxes.register('f', async () => 2);
    expect(sandboxes.take('f')).to.equal(undefined);
    expect(left.dead).to.equal(true);
  });

  it('refuses handlers with a callback, and code it does not have', () => {
    const sandboxes = createSandboxes();
    expect(() => sandboxes.register('f', (_event, _context, _callback) => undefined)).to.throw('callback');
    expect(() => sandboxes.running('f')).to.throw('aws.lambda has no code for the function f.');
  });

  it('forgets everything at a reset, also what still runs', async () => {
    const sandboxes = createSandboxes();
    sandboxes.register('f', async () => 1);
    sandboxes.take('f');
    const running = await sandboxes.start('f', '');
    sandboxes.reset();
    sandboxes.release('f', running);
    expect(() => sandboxes.take('f')).to.throw('no code');
  });
});
