import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explore, sweepFaults } from '../../fakes';
import { htmlReport } from '../../fakes/simulation/html-report';
import type { Violation } from '../../fakes/simulation/report';
import type { StepTaken } from '../../fakes/simulation/run';
import { arrangePointer, compareAndSwap, everyNameOnce, naive } from './pointer-writers';

/** The elements that are open at the end, or a complaint: a page of ours closes everything but meta. */
function unclosed(html: string): readonly string[] {
  const open: string[] = [];
  for (const [tag, closing, name = ''] of html.matchAll(/<(\/?)([a-z]\w*)[^>]*>/g)) {
    if (name === 'meta' || tag.endsWith('/>')) continue;
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
    // The drawing: a lane for each task, a mark that leads to each step.
    expect(html.match(/<line class="lane"/g)).to.have.lengthOf(2);
    expect(html.match(/<a class="mark ok" href="#step-\d"/g)).to.have.lengthOf(6);
    for (let i = 1; i <= 6; i++) expect(html).to.contain(`id="step-${i}"`);
    expect(html).to.contain('<h2>What the run changed</h2>');
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
    expect(html).to.contain('<b>! answerLost</b> ');
    expect(html).to.contain('<div class="step failed"');
    expect(html).to.contain('<div class="step time"');
    expect(html)
      .to.contain('<a class="mark struck"')
      .and.contain('<a class="mark time"')
      .and.contain('<a class="mark failed"');
    expect(html, 'what went wrong lies open').to.match(
      /<details open><summary>PutObject[^<]*TimeoutError<\/summary>/,
    );
    expect(html).to.match(/<div class="label">error<\/div><pre>\{[^<]*PreconditionFailed/);
    expect(html, 'no stack traces').to.not.match(/ at .*node_modules/);
  });

  describe('of a given run', () => {
    const step = (given: Partial<StepTaken>): StepTaken => ({
      token: 'A',
      label: 'A GetObject bucket key',
      isDefault: true,
      task: 'A',
      at: 1_000,
      calls: [],
      changes: [],
      ...given,
    });
    const violationOf = (steps: readonly StepTaken[]): Violation => ({
      replay: 'v1/A',
      message: 'broken\nsecond line',
      error: undefined,
      run: { steps, outcomes: {}, pruned: false, tied: false, stuck: undefined },
    });
    const pageOf = (...steps: readonly StepTaken[]): string =>
      htmlReport(violationOf(steps), { tasks: ['A'], summary: '1 run' });

    it('without steps is a page all the same', () => {
      const html = htmlReport(violationOf([]), { tasks: [], summary: '0 runs' });
      expect(unclosed(html)).to.deep.equal([]);
      expect(html).to.contain('<title>broken</title>').and.contain('broken\nsecond line');
    });

    it('says what waited, and when, from the first step on', () => {
      const html = pageOf(step({}), step({ at: 1_250, task: undefined, token: 'T' }));
      expect(html).to.contain('<i>GetObject bucket key</i>');
      const struck = pageOf(step({ token: 'A!slow', label: 'A GetObject bucket key!slow' }));
      expect(struck).to.contain('<b>! slow</b> <i>GetObject bucket key</i>');
      expect(html).to.contain('grid-column: 2">0 ms</div>').and.contain('grid-column: 2">250 ms</div>');
      expect(html).to.contain('<i>time moves on</i>');
    });

    it('counts one change, and shows what was removed and what was added', () => {
      const change = { collection: 's3.objects', key: ['b', '<k>'] };
      const one = pageOf(step({ changes: [{ ...change, before: 1, after: undefined }] }));
      expect(one).to.contain('s3.objects b &lt;k&gt; (gone)');
      expect(one).to.contain('<summary>1 change</summary>').and.contain('<span class="removed">- 1</span>');
      expect(one).to.not.contain('class="added"');
      expect(one).to.contain('&lt;k&gt;');
      const two = pageOf(
        step({ changes: [change, change].map((c) => ({ ...c, before: undefined, after: 2 })) }),
      );
      expect(two).to.contain('<summary>2 changes</summary>').and.contain('<span class="added">+ 2</span>');
    });

    it('cuts what is long, and shows an answer that never came', () => {
      const html = pageOf(
        step({
          calls: [
            {
              call: 1,
              attempt: 1,
              startedAt: 1_000,
              endedAt: 1_000,
              service: 'S3',
              operation: 'PutObject',
              region: 'us-east-1',
              caller: 'A',
              input: { Keys: Array.from({ length: 50 }, (_, i) => `${i}`.padEnd(200, 'x')) },
              outcome: { kind: 'noAnswer' },
              fault: undefined,
            },
          ],
        }),
      );
      expect(html).to.contain('...</pre>').and.contain('noAnswer').and.contain('<div class="step failed"');
      expect(html.length).to.be.below(12_000);
    });
  });
});
