import { expect } from 'chai';
import { runInScope, Task } from '../../fakes/kernel/scope';
import { createEnvironment } from '../../fakes/lambda/environment';
import { lambdaWorld } from './world';

describe('lambda/environment', () => {
  it("is a function's own while it runs", async () => {
    const w = lambdaWorld();
    const seen: unknown[] = [];
    const read = async (): Promise<void> => {
      await Promise.resolve();
      seen.push([process.env['AWS_LAMBDA_FUNCTION_NAME'], process.env['MODE'], process.env['AWS_REGION']]);
    };
    w.lambda.function('a', read, { environment: { MODE: 'one' } });
    w.lambda.function('b', read, { environment: { MODE: 'two' } });
    await Promise.all([w.lambda.invoke('a'), w.lambda.invoke('b')]);
    expect(seen).to.deep.equal([
      ['a', 'one', 'us-east-1'],
      ['b', 'two', 'us-east-1'],
    ]);
    expect(process.env['MODE']).to.equal(undefined);
    w.aws.unplug();
  });

  it('lies over the process environment, which takes what is assigned', () => {
    const before = process.env;
    const environment = createEnvironment();
    const [task, other] = [new Task('a'), new Task('b')];
    const stop = environment.apply(task, { ONLY_HERE: '1' });
    const stopOther = environment.apply(other, {});
    runInScope({ task }, () => {
      expect('ONLY_HERE' in process.env).to.equal(true);
      expect(Object.keys(process.env)).to.include('ONLY_HERE').and.to.include('PATH');
      expect({ ...process.env }['ONLY_HERE']).to.equal('1');
      process.env['ASSIGNED'] = 'x';
    });
    runInScope({ task: other }, () => expect(process.env['ONLY_HERE']).to.equal(undefined));
    expect(process.env['ONLY_HERE']).to.equal(undefined);
    expect(process.env['ASSIGNED']).to.equal('x');
    delete process.env['ASSIGNED'];
    stop();
    stopOther();
    expect(process.env).to.equal(before);
  });

  it('leaves alone what somebody else put there meanwhile', () => {
    const before = process.env;
    const stop = createEnvironment().apply(new Task('a'), {});
    const replaced = { ...before };
    process.env = replaced;
    stop();
    expect(process.env).to.equal(replaced);
    process.env = before;
  });
});
