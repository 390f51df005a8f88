import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explore, sweepFaults } from '../../fakes';
import { arrangePointer, compareAndSwap, everyNameOnce, naive } from './pointer-writers';

/** The elements that are open at the end, or a complaint: a page of ours closes everything but meta. */
function unclosed(html: string): readonly string[] {
  const open: string[] = [];
  for (const [, closing, name = ''] of html.matchAll(/<(\/?)([a-z]\w*)[^>]*>/g)) {
    if (name === 'meta') continue;
    if (closing === '') open.push(name);
    else if (open.pop() !== name) return [`</${name}> closes something else`];
  }
  return open;
}

describe('simulation/html-report', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
  });
  afterEach(() => {
    delete process.env['AWS_FAKES_REPORT'];
    rmSync(folder, { recursive: true });
  });

  async function pageOfRace(): Promise<{ message: string }> {
    return explore({
      arrange: arrangePointer,
      tasks: { A: naive('A'), '<B>': naive('B') },
      assert: everyNameOnce('A', 'B'),
    }).then(
      () => ({ message: '' }),
      (error: Error) => error,
    );
  }

  it('is written where the environment says, with everything a reader needs', async () => {
    const path = join(folder, 'deep', 'report.html');
    process.env['AWS_FAKES_REPORT'] = path;
    const { message } = await pageOfRace();
    expect(message).to.contain(`page: ${path}`);
    const html = readFileSync(path, 'utf8');
    expect(unclosed(html)).to.deep.equal([]);
    expect(html).to.contain('lost or doubled update: the pointer lists');
    expect(html).to.match(/AWS_FAKES_REPLAY=&#39;|AWS_FAKES_REPLAY='v1\//);
    expect(html).to.contain('<div class="head task">A</div><div class="head task">&lt;B&gt;</div>');
    expect(html.match(/class="head task"/g)).to.have.lengthOf(2);
    expect(html.match(/<div class="step /g)).to.have.lengthOf(6);
    // Inputs, outputs and changes.
    expect(html).to.contain('Key: &#39;data/A&#39;');
    expect(html).to.contain('ETag');
    expect(html).to.contain('<span class="added">+ ');
    expect(html).to.contain('<span class="removed">- ');
    expect(html, 'no external references').to.not.match(/https?:|<script|<link|@import|url\(/);
  });

  it('marks faults, refusals and the passing of time', async () => {
    process.env['AWS_FAKES_REPORT'] = folder;
    await sweepFaults({
      arrange: arrangePointer,
      act: compareAndSwap('A'),
      faults: ['answerLost'],
      assert: everyNameOnce('A'),
    }).catch(() => undefined);
    const [name = ''] = readdirSync(folder);
    expect(name).to.match(/^[0-9a-f]{8}\.html$/);
    const html = readFileSync(join(folder, name), 'utf8');
    expect(html).to.contain('<div class="step struck"');
    expect(html).to.contain('<b>! answerLost</b>');
    expect(html).to.contain('<div class="step failed"');
    expect(html).to.contain('<div class="step time"');
  });
});
