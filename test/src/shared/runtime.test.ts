import { S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import * as sinon from 'sinon';
import { createRuntime, sleep } from '../../../src/shared/runtime';

describe('createRuntime', () => {
  let time: sinon.SinonFakeTimers;
  beforeEach(() => {
    time = sinon.useFakeTimers(1_000);
  });
  afterEach(() => time.restore());

  it("uses the process's clock, chance, ids, environment, clients and output", () => {
    const runtime = createRuntime();
    expect(runtime.now()).to.equal(1_000);
    expect(runtime.random()).to.be.within(0, 1);
    expect(runtime.uuid()).to.match(/^[0-9a-f-]{36}$/);
    expect(runtime.env).to.equal(process.env);
    expect(runtime.clients.s3).to.be.instanceOf(S3Client);
    const write = sinon.stub(process.stdout, 'write');
    runtime.write('a line');
    write.restore();
    expect(write.args).to.deep.equal([['a line\n']]);
  });

  it('looks its environment up when it is needed, as Lambda may set it late', () => {
    const runtime = createRuntime();
    const before = process.env;
    process.env = { LATE: 'yes' };
    const { LATE } = runtime.env;
    process.env = before;
    expect(LATE).to.equal('yes');
  });

  it('calls back after a while, unless cancelled', async () => {
    const runtime = createRuntime();
    const called: string[] = [];
    runtime.after(10, () => called.push('a'));
    const cancel = runtime.after(5, () => called.push('b'));
    cancel();
    const slept = sleep(runtime, 20).then(() => called.push('c'));
    await time.tickAsync(20);
    await slept;
    expect(called).to.deep.equal(['a', 'c']);
  });

  it('prefers what it is given', () => {
    const given = {
      now: () => 5,
      random: () => 0,
      uuid: () => 'u',
      env: {},
      write: () => undefined,
      after: () => () => undefined,
    };
    const { clients: _, ...rest } = createRuntime({ ...given, clients: createRuntime().clients });
    expect(rest).to.deep.equal(given);
  });
});
