import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { explore } from '../../fakes';
import { arrangePointer, everyNameOnce, naive } from './pointer-writers';

const CHROMIUM = process.env['AWS_FAKES_CHROMIUM'] ?? '/usr/bin/chromium';
/** Where continuous integration says that there must be a browser, its absence is a failure. */
const REQUIRED = process.env['AWS_FAKES_CHROMIUM'] !== undefined;

describe('simulation: the page of a failing run, in Chromium', function () {
  this.timeout(120_000);

  let folder: string;
  before(function skipWithoutBrowser() {
    if (!existsSync(CHROMIUM) && !REQUIRED) this.skip();
    folder = mkdtempSync(join(tmpdir(), 'page-'));
  });
  after(() => {
    delete process.env['AWS_FAKES_REPORT'];
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it('shows the run, unfolds calls, leads from the drawing to the steps, and asks nobody for anything', async () => {
    const page = join(folder, 'page.html');
    const screenshot = join(folder, 'page.png');
    process.env['AWS_FAKES_REPORT'] = page;
    await explore({
      arrange: arrangePointer,
      tasks: { A: naive('A'), B: naive('B') },
      assert: everyNameOnce('A', 'B'),
    }).catch(() => undefined);
    // A process of its own: this one's sockets are cut off.
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--require', 'ts-node/register', 'test/simulation/chromium-process.ts', CHROMIUM, page, screenshot],
      { cwd: join(__dirname, '../..'), env: { ...process.env, TS_NODE_TRANSPILE_ONLY: 'true' } },
    );
    const { widthOfDrawing, ...seen } = JSON.parse(stdout) as Record<string, unknown>;
    expect(seen).to.deep.equal({
      title: 'lost or doubled update: the pointer lists [A], expected [A,B]',
      heading: 'lost or doubled update: the pointer lists [A], expected [A,B]',
      lanes: 2,
      marks: 6,
      steps: 6,
      target: '#step-6',
      targetInView: true,
      hiddenBefore: true,
      shownAfter: true,
      foreignRequests: [],
      complaints: [],
    });
    expect(widthOfDrawing).to.be.a('number').that.is.above(200);
    expect(statSync(screenshot).size).to.be.above(10_000);
  });
});
