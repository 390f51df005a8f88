'use strict';
// `npm run test:watch`: one saved file, its specs. A source file runs its own spec, a spec itself, anything else the folder's.
const { spawn } = require('node:child_process');
const { existsSync, watch } = require('node:fs');
const { dirname, join } = require('node:path');

const ROOT = join(__dirname, '..');
const MOCHA = join(ROOT, 'node_modules/mocha/bin/mocha.js');
/** Editors save in several steps; what comes within this many ms is one save. */
const SETTLE_MS = 50;

/** The spec of a changed file: `fakes/sqs/send.ts` -> `test/sqs/send.test.ts`, `src/a/b.ts` -> `test/src/a/b.test.ts`. */
function specOf(file) {
  if (file.endsWith('.test.ts')) return file;
  const mirror = file.startsWith('fakes/')
    ? file.replace(/^fakes/, 'test')
    : file.startsWith('src/')
      ? `test/${file}`
      : file;
  const spec = mirror.replace(/\.ts$/, '.test.ts');
  return existsSync(join(ROOT, spec)) ? spec : join(dirname(spec), '**/*.test.ts');
}

let running;
let pending = new Set();
let timer;

function run() {
  const specs = [...pending];
  pending = new Set();
  running?.kill();
  const started = Date.now();
  console.log(`\n${specs.join(' ')}`);
  const child = spawn(process.execPath, [MOCHA, '--reporter', 'dot', ...specs], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  running = child;
  child.on('exit', (code) => {
    if (running !== child) return;
    running = undefined;
    console.log(`${code === 0 ? 'green' : 'RED'} after ${Date.now() - started} ms; waiting for a saved file`);
  });
}

for (const folder of ['fakes', 'src', 'test']) {
  watch(join(ROOT, folder), { recursive: true }, (_, name) => {
    if (name === null || !name.endsWith('.ts')) return;
    pending.add(specOf(`${folder}/${name.replaceAll('\\', '/')}`));
    clearTimeout(timer);
    timer = setTimeout(run, SETTLE_MS);
  });
}
console.log('waiting for a saved file in fakes, src or test; Ctrl-C ends');
