import type { RequestKeys } from './request-keys';
import { patternOf, type PatternToken } from './wildcard';

/** `${key}` or `${key, 'default'}`; `${*}`, `${?}` and `${$}` are the characters themselves. */
const VARIABLE = /\$\{([^}]*)\}/g;
const WITH_DEFAULT = /^([^,]+?)\s*,\s*'([^']*)'$/;
const CHARACTERS: ReadonlySet<string> = new Set(['*', '?', '$']);

/**
 * A pattern with its policy variables filled in from the request; undefined when one of them is no part of it, has more
 * than one value, and has no default: then the pattern fits nothing.
 * Documented: IAM UserGuide/reference_policies_variables.
 */
export function expandVariables(pattern: string, keys: RequestKeys): readonly PatternToken[] | undefined {
  if (!pattern.includes('${')) return patternOf(pattern);
  const tokens: PatternToken[] = [];
  let end = 0;
  for (const match of pattern.matchAll(VARIABLE)) {
    const value = valueOf(match[1] ?? '', keys);
    if (value === undefined) return undefined;
    tokens.push(...patternOf(pattern.slice(end, match.index)), ...Array.from(value));
    end = match.index + match[0].length;
  }
  return [...tokens, ...patternOf(pattern.slice(end))];
}

function valueOf(variable: string, keys: RequestKeys): string | undefined {
  if (CHARACTERS.has(variable)) return variable;
  const [, name = variable, otherwise] = WITH_DEFAULT.exec(variable) ?? [];
  const values = keys.get(name.trim().toLowerCase());
  return values?.length === 1 ? values[0] : otherwise;
}
