import { expect } from 'chai';
import { concurrently } from '../../../src/shared/concurrently';

describe('concurrently', () => {
  it('works on at most so many values at a time, and on all of them', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await concurrently([1, 2, 3, 4, 5], 2, async (value) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running -= 1;
      done.push(value);
    });
    expect(done).to.deep.equal([1, 2, 3, 4, 5]);
    expect(most).to.equal(2);
  });

  it('after an error begins nothing more, but waits for what it has begun', async () => {
    const done: number[] = [];
    const work = concurrently([1, 2, 3, 4], 2, async (value) => {
      if (value === 1) throw new Error('one');
      await new Promise((resolve) => setImmediate(resolve));
      done.push(value);
    });
    const error = await work.catch((reason: unknown) => reason);
    expect(error).to.be.an('error').with.property('message', 'one');
    expect(done).to.deep.equal([2]);
  });
});
