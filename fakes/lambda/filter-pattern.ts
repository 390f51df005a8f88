import { elementsOf, membersOf, parseJson, type Json } from '../kernel/json';
import { invalidParameterValue } from './errors';

/** A filter pattern, parsed: what must hold for each member that it names. */
export type Pattern =
  | {
      readonly kind: 'members';
      readonly members: ReadonlyMap<string, Pattern>;
      readonly or: readonly Pattern[];
    }
  | { readonly kind: 'anyOf'; readonly rules: readonly Rule[] };

type Rule = (value: unknown) => boolean;

/**
 * Parses the text of a filter: an object whose leaves are lists of alternatives.
 * Documented: invocation-eventfiltering, "Filter rule syntax". Captured: the text of the error.
 *
 * @throws InvalidParameterValueException `Invalid filter pattern definition.`
 */
export function parseFilterPattern(text: string): Pattern {
  let json: Json;
  try {
    json = parseJson(text);
  } catch {
    throw invalidPattern();
  }
  if (!isObject(json) || Object.keys(json).length === 0) throw invalidPattern();
  return parseMembers(json);
}

const parsed = new Map<string, Pattern>();

/** The parsed filters of a mapping, parsed once per text: a record is handled when one matches, or when there are none. */
export function filtersOf(configuration: {
  readonly FilterCriteria?: { readonly Filters: readonly { readonly Pattern: string }[] };
}): readonly Pattern[] {
  return (configuration.FilterCriteria?.Filters ?? []).map(({ Pattern: text }) => {
    let pattern = parsed.get(text);
    if (pattern === undefined) parsed.set(text, (pattern = parseFilterPattern(text)));
    return pattern;
  });
}

function parseMembers(json: { readonly [name: string]: Json }): Pattern {
  const members = new Map<string, Pattern>();
  let or: readonly Pattern[] = [];
  for (const [name, value] of Object.entries(json)) {
    if (name === '$or') {
      if (!Array.isArray(value) || value.length < 2 || !value.every(isObject)) throw invalidPattern();
      or = value.map((alternative) => parseMembers(alternative));
    } else if (isList(value)) {
      if (value.length === 0) throw invalidPattern();
      members.set(name, { kind: 'anyOf', rules: value.map(parseRule) });
    } else if (isObject(value)) {
      members.set(name, parseMembers(value));
    } else {
      throw invalidPattern();
    }
  }
  return { kind: 'members', members, or };
}

function parseRule(json: Json): Rule {
  if (Array.isArray(json)) throw invalidPattern();
  if (!isObject(json)) return (value) => value === json;
  const [entry, ...more] = Object.entries(json);
  if (entry === undefined || more.length > 0) throw invalidPattern();
  const [operator, operand] = entry;
  switch (operator) {
    case 'exists':
      if (typeof operand !== 'boolean') throw invalidPattern();
      // Documented: exists works on leaves only.
      return (value) => (value !== undefined && membersOf(value) === undefined) === operand;
    case 'prefix':
      return textRule(operand, (value, text) => value.startsWith(text));
    case 'suffix':
      return textRule(operand, (value, text) => value.endsWith(text));
    case 'equals-ignore-case':
      return textRule(operand, (value, text) => value.toLowerCase() === text.toLowerCase());
    case 'anything-but':
      return anythingBut(operand);
    case 'numeric':
      return numeric(operand);
    default:
      throw invalidPattern();
  }
}

function textRule(operand: Json | undefined, holds: (value: string, text: string) => boolean): Rule {
  if (typeof operand !== 'string') throw invalidPattern();
  return (value) => typeof value === 'string' && holds(value, operand);
}

function anythingBut(operand: Json | undefined): Rule {
  if (operand === undefined || operand === null || typeof operand === 'boolean') throw invalidPattern();
  if (isObject(operand)) {
    const rule = parseRule(operand);
    return (value) => value !== undefined && !rule(value);
  }
  const refused: readonly unknown[] = isList(operand) ? operand : [operand];
  return (value) => value !== undefined && !refused.includes(value);
}

const COMPARISONS: Readonly<Record<string, (value: number, operand: number) => boolean>> = {
  '=': (value, operand) => value === operand,
  '<': (value, operand) => value < operand,
  '<=': (value, operand) => value <= operand,
  '>': (value, operand) => value > operand,
  '>=': (value, operand) => value >= operand,
};

/** `[">", 0]` or a range `[">", 0, "<=", 5]`. */
function numeric(operand: Json | undefined): Rule {
  if (!isList(operand) || (operand.length !== 2 && operand.length !== 4)) throw invalidPattern();
  const rules: ((value: number) => boolean)[] = [];
  for (let i = 0; i < operand.length; i += 2) {
    const [comparison, limit] = [operand[i], operand[i + 1]];
    const holds = typeof comparison === 'string' ? COMPARISONS[comparison] : undefined;
    if (holds === undefined || typeof limit !== 'number') throw invalidPattern();
    rules.push((value) => holds(value, limit));
  }
  return (value) => typeof value === 'number' && rules.every((rule) => rule(value));
}

/** Whether a value fits a pattern. A list fits when one of its elements does. */
export function matches(pattern: Pattern, value: unknown): boolean {
  if (pattern.kind === 'anyOf') {
    const list = elementsOf(value) ?? [value];
    const values = list.length === 0 ? [undefined] : list;
    return values.some((one) => pattern.rules.some((rule) => rule(one)));
  }
  const list = elementsOf(value);
  if (list !== undefined) return list.some((one) => matches(pattern, one));
  const object = membersOf(value) ?? {};
  const member = (name: string): unknown => (Object.hasOwn(object, name) ? object[name] : undefined);
  for (const [name, inner] of pattern.members) {
    if (!matches(inner, member(name))) return false;
  }
  return pattern.or.length === 0 || pattern.or.some((alternative) => matches(alternative, value));
}

/** What the pattern says about a member: undefined when it does not name it. */
export function memberPattern(pattern: Pattern, name: string): Pattern | undefined {
  return pattern.kind === 'members' ? pattern.members.get(name) : undefined;
}

function isObject(json: Json): json is { readonly [name: string]: Json } {
  return membersOf(json) !== undefined;
}

function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

function invalidPattern(): Error {
  return invalidParameterValue('Invalid filter pattern definition.');
}
