import { expect } from 'chai';
import { createSandboxes } from '../../fakes/lambda/sandboxes';

describe('lambda/sandboxes', () => {
  it('starts cold, comes back warm, the one used last first', async () => {
    const sandboxes = createSandboxes();
    let started = 0;
    sandboxes.register('f', { init: () => () => ++started });
    const [a, b] = [sandboxes.take('f'), sandboxes.take('f')];
    expect([a.cold, b.cold, sandboxes.running('f')]).to.deep.equal([true, true, 2]);
    const [first, second] = [await a.start('1'), await b.start('2')];
    sandboxes.release('f', first);
    sandboxes.release('f', second);
    const again = sandboxes.take('f');
    expect(again.cold).to.equal(false);
    expect(await again.start('3')).to.equal(second);
    sandboxes.release('f', undefined);
    expect(await sandboxes.take('f').start('4')).to.equal(first);
  });

  it('is cold again after a new registration', async () => {
    const sandboxes = createSandboxes();
    sandboxes.register('f', async () => 1);
    sandboxes.release('f', await sandboxes.take('f').start(''));
    sandboxes.register('f', async () => 2);
    expect(sandboxes.take('f').cold).to.equal(true);
  });

  it('refuses handlers with a callback, and code it does not have', () => {
    const sandboxes = createSandboxes();
    expect(() => sandboxes.register('f', (_event, _context, _callback) => undefined)).to.throw('callback');
    expect(() => sandboxes.running('f')).to.throw('aws.lambda has no code for the function f.');
  });

  it('forgets everything at a reset, also what still runs', async () => {
    const sandboxes = createSandboxes();
    sandboxes.register('f', async () => 1);
    const running = await sandboxes.take('f').start('');
    sandboxes.reset();
    sandboxes.release('f', running);
    expect(() => sandboxes.take('f')).to.throw('no code');
  });
});
