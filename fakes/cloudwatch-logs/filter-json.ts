import { parseConditions } from './filter-conditions';
import { FilterPatternError } from './filter-error';

/** Documented: FilterAndPatternSyntax, SELECTOR: alphanumeric, `-` and `_`, and places in arrays. */
const SELECTOR = String.raw`\$(?:\.[A-Za-z0-9_-]+(?:\[\d+\])*)+`;
const WHOLE_SELECTOR = new RegExp(`^${SELECTOR}$`);

/** An event in JSON. */
export interface JsonEvent {
  /** What a selector points to; undefined where there is nothing. */
  select(selector: string): unknown;
}

/**
 * A pattern for events in JSON: `{ $.level = "ERROR" && $.duration > 100 }`. Events that are not JSON never match.
 *
 * @throws FilterPatternError
 */
export function parseJson(pattern: string): {
  match: (message: string) => JsonEvent | undefined;
  operands: readonly string[];
  regexes: number;
} {
  const inner = /^\{(?<inner>.*)\}$/s.exec(pattern.trim())?.groups?.['inner'];
  if (inner === undefined) throw new FilterPatternError();
  const { holds, operands, regexes } = parseConditions(inner, {
    operand: SELECTOR,
    hasKeywords: true,
    numbersAreText: false,
  });
  const match = (message: string): JsonEvent | undefined => {
    const root = asObject(message);
    if (root === undefined) return undefined;
    const select = (selector: string): unknown => selectFrom(root, selector);
    return holds(select) ? { select } : undefined;
  };
  return { match, operands, regexes };
}

export function isSelector(text: string): boolean {
  return WHOLE_SELECTOR.test(text);
}

function asObject(message: string): object | undefined {
  // Most lines are no JSON: spare them the exception.
  if (!message.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function selectFrom(root: object, selector: string): unknown {
  let value: unknown = root;
  for (const [, name, index] of selector.matchAll(/\.([^.[]+)|\[(\d+)\]/g)) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value) !== (index !== undefined)) return undefined;
    const key = name ?? index ?? '';
    value = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  return value;
}
