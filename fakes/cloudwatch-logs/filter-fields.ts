import { given } from '../kernel/given';
import { parseConditions, type Conditions } from './filter-conditions';
import { FilterPatternError } from './filter-error';

/** One field of a space-delimited pattern; without a name it goes by its place in the event. */
interface Field {
  readonly name: string;
  readonly conditions: Conditions | undefined;
}

/** The fields of an event by `$name`, or by `$1`, `$2` ... where the pattern gives no name. */
export type Fields = ReadonlyMap<string, string>;

/**
 * A space-delimited pattern: `[ip, user, ..., status_code = 4*, bytes > 1000]`.
 * Documented: FilterAndPatternSyntax. Text in square brackets or double quotes is one field of an event. Assumed: a
 * pattern has at most one ellipsis.
 *
 * @throws FilterPatternError
 */
export function parseFields(pattern: string): {
  match: (message: string) => Fields | undefined;
  regexes: number;
} {
  const inner = /^\[(?<inner>.*)\]$/s.exec(pattern.trim())?.groups?.['inner'];
  if (inner === undefined) throw new FilterPatternError();
  const parts = splitFields(inner);
  const ellipsis = parts.indexOf('...');
  if (ellipsis !== parts.lastIndexOf('...')) throw new FilterPatternError();
  const head = parts.slice(0, ellipsis < 0 ? undefined : ellipsis).map(parseField);
  const tail = ellipsis < 0 ? [] : parts.slice(ellipsis + 1).map(parseField);
  const fields = [...head, ...tail];
  return {
    match: (message) => matchFields(head, tail, ellipsis >= 0, fieldsOf(message)),
    regexes: fields.reduce((sum, { conditions }) => sum + (conditions?.regexes ?? 0), 0),
  };
}

function splitFields(inner: string): readonly string[] {
  // Captured: a pattern of no fields at all is taken.
  if (inner.trim() === '') return [];
  const parts = inner.match(/(?:"(?:[^"\\]|\\.)*"|%[^%]*%|[^,])+|(?<=^|,)(?=,|$)/g) ?? [];
  return parts.map((part) => part.trim());
}

function parseField(part: string): Field {
  if (/^\w*$/.test(part)) return { name: part, conditions: undefined };
  const conditions = parseConditions(part, {
    operand: String.raw`[A-Za-z_]\w*`,
    hasKeywords: false,
    numbersAreText: true,
  });
  const [name = '', other] = conditions.operands;
  if (other !== undefined) throw new FilterPatternError();
  return { name, conditions };
}

/** The fields of an event. */
function fieldsOf(message: string): readonly string[] {
  return [...message.matchAll(/\[(?<bracketed>[^\]]*)\]|"(?<quoted>[^"]*)"|(?<plain>\S+)/g)].map(
    ({ groups }) => groups?.['bracketed'] ?? groups?.['quoted'] ?? given(groups?.['plain']),
  );
}

function matchFields(
  head: readonly Field[],
  tail: readonly Field[],
  isOpen: boolean,
  values: readonly string[],
): Fields | undefined {
  const spare = values.length - head.length - tail.length;
  if (isOpen ? spare < 0 : spare !== 0) return undefined;
  const between = isOpen ? Array.from({ length: spare }, () => UNNAMED) : [];
  const found = new Map<string, string>();
  for (const [i, { name, conditions }] of [...head, ...between, ...tail].entries()) {
    const value = given(values[i]);
    if (conditions !== undefined && !conditions.holds(() => value)) return undefined;
    found.set(name === '' ? `$${i + 1}` : `$${name}`, value);
  }
  return found;
}

const UNNAMED: Field = { name: '', conditions: undefined };
