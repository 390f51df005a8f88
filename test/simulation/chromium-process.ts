import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Opens a page in headless Chromium, uses it as a reader would, and prints what it saw. */
async function main(executablePath: string, page: string, screenshot: string): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: FLAGS,
    headless: true,
  });
  try {
    const tab = await browser.newPage();
    await tab.setViewportSize({ width: 1400, height: 1000 });
    const requests: string[] = [];
    const complaints: string[] = [];
    tab.on('request', (request) => requests.push(request.url()));
    tab.on('console', (message) => complaints.push(message.text()));
    tab.on('pageerror', (error) => complaints.push(error.message));
    await tab.goto(pathToFileURL(page).href);
    const closed = tab.locator('details:not([open])').first();
    const hidden = await closed.locator('pre').first().isVisible();
    await closed.locator('summary').click();
    const opened = tab.locator('details[open] pre').first();
    const marks = tab.locator('a.mark');
    await marks.last().click();
    const seen = {
      title: await tab.title(),
      heading: await tab.locator('h1').innerText(),
      lanes: await tab.locator('line.lane').count(),
      marks: await marks.count(),
      steps: await tab.locator('.step').count(),
      target: new URL(tab.url()).hash,
      targetInView: await tab.locator('.step:target').isVisible(),
      hiddenBefore: !hidden,
      shownAfter: await opened.isVisible(),
      widthOfDrawing: (await tab.locator('svg.drawing').boundingBox())?.width,
      foreignRequests: requests.filter((url) => !url.startsWith('file:')),
      complaints,
    };
    await tab.screenshot({ path: screenshot, fullPage: true });
    process.stdout.write(JSON.stringify(seen));
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

const [executablePath = '', page = '', screenshot = ''] = process.argv.slice(2);
main(executablePath, page, screenshot).catch((error: unknown) => {
  process.stderr.write(String(error));
  process.exitCode = 1;
});
