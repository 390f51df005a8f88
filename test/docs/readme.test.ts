import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedParts, partOf, README } from './generated';

const EXAMPLES = join(__dirname, 'examples');
const readme = readFileSync(README, 'utf8');

interface Example {
  readonly file: string;
  readonly fails: boolean;
  readonly code: string;
}

/** The TypeScript blocks, each with the marker above it that names the file it is. */
const examples: readonly Example[] = [
  ...readme.matchAll(/<!-- example: (\S+)( \(fails\))? -->\n```ts\n([\s\S]*?)\n```/g),
].map((match) => ({ file: match[1] ?? '', fails: match[2] !== undefined, code: match[3] ?? '' }));

describe('README', function () {
  this.timeout(30_000);

  it('marks every TypeScript block with the file that is compiled and run in its place', () => {
    expect(readme.match(/```(ts|typescript)\b/g)).to.have.length(examples.length);
    expect(examples.map(({ file }) => file).toSorted()).to.deep.equal(readdirSync(EXAMPLES).toSorted());
  });

  for (const { file, code } of examples) {
    it(`shows ${file} as it is`, () => {
      const source = readFileSync(join(EXAMPLES, file), 'utf8').trimEnd();
      expect(code).to.equal(source.replaceAll(/'\.\.\/\.\.\/\.\.\/fakes(\/testing)?'/g, "'aws-fakes$1'"));
    });
  }

  it('has examples that do what it says: pass, or find their bug', () => {
    const root = join(__dirname, '../..');
    const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
    const setup = [
      '--no-config',
      '--require',
      './test/setup.cjs',
      '--require',
      'ts-node/register',
      '--reporter',
      'json',
    ];
    const files = examples.map(({ file }) => join(EXAMPLES, file));
    const run = spawnSync(process.execPath, [mocha, ...setup, ...files], { cwd: root, encoding: 'utf8' });
    const result = JSON.parse(run.stdout.slice(run.stdout.indexOf('{\n  "stats"'))) as {
      tests: { file: string; fullTitle: string }[];
      failures: { file: string; err: { message: string } }[];
    };
    const failed = new Set(result.failures.map((failure) => failure.file));
    const outcomes = examples.map(({ file }) => ({ file, fails: failed.has(join(EXAMPLES, file)) }));
    expect(outcomes).to.deep.equal(examples.map(({ file, fails }) => ({ file, fails })));
    expect(result.tests.length).to.be.at.least(examples.length);
    expect(result.failures.map(({ err }) => err.message).join('\n'))
      .to.match(/lost update/)
      .and.match(/somebody was first/);
  });

  for (const [name, text] of Object.entries(generatedParts())) {
    it(`has the ${name} of the code; write it with npm run readme`, () => {
      expect(partOf(readme, name)).to.equal(text);
    });
  }

  it('does not promise scripts that are not there', () => {
    const { scripts } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const promised = [...readme.matchAll(/npm run (?:-s )?([\w:]+)/g)].map((match) => match[1] ?? '');
    expect(promised.filter((name) => scripts[name] === undefined)).to.deep.equal([]);
  });
});
