import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';
import { DEBTS } from './tidy-debts';

const ROOT = join(__dirname, '..');
const MOST_LINES_OF_FILE = 300;
const MOST_LINES_OF_FUNCTION = 70;

interface Import {
  /** Path of the imported file from the root without extension, or the package's name. */
  readonly target: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

interface Source {
  /** From the root: `fakes/kernel/store.ts`. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
    .map((path) => join(folder, path).split(sep).join('/'))
    .toSorted((a, b) => (a < b ? -1 : 1));
}

function parse(path: string, text = readFileSync(join(ROOT, path), 'utf8')): Source {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  return { path, text, tree, imports: importsOf(path, tree) };
}

function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

function importsOf(path: string, tree: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean, node: ts.Node): void => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
    const { text } = specifier;
    const target = text.startsWith('.') ? resolved(path, text) : text;
    found.push({ target, typeOnly, line: lineOf(tree, node) });
  };
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause), node);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly, node);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true, node);
    else if (ts.isCallExpression(node) && isLoading(node)) add(node.arguments[0], false, node);
  });
  return found;
}

function resolved(from: string, specifier: string): string {
  const path = join(dirname(from), specifier).split(sep).join('/').replace(/\.js$/, '');
  return path === 'fakes' ? 'fakes/index' : path;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  if (clause.name !== undefined || named === undefined || !ts.isNamedImports(named)) return false;
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

function isLoading({ expression }: ts.CallExpression): boolean {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === 'require')
  );
}

const SERVICES = ['s3', 'dynamodb', 'sqs', 'cloudwatch', 'cloudwatch-logs'];

/** The part of the library that a path belongs to: a folder of fakes/, or one of its top files. */
function partOf(path: string): string {
  const [top, part = ''] = path.replace(/\.ts$/, '').split('/');
  return top === 'fakes' ? part : (top ?? '');
}

/** What each part may import beside itself. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  ...Object.fromEntries(SERVICES.map((service) => [service, ['kernel']])),
  plug: ['kernel'],
  lambda: ['kernel', ...SERVICES],
  aws: ['kernel', 'plug', ...SERVICES, 'lambda'],
  simulation: ['kernel', 'plug', ...SERVICES, 'aws', 'lambda'],
  testing: ['kernel', 'plug', ...SERVICES, 'aws', 'lambda'],
  index: ['kernel', 'plug', ...SERVICES, 'aws', 'lambda', 'simulation', 'testing'],
  register: ['kernel'],
  src: [],
};

function layerBreaks({ path, imports }: Source): string[] {
  const part = partOf(path);
  const allowed = BELOW[part];
  if (allowed === undefined) return [`${path}: no layer is known for ${part}`];
  return imports
    .filter(
      ({ target }) => target.startsWith('fakes/') || target.startsWith('src/') || target.startsWith('test/'),
    )
    .filter(({ target }) => partOf(target) !== part && !allowed.includes(partOf(target)))
    .map(({ target }) => `${path} imports ${target}`);
}

/** The first import cycle of each file. Type-only imports inside one folder are no dependency. */
function cycles(sources: readonly Source[]): string[] {
  const edges = new Map(
    sources.map(({ path, imports }) => [
      path.replace(/\.ts$/, ''),
      imports
        .filter(({ target, typeOnly }) => !(typeOnly && dirname(target) === dirname(path)))
        .map(({ target }) => target),
    ]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(' -> '));
    if (start >= 0 || done.has(path)) return;
    for (const target of edges.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return found;
}

function longFunctions({ path, tree }: Source): string[] {
  const found: string[] = [];
  walk(tree, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return;
    const lines = tree.getLineAndCharacterOfPosition(node.end).line + 2 - lineOf(tree, node);
    const name = node.name?.getText(tree) ?? 'a function';
    if (lines > MOST_LINES_OF_FUNCTION) found.push(`${path}: ${name} has ${lines} lines`);
  });
  return found;
}

const TIMERS = new Set([
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
]);
const AMBIENT_MEMBERS = new Set([
  'Date.now',
  'Math.random',
  'crypto.randomUUID',
  'crypto.randomBytes',
  'crypto.getRandomValues',
  'process.hrtime',
  'performance.now',
  'AbortSignal.timeout',
]);
const AMBIENT_PACKAGES = new Set([
  'node:timers',
  'node:timers/promises',
  'timers',
  'timers/promises',
  'node:perf_hooks',
]);

/** Time and chance that come from the machine instead of the world. */
function ambientUses({ path, tree, imports }: Source): string[] {
  const found = imports
    .filter(({ target }) => AMBIENT_PACKAGES.has(target))
    .map(({ target }) => `${path}: ${target}`);
  walk(tree, (node) => {
    const name = ambientName(node);
    if (name !== undefined) found.push(`${path}: ${name}`);
  });
  return found;
}

function ambientName(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments ?? []).length === 0)
    return 'new Date()';
  if (ts.isImportSpecifier(node) && /^random(UUID|Bytes|Int)$/.test((node.propertyName ?? node.name).text))
    return node.name.text;
  if (ts.isPropertyAccessExpression(node)) {
    const text = node.getText().replace(/^globalThis\./, '');
    if (AMBIENT_MEMBERS.has(text)) return text;
    return text !== node.getText() && TIMERS.has(text) ? text : undefined;
  }
  if (!ts.isIdentifier(node) || !TIMERS.has(node.text)) return undefined;
  const isUse =
    !ts.isPropertyAccessExpression(node.parent) &&
    !ts.isTypeNode(node.parent) &&
    !ts.isPropertyAssignment(node.parent);
  return isUse ? node.text : undefined;
}

function styleBreaks({ path, tree }: Source): string[] {
  const found: string[] = [];
  const report = (node: ts.Node, what: string): void =>
    void found.push(`${path}:${lineOf(tree, node)} ${what}`);
  walk(tree, (node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) report(node, 'any');
    if (ts.isExportAssignment(node)) report(node, 'export default');
    const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
    if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) report(node, 'export default');
    if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) report(node, 're-export');
  });
  return found;
}

