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

  it('a frozen task waits, and goes on in order when it is thawed', () => {
    const task = new Task('a');
    const seen: string[] = [];
    const note = (what: string) => () => void seen.push(what);
    task.whenAwake(note('before'));
    task.freeze();
    task.whenAwake(() => {
      seen.push('first');
      task.whenAwake(note('at once'));
    });
    task.whenAwake(note('second'));
    expect([seen, task.frozen]).to.deep.equal([['before'], true]);
    task.thaw();
    expect([seen, task.frozen]).to.deep.equal([['before', 'first', 'at once', 'second'], false]);
    task.thaw();
    expect(seen).to.have.lengthOf(4);
  });

  it('a task that freezes again while it is thawed keeps the rest waiting', () => {
    const task = new Task('a');
    const seen: string[] = [];
    task.freeze();
    task.whenAwake(() => task.freeze());
    task.whenAwake(() => void seen.push('later'));
    task.thaw();
    expect(seen).to.deep.equal([]);
    task.thaw();
    expect(seen).to.deep.equal(['later']);
  });

  it('a task that dies while it is frozen never goes on, and a dead one cannot freeze', () => {
    const task = new Task('a');
    let went = false;
    task.freeze();
    task.whenAwake(() => (went = true));
    task.crash();
    task.thaw();
    task.whenAwake(() => (went = true));
    expect([went, task.frozen]).to.deep.equal([false, false]);
    task.freeze();
    expect(task.frozen).to.equal(false);
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
