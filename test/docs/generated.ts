import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fakeAws } from '../../fakes';
import type { AnyService } from '../../fakes/kernel/operation';
import type { MountedOperation } from '../../fakes/kernel/world';

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

/** By service: the operations that take every parameter, those that refuse some, and those that are refused with a reason. */
function supportTable(): string {
  const aws = fakeAws();
  const { services } = aws.world;
  const operations = aws.world.operations();
  aws.unplug();
  return services.map((service) => supportOf(service, operations)).join('\n');
}

function supportOf({ name, refused = {} }: AnyService, operations: readonly MountedOperation[]): string {
  const rows = operations
    .filter(({ service }) => service.name === name)
    .map(({ row, shape }) => ({
      name: row.name,
      refused: shape.input.members.filter((member) => !row.members.includes(member)),
    }));
  const whole = rows.filter((row) => row.refused.length === 0);
  const partial = rows.filter((row) => row.refused.length > 0);
  const reasons = grouped(Object.entries(refused));
  const lines = [
    `**${name}**: ${rows.length} operations. With every parameter: ${listed(whole.map((row) => row.name))}.`,
    '',
  ];
  if (partial.length > 0) lines.push('| operation | parameters refused |', '|---|---|');
  for (const row of partial) lines.push(`| ${row.name} | ${listed(row.refused)} |`);
  if (partial.length > 0) lines.push('');
  if (reasons.size > 0) lines.push('Refused, because');
  for (const [reason, names] of reasons) lines.push(`- ${reason}: ${listed(names)}.`);
  if (reasons.size > 0) lines.push('');
  return lines.join('\n');
}

/** Map.groupBy, which Node 20 has not. */
function grouped(entries: readonly [string, string][]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [operation, reason] of entries) groups.set(reason, [...(groups.get(reason) ?? []), operation]);
  return groups;
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
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