/** `as const` and `as unknown` claim nothing; of a double cast the outer half is reported. */
function claimsNothing({ type }: ts.AssertionExpression): boolean {
  return ts.isConstTypeReference(type) || type.kind === ts.SyntaxKind.UnknownKeyword;
}

function casts({ path, tree }: Source): string[] {
  const found: string[] = [];
  walk(tree, (node) => {
    const isCast = ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);
    if (isCast && !claimsNothing(node))
      found.push(`${path}: ${node.getText(tree).replaceAll(/\s+/g, ' ').slice(-60)}`);
  });
  return found;
}

/** Whether a file consists of types alone, so that there is nothing to run. */
function isTypesOnly({ tree }: Source): boolean {
  return tree.statements.every(
    (statement) =>
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      (ts.isImportDeclaration(statement) && isTypeOnly(statement.importClause)) ||
      (ts.isExportDeclaration(statement) && statement.isTypeOnly),
  );
}

function missingTest(source: Source, tests: ReadonlySet<string>): string[] {
  if (isTypesOnly(source) || source.path === 'fakes/index.ts') return [];
  const test = source.path
    .replace(/^fakes\//, 'test/')
    .replace(/^src\//, 'test/src/')
    .replace(/\.ts$/, '.test.ts');
  return tests.has(test) ? [] : [`${source.path} has no ${test}`];
}

/** What is wrong beyond the known debts, and which debts are paid, so that their line can go. */
function expectTidy(rule: keyof typeof DEBTS, found: readonly string[]): void {
  const known: readonly string[] = DEBTS[rule];
  const isKnown = (line: string): boolean => known.some((debt) => line.startsWith(debt));
  expect(
    found.filter((line) => !isKnown(line)),
    'new',
  ).to.deep.equal([]);
  const paid = known.filter((debt) => !found.some((line) => line.startsWith(debt)));
  expect(paid, 'paid: take these lines out of test/tidy-debts.ts').to.deep.equal([]);
}

describe('tidy', () => {
  let library: Source[];
  let code: Source[];
  let tests: string[];
  before(function parseAll() {
    this.timeout(60_000);
    library = filesBelow('fakes').map((path) => parse(path));
    code = [...library, ...filesBelow('src').map((path) => parse(path))];
    tests = filesBelow('test');
  });

  const inFolders =
    (folders: readonly string[]) =>
    ({ path }: Source): boolean =>
      folders.some((folder) => path.startsWith(folder));

  it('each layer imports only what is below it', () => {
    expectTidy('layers', code.flatMap(layerBreaks));
  });

  it('no file imports itself, on whatever way around', () => {
    expectTidy('cycles', cycles(code));
  });

  it(`no file is longer than ${MOST_LINES_OF_FILE} lines`, () => {
    const long = code.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }));
    expectTidy(
      'longFiles',
      long
        .filter(({ lines }) => lines > MOST_LINES_OF_FILE)
        .map(({ path, lines }) => `${path}: ${lines} lines`),
    );
  });

  it(`no function is longer than ${MOST_LINES_OF_FUNCTION} lines`, () => {
    expectTidy('longFunctions', code.flatMap(longFunctions));
  });

  it('time and chance come from the world: no ambient clock, timer or randomness', () => {
    const mayUse = inFolders(['fakes/kernel/', 'fakes/plug/ambient.ts']);
    expectTidy('ambient', library.filter((source) => !mayUse(source)).flatMap(ambientUses));
  });

  it('no any, no default exports, no barrels but index.ts', () => {
    const isBarrel = inFolders(['fakes/index.ts', 'fakes/testing/index.ts']);
    expectTidy('style', code.filter((source) => !isBarrel(source)).flatMap(styleBreaks));
  });

  it('no casts outside kernel and plug', () => {
    const mayCast = inFolders(['fakes/kernel/', 'fakes/plug/']);
    expectTidy('casts', code.filter((source) => !mayCast(source)).flatMap(casts));
  });

  it('every file that does something has its test', () => {
    const paths = new Set(tests);
    expectTidy(
      'untested',
      code.flatMap((source) => missingTest(source, paths)),
    );
  });

  it('nothing is put off', () => {
    const marks = /\b(TO[D]O|FIX[M]E|X[X]X)\b/;
    const found = [...code.map(({ path }) => path), ...tests].flatMap((path) =>
      readFileSync(join(ROOT, path), 'utf8')
        .split('\n')
        .flatMap((line, i) => (marks.test(line) ? [`${path}:${i + 1} ${line.trim()}`] : [])),
    );
    expectTidy('putOff', found);
  });

  it('the top of the repository holds only what it must', () => {
    const made = new Set(['node_modules', 'dist', 'coverage']);
    const expected = new Set([
      'LICENSE',
      'README.md',
      'fakes',
      'package-lock.json',
      'package.json',
      'src',
      'test',
      'tsconfig.json',
    ]);
    const found = readdirSync(ROOT).filter(
      (name) => !name.startsWith('.') && !made.has(name) && !expected.has(name),
    );
    expect(found).to.deep.equal([]);
    expect(relative(ROOT, __dirname)).to.equal('test');
  });

  describe('its rules', () => {
    const at = (path: string, text: string): Source => parse(path, text);
    const long = (lines: number): string => `function f() {\n${'f();\n'.repeat(lines)}}`;
    const rows: [string, readonly string[], number][] = [
      [
        'a service that imports another',
        layerBreaks(at('fakes/sqs/a.ts', "import { b } from '../s3/b';")),
        1,
      ],
      ['types of another service', layerBreaks(at('fakes/sqs/a.ts', "import type { B } from '../s3/b';")), 1],
      [
        'the kernel in a service',
        layerBreaks(at('fakes/sqs/a.ts', "import { b } from '../kernel/b'; import c from 'c';")),
        0,
      ],
      ['a service in the kernel', layerBreaks(at('fakes/kernel/a.ts', "const b = require('../sqs/b');")), 1],
      ['the plug in a service', layerBreaks(at('fakes/sqs/x/a.ts', "export { b } from '../../plug/b';")), 1],
      ['services in lambda', layerBreaks(at('fakes/lambda/a.ts', "import { b } from '../sqs/b';")), 0],
      ['aws in lambda', layerBreaks(at('fakes/lambda/a.ts', "type B = import('../aws').B;")), 1],
      [
        'testing in simulation',
        layerBreaks(at('fakes/simulation/a.ts', "import { b } from '../testing/b';")),
        1,
      ],
      ['fakes in src', layerBreaks(at('src/shared/a.ts', "import { b } from '../../fakes';")), 1],
      ['a folder without a layer', layerBreaks(at('fakes/sns/a.ts', '')), 1],
      ['a cycle', cycles([at('fakes/a.ts', "import './b';"), at('fakes/b.ts', "import './a';")]), 1],
      [
        'a cycle of types in a folder',
        cycles([at('fakes/a.ts', "import './b';"), at('fakes/b.ts', "import { type A } from './a';")]),
        0,
      ],
      [
        'a cycle of types across folders',
        cycles([at('fakes/x/a.ts', "import '../b';"), at('fakes/b.ts', "import type { A } from './x/a';")]),
        1,
      ],
      [
        'no cycle',
        cycles([at('fakes/a.ts', "import './b';"), at('fakes/b.ts', "import './c';"), at('fakes/c.ts', '')]),
        0,
      ],
      ['a function of 70 lines', longFunctions(at('a.ts', long(68))), 0],
      ['a function of 71 lines', longFunctions(at('a.ts', long(69))), 1],
      [
        'the clock of the machine',
        ambientUses(at('a.ts', 'Date.now(); new Date(); globalThis.Math.random(); performance.now();')),
        4,
      ],
      ['a given date', ambientUses(at('a.ts', 'new Date(5); now.Date.now; clock.setTimeout(f);')), 0],
      [
        'timers',
        ambientUses(
          at('a.ts', 'setTimeout(f, 1); const g = globalThis.setInterval; let t: typeof setTimeout;'),
        ),
        2,
      ],
      [
        'modules of timers',
        ambientUses(at('a.ts', "import { setTimeout as sleep } from 'node:timers/promises';")),
        2,
      ],
      [
        'ids of the machine',
        ambientUses(at('a.ts', "import { randomUUID, createHash } from 'node:crypto'; crypto.randomUUID();")),
        2,
      ],
      ['any', styleBreaks(at('a.ts', 'let a: any; let b: unknown; const any = 1;')), 1],
      ['default exports', styleBreaks(at('a.ts', 'export default class A {}')), 1],
      ['a default expression', styleBreaks(at('a.ts', 'export default 1;')), 1],
      ['a barrel', styleBreaks(at('a.ts', "export { b } from './b'; export * from './c'; export { d };")), 2],
      [
        'casts',
        casts(at('a.ts', 'const a = b as string; const c = <number>d; const e = f as unknown as G;')),
        3,
      ],
      [
        'harmless casts',
        casts(at('a.ts', "import { a as b } from 'c'; const d = [1] as const; const e = f as unknown;")),
        0,
      ],
      ['a file without its test', missingTest(at('fakes/sqs/a.ts', 'export const a = 1;'), new Set()), 1],
      [
        'a file with its test',
        missingTest(at('src/x/a.ts', 'export const a = 1;'), new Set(['test/src/x/a.test.ts'])),
        0,
      ],
      [
        'a file of types',
        missingTest(at('fakes/a.ts', "import type { B } from './b'; export interface A { b: B }"), new Set()),
        0,
      ],
    ];
    for (const [name, found, count] of rows) {
      it(`${name}: ${count === 0 ? 'fine' : count}`, () => expect(found).to.have.lengthOf(count));
    }
  });
});
