import { CONDITION_OPERATORS } from './condition-operators';
import type { ConditionTest, Matcher, PolicyDocument, PrincipalElement, Statement } from './document';
import { textOf } from './input';

/** What is wrong with a policy. A service words it in its own way. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

/** A policy that belongs to a caller says nothing about principals; one that belongs to a resource must. */
export type PolicyKind = 'identity' | 'resource';

const OF_DOCUMENT = new Set(['Version', 'Id', 'Statement']);
const OF_STATEMENT = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/**
 * Reads a policy: JSON text, or the object that it would be.
 *
 * @throws PolicyError
 */
export function parsePolicy(policy: string | object, kind: PolicyKind): PolicyDocument {
  const document = typeof policy === 'string' ? parseJson(policy) : policy;
  requireKnown(document, OF_DOCUMENT);
  const version: unknown = Reflect.get(document, 'Version') ?? '2008-10-17';
  if (version !== '2008-10-17' && version !== '2012-10-17')
    throw new PolicyError('The policy must contain a valid version string');
  const given: unknown = Reflect.get(document, 'Statement');
  if (given === undefined) throw new PolicyError('Missing required field Statement');
  const statements: readonly unknown[] = Array.isArray(given) ? given : [given];
  // Assumed: the wording.
  if (statements.length === 0) throw new PolicyError('Statement is empty!');
  return { version, statements: statements.map((statement) => parseStatement(statement, kind)) };
}

/** Captured: the wording, S3 2026-02. */
function parseJson(text: string): object {
  const parsed: unknown = text.startsWith('{') ? tryJson(text) : undefined;
  if (isObject(parsed)) return parsed;
  throw new PolicyError("Policies must be valid JSON and the first byte must be '{'");
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Assumed: the wording. */
function requireKnown(value: object, members: ReadonlySet<string>): void {
  const unknown = Object.keys(value).find((member) => !members.has(member));
  if (unknown !== undefined) throw new PolicyError(`Unknown field ${unknown}`);
}

function parseStatement(given: unknown, kind: PolicyKind): Statement {
  // Assumed: the wordings of what is wrong with a statement; "Missing required field" as captured for Statement.
  if (!isObject(given)) throw new PolicyError('Invalid policy syntax.');
  requireKnown(given, OF_STATEMENT);
  const effect: unknown = Reflect.get(given, 'Effect');
  if (effect === undefined) throw new PolicyError('Missing required field Effect');
  if (effect !== 'Allow' && effect !== 'Deny')
    throw new PolicyError(`Invalid effect: ${JSON.stringify(effect).replaceAll('"', '')}`);
  const principal = eitherOf(given, 'Principal', parsePrincipal);
  if (kind === 'resource' && principal === undefined)
    throw new PolicyError('Missing required field Principal');
  if (kind === 'identity' && principal !== undefined)
    throw new PolicyError('Policy document should not specify a principal.');
  const action = eitherOf(given, 'Action', texts);
  if (action === undefined) throw new PolicyError('Missing required field Action');
  const resource = eitherOf(given, 'Resource', texts);
  if (resource === undefined) throw new PolicyError('Missing required field Resource');
  return {
    sid: textOf(given, 'Sid'),
    effect,
    principal,
    action,
    resource,
    conditions: parseConditions(Reflect.get(given, 'Condition')),
  };
}

function eitherOf<T>(
  statement: object,
  name: string,
  read: (value: unknown, name: string) => T,
): Matcher<T> | undefined {
  const positive: unknown = Reflect.get(statement, name);
  const negative: unknown = Reflect.get(statement, `Not${name}`);
  if (positive !== undefined && negative !== undefined) throw new PolicyError('Invalid policy syntax.');
  if (positive !== undefined) return { not: false, values: read(positive, name) };
  return negative === undefined ? undefined : { not: true, values: read(negative, `Not${name}`) };
}

function texts(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const invalid = values.length === 0 || values.some((entry) => typeof entry !== 'string');
  if (invalid) throw new PolicyError('Invalid policy syntax.');
  return values.map(String);
}

const PRINCIPALS = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser', '*']);

function parsePrincipal(value: unknown): PrincipalElement {
  if (value === '*') return '*';
  if (!isObject(value)) throw new PolicyError('Invalid principal in policy');
  const entries = Object.entries(value);
  if (entries.length === 0 || entries.some(([kind]) => !PRINCIPALS.has(kind)))
    throw new PolicyError('Invalid principal in policy');
  return Object.fromEntries(entries.map(([kind, names]) => [kind, texts(names)]));
}

function parseConditions(given: unknown): ConditionTest[] {
  if (given === undefined) return [];
  if (!isObject(given)) throw new PolicyError('Invalid policy syntax.');
  return Object.entries(given).flatMap(([operator, tests]: [string, unknown]) => {
    if (!isObject(tests)) throw new PolicyError('Invalid policy syntax.');
    return Object.entries(tests).map(([key, values]: [string, unknown]) => ({
      ...parseOperator(operator),
      key: key.toLowerCase(),
      values: scalars(values),
    }));
  });
}

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/i;

function parseOperator(text: string): Pick<ConditionTest, 'operator' | 'ifExists' | 'quantifier'> {
  const [, quantifier, name = '', ifExists] = OPERATOR.exec(text) ?? [];
  const operator = CONDITION_OPERATORS.get(name.toLowerCase());
  if (operator === undefined || (operator === 'Null' && ifExists !== undefined))
    throw new PolicyError(`Invalid Condition type : ${text}`);
  return {
    operator,
    ifExists: ifExists !== undefined,
    quantifier:
      quantifier === undefined ? undefined : /all/i.test(quantifier) ? 'ForAllValues' : 'ForAnyValue',
  };
}

/** Values of conditions may be numbers and booleans, too. */
function scalars(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.some((entry) => !['string', 'number', 'boolean'].includes(typeof entry)))
    throw new PolicyError('Invalid policy syntax.');
  return values.map(String);
}
