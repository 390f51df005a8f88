import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';

/** What a program prints as JSON, in a process of its own: dispatchers stay for its life. */
async function printed(program: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--require',
      'ts-node/register',
      '--eval',
      `(async () => console.log(JSON.stringify(await (${program})())))()`,
    ],
    { cwd: join(__dirname, '../..'), env: { ...process.env, TS_NODE_TRANSPILE_ONLY: 'true' } },
  );
  return JSON.parse(stdout);
}

describe('kernel/dispatchers', function () {
  this.timeout(60_000);

  it('are installed once, and pass to the machine what no world takes', async () => {
    const seen = await printed(`async () => {
      const { installDispatchers } = require('./fakes/kernel/dispatchers');
      const machine = setTimeout;
      installDispatchers();
      const once = setTimeout;
      installDispatchers();
      const timers = require('node:timers');
      let fired = 0;
      const never = setTimeout(() => fired++, 5);
      clearTimeout(never);
      clearImmediate(setImmediate(() => fired++));
      await new Promise((resolve) => setTimeout(resolve, 20));
      await require('node:util').promisify(setTimeout)(5);
      return {
        dispatched: once !== machine,
        once: setTimeout === once && timers.setTimeout === once,
        name: setTimeout.name,
        fired,
        typed: typeof Date.now() + typeof performance.now() + typeof process.hrtime.bigint() + Array.isArray(process.hrtime([0, 0])),
        date: new Date(5).toISOString(),
        sameClass: new Date().constructor === Date && Date.prototype.constructor === Date,
        subclass: new (class Later extends Date {})(7).getTime(),
        chance: [Math.random() < 1, require('node:crypto').randomInt(1), crypto.randomUUID().length],
      };
    }`);
    expect(seen).to.deep.equal({
      dispatched: true,
      once: true,
      name: 'setTimeout',
      fired: 0,
      typed: 'numbernumberbiginttrue',
      date: '1970-01-01T00:00:00.005Z',
      sameClass: true,
      subclass: 7,
      chance: [true, 0, 36],
    });
  });

  it("leave fake timers that a test installs itself to the test: what was taken before stays the machine's", async () => {
    const seen = await printed(`async () => {
      require('./fakes/register');
      const { setTimeout: taken } = globalThis;
      const sinon = require('sinon');
      const clock = sinon.useFakeTimers();
      let order = [];
      setTimeout(() => order.push('faked'), 1000);
      taken(() => order.push('machine'), 1);
      await clock.tickAsync(1000);
      clock.restore();
      await new Promise((resolve) => setTimeout(resolve, 30));
      return { order: order.sort(), back: setTimeout === taken };
    }`);
    expect(seen).to.deep.equal({ order: ['faked', 'machine'], back: true });
  });
});
