import { expect } from 'chai';
import { currentTask, type Task } from '../../fakes/kernel/scope';
import { begin } from '../../fakes/simulation/deliveries';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('simulation/deliveries', () => {
  it('runs once what returns, in the scope of its task', async () => {
    const running = begin('A', async () => currentTask()?.name, 3);
    expect(running.outcome).to.equal(undefined);
    await turn();
    expect(running.outcome).to.deep.equal({ kind: 'returned', value: 'A', deliveries: 1 });
  });

  it('delivers again what throws, as often as it may; what came before is dead', async () => {
    const tasks: (Task | undefined)[] = [];
    const fails = async (): Promise<void> => {
      tasks.push(currentTask());
      throw new Error(`no ${tasks.length}`);
    };
    const running = begin('A', fails, 3);
    await turn();
    expect(running.outcome).to.deep.include({ kind: 'threw', deliveries: 3 });
    expect(tasks.map((task) => task?.dead)).to.deep.equal([true, true, false]);
    expect(running.task).to.equal(tasks[2]);
  });

  it('delivers again what crashes; a late answer of the dead changes nothing', async () => {
    let deliveries = 0;
    let late: () => void = () => undefined;
    const body = (): Promise<unknown> => {
      if (++deliveries > 1) return Promise.resolve('second');
      currentTask()?.crash();
      return new Promise<void>((resolve) => (late = resolve));
    };
    const running = begin('A', body, 2);
    await turn();
    late();
    await turn();
    expect(running.outcome).to.deep.equal({ kind: 'returned', value: 'second', deliveries: 2 });
  });

  it('ends crashed after the last delivery', async () => {
    const running = begin('A', async () => currentTask()?.crash(), 1);
    await turn();
    expect(running.outcome).to.have.property('kind').that.is.oneOf(['crashed', 'returned']);
  });

  it('delivers nothing again once the run is over', async () => {
    let deliveries = 0;
    const running = begin('A', () => new Promise(() => void deliveries++), 3);
    running.abandon();
    await turn();
    await turn();
    expect([deliveries, running.task.dead, running.outcome]).to.deep.equal([1, true, undefined]);
  });
});
