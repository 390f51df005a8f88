import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fakeAws } from '../../fakes';

/** The parts of the README that are made from the code. `npm run readme` writes them, the tests compare them. */
const ROOT = join(__dirname, '../..');

export const README = join(ROOT, 'README.md');

export function generatedParts(): Readonly<Record<string, string>> {
  return { 'support table': supportTable(), assumptions: assumptions() };
}

/** The text between the markers of a part. */
export function partOf(readme: string, name: string): string {
  return readme.split(`<!-- ${name}: begin -->\n`)[1]?.split(`<!-- ${name}: end -->`)[0] ?? '';
}

export function withPart(readme: string, name: string, text: string): string {
  return readme.replace(`${name}: begin -->\n${partOf(readme, name)}`, () => `${name}: begin -->\n${text}`);
}

/** One row per operation, with the parameters that are refused. */
function supportTable(): string {
  const aws = fakeAws();
  const operations = aws.world.operations();
  aws.unplug();
  const rows = operations.map(({ service, row, shape }) => {
    const refused = shape.input.members.filter((member) => !row.members.includes(member));
    return `| ${service.name} | ${row.name} | ${refused.map((member) => `\`${member}\``).join(', ')} |`;
  });
  return ['| service | operation | parameters refused |', '|---|---|---|', ...rows, ''].join('\n');
}

/** Every `Assumed:` in the library, by service. */
function assumptions(): string {
  const byFolder = new Map<string, string[]>();
  for (const file of sourceFiles('fakes')) {
    for (const text of assumedIn(readFileSync(join(ROOT, file), 'utf8'))) {
      const folder = file.split('/')[1] ?? '';
      byFolder.set(folder, [...(byFolder.get(folder) ?? []), `- ${text} (\`${file}\`)`]);
    }
  }
  return [...byFolder]
    .map(
      ([folder, lines]) =>
        `<details><summary>${folder}: ${lines.length}</summary>\n\n${lines.join('\n')}\n\n</details>\n`,
    )
    .join('\n');
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
    .toSorted();
}

/** The sentences that follow `Assumed:` in comments, up to the end of the comment's paragraph. */
function assumedIn(source: string): string[] {
  const lines = source
    .split('\n')
    .map((line) => /^\s*(?:\/\*\*?|\*|\/\/)\s?(.*?)(?:\*\/)?\s*$/.exec(line)?.[1] ?? endOfLineComment(line));
  const found: string[] = [];
  lines.forEach((line, i) => {
    const start = line.indexOf('Assumed:');
    if (start < 0) return;
    let text = line.slice(start + 'Assumed:'.length).trim();
    for (let next = i + 1; !/[.;]$/.test(text) && (lines[next] ?? '') !== ''; next++)
      text += ` ${(lines[next] ?? '').trim()}`;
    found.push(text.replace(/\s+/g, ' ').replaceAll('|', '\\|'));
  });
  return found;
}

function endOfLineComment(line: string): string {
  const at = line.indexOf('// ');
  return at < 0 ? '' : line.slice(at + 3);
}
