import { expect } from 'chai';
import { currentScope, currentTask, runInScope, Task } from '../../fakes/kernel/scope';

describe('kernel/scope', () => {
  it('is kept across awaits, and is gone outside', async () => {
    const task = new Task('a');
    await runInScope({ task }, async () => {
      await Promise.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      expect(currentTask()).to.equal(task);
    });
    expect(currentTask()).to.equal(undefined);
    expect(currentScope()).to.equal(undefined);
  });

  it('keeps tasks apart that run at the same time', async () => {
    const seen = (name: string): Promise<string | undefined> =>
      runInScope({ task: new Task(name) }, async () => {
        await Promise.resolve();
        return currentTask()?.name;
      });
    expect(await Promise.all([seen('a'), seen('b')])).to.deep.equal(['a', 'b']);
  });

  it('adds to the scope around it', () => {
    const task = new Task('a');
    const retry = { sleep: () => ({ cancel: () => undefined }), random: () => 0.5 };
    const inner = runInScope({ task }, () => runInScope({ retry }, () => currentScope()));
    expect(inner).to.deep.equal({ task, retry });
  });

  it('is shared by two copies of the package', () => {
    const path = require.resolve('../../fakes/kernel/scope');
    const cached = require.cache[path];
    delete require.cache[path];
    try {
      const copy = require(path) as typeof import('../../fakes/kernel/scope');
      expect(copy.runInScope).to.not.equal(runInScope);
      expect(copy.runInScope({ task: new Task('a') }, () => currentTask()?.name)).to.equal('a');
    } finally {
      require.cache[path] = cached;
    }
  });

  it('a task that hangs says so, and lives on', async () => {
    const task = new Task('a');
    let told = false;
    void task.hung.then(() => (told = true));
    await Promise.resolve();
    expect(told).to.equal(false);
    task.hang();
    await task.hung;
    expect([task.dead, told]).to.deep.equal([false, true]);
  });

  it('a task dies once and for all, and tells those who wait for it', async () => {
    const task = new Task('a');
    let told = false;
    void task.crashed.then(() => (told = true));
    await Promise.resolve();
    expect([task.dead, told]).to.deep.equal([false, false]);
    task.crash();
    task.crash();
    await task.crashed;
    expect([task.dead, told]).to.deep.equal([true, true]);
  });
});
