import { FilterPatternError } from './filter-error';
import { parseFields } from './filter-fields';
import { parseJson } from './filter-json';
import { parseTerms } from './filter-terms';

/** A filter pattern of CloudWatch Logs, parsed. */
export interface FilterPattern {
  readonly kind: 'all' | 'terms' | 'json' | 'fields';
  /** Whether there is a regular expression in it: of such patterns a group takes only a few. */
  readonly hasRegex: boolean;
  /** What the pattern names in an event; undefined where the event does not match. */
  match(message: string): FilterMatch | undefined;
}

/** What a pattern finds in an event that matches it. */
export interface FilterMatch {
  /** What `$.latency` (JSON) or `$bytes`, `$3` (space-delimited) stands for, as text; undefined where there is none. */
  value(selector: string): string | undefined;
  /** What TestMetricFilter shows and subscriptions deliver. Assumed for JSON: the selectors of the pattern. */
  readonly extracted: Readonly<Record<string, string>>;
}

/** Documented: regex-expressions, "a limit of 2 regex for each filter pattern". */
const MAX_REGEXES = 2;

/** Patterns are read again with every event: the text is parsed once. Emptied where a test writes thousands of them. */
const parsed = new Map<string, FilterPattern>();
const MAX_PARSED = 1_000;

/**
 * Parses a filter pattern: nothing (every event), terms, `{ ... }` for JSON or `[ ... ]` for space-delimited events.
 *
 * @throws FilterPatternError
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parseFilterPattern(text: string): FilterPattern {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const pattern = parse(text);
  if (parsed.size >= MAX_PARSED) parsed.clear();
  parsed.set(text, pattern);
  return pattern;
}

const NOTHING_EXTRACTED: FilterMatch = { value: () => undefined, extracted: {} };

function parse(text: string): FilterPattern {
  const start = text.trimStart().charAt(0);
  if (start === '') return { kind: 'all', hasRegex: false, match: () => NOTHING_EXTRACTED };
  if (start === '{') return jsonPattern(text);
  if (start === '[') return fieldsPattern(text);
  const { matches, regexes } = parseTerms(text);
  requireFewRegexes(regexes);
  return {
    kind: 'terms',
    hasRegex: regexes > 0,
    match: (message) => (matches(message) ? NOTHING_EXTRACTED : undefined),
  };
}

function jsonPattern(text: string): FilterPattern {
  const { match, operands, regexes } = parseJson(text);
  requireFewRegexes(regexes);
  return {
    kind: 'json',
    hasRegex: regexes > 0,
    match(message) {
      const event = match(message);
      if (event === undefined) return undefined;
      const value = (selector: string): string | undefined => asText(event.select(selector));
      const found = operands.flatMap((operand) => {
        const extracted = value(operand);
        return extracted === undefined ? [] : [[operand, extracted] as const];
      });
      return { value, extracted: Object.fromEntries(found) };
    },
  };
}

function fieldsPattern(text: string): FilterPattern {
  const { match, regexes } = parseFields(text);
  requireFewRegexes(regexes);
  return {
    kind: 'fields',
    hasRegex: regexes > 0,
    match(message) {
      const fields = match(message);
      return fields && { value: (selector) => fields.get(selector), extracted: Object.fromEntries(fields) };
    },
  };
}

function requireFewRegexes(count: number): void {
  if (count > MAX_REGEXES) throw new FilterPatternError();
}

function asText(value: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}
