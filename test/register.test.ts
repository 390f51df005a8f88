import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';

const root = join(__dirname, '..');

/** Runs a program that captures timers, clocks and random sources at load, with or without the dispatchers. */
async function program(
  ...required: readonly string[]
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const requires = ['./test/setup.cjs', 'ts-node/register', ...required].flatMap((path) => [
    '--require',
    path,
  ]);
  return promisify(execFile)(process.execPath, [...requires, 'test/register-process.ts'], {
    cwd: root,
    env: { ...process.env, TS_NODE_TRANSPILE_ONLY: 'true' },
    timeout: 60_000,
  });
}

describe('aws-fakes/register', function () {
  this.timeout(90_000);

  it('puts what code took at load under the control of worlds, and gives it back', async () => {
    const seen = JSON.parse((await program('./fakes/register.ts')).stdout) as Record<string, unknown>;
    const hours = 6 * 3_600_000;
    expect(seen).to.deep.equal({
      clocks: {
        now: hours,
        date: hours,
        isDate: true,
        text: 'string',
        stopwatch: hours,
        hrtime: hours,
        seconds: true,
      },
      explored: { runs: 2, complete: true, failures: 0 },
      real: { waited: true, today: true, random: 3, uuid: true },
      quick: true,
    });
  });
});
