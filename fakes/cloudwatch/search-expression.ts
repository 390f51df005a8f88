import { MathError } from './math-parser';
import type { MetricDimension } from './state';

/** What a search looks at in a metric. */
export interface SearchedMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly MetricDimension[];
}

type Test = (metric: SearchedMetric) => boolean;

/** Documented: search-expression-syntax, "Search expression limits". */
const MAX_LENGTH = 1_024;

/**
 * Reads a search expression: ` {Namespace, Dimension, ...} terms `. Terms are combined by AND (also left out), OR, NOT
 * and parentheses; a term matches by tokens, or exactly in double quotes, anywhere or in the property before `=`.
 *
 * @throws MathError where it is no search expression.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
export function parseSearch(text: string): Test {
  if (text.length > MAX_LENGTH)
    throw new MathError(`A search expression has at most ${MAX_LENGTH} characters`);
  const schema = /^\s*\{(?<names>[^}]*)\}\s*,?/.exec(text);
  const terms = schema === null ? text : text.slice(schema[0].length);
  const inSchema = schema === null ? undefined : schemaTest(schema.groups?.['names'] ?? '');
  if (terms.trim() === '') {
    if (inSchema === undefined) throw new MathError('A search needs a metric schema or a search term');
    return inSchema;
  }
  const matches = new SearchParser(tokenizeSearch(terms)).parse();
  return (metric) => (inSchema === undefined || inSchema(metric)) && matches(metric);
}

/** Metrics of that namespace and, where dimension names are given, with exactly those. */
function schemaTest(names: string): Test {
  const [namespace, ...dimensions] = names.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  return (metric) =>
    metric.namespace === namespace &&
    (dimensions.length === 0 || metric.dimensions.length === dimensions.length) &&
    dimensions.every((name) => metric.dimensions.some(({ Name }) => Name === name));
}

const SEARCH_TOKEN =
  /\s*(?:(?<paren>[()])|(?:(?<property>[^\s()"=]+)=)?(?:"(?<exact>(?:[^"\\]|\\.)*)"|(?<word>[^\s()"=]+)))/y;

type SearchToken =
  | { readonly kind: 'symbol'; readonly text: string }
  | { readonly kind: 'term'; readonly test: Test };

function tokenizeSearch(source: string): readonly SearchToken[] {
  const tokens: SearchToken[] = [];
  const end = source.trimEnd().length;
  SEARCH_TOKEN.lastIndex = 0;
  while (SEARCH_TOKEN.lastIndex < end) {
    const groups = SEARCH_TOKEN.exec(source)?.groups;
    if (groups === undefined) throw new MathError('The search term cannot be read');
    const { paren, property, exact, word = '' } = groups;
    if (paren !== undefined) tokens.push({ kind: 'symbol', text: paren });
    else if (exact === undefined && property === undefined && ['AND', 'OR', 'NOT'].includes(word)) {
      tokens.push({ kind: 'symbol', text: word });
    } else tokens.push({ kind: 'term', test: termTest(property, exact?.replace(/\\(.)/g, '$1'), word) });
  }
  return tokens;
}

function termTest(property: string | undefined, exact: string | undefined, word: string): Test {
  const wanted = exact === undefined ? tokenPattern(word) : (text: string) => text === exact;
  return (metric) => propertiesOf(metric, property).some(wanted);
}

function propertiesOf(
  { namespace, metricName, dimensions }: SearchedMetric,
  property?: string,
): readonly string[] {
  if (property === 'MetricName') return [metricName];
  if (property === 'Namespace') return [namespace];
  if (property !== undefined)
    return dimensions.filter(({ Name }) => Name === property).map(({ Value }) => Value);
  return [namespace, metricName, ...dimensions.flatMap(({ Name, Value }) => [Name, Value])];
}

/** Documented: tokens begin at a capital after a small letter and at digits; anything else separates them. */
function tokensOf(text: string): readonly string[] {
  return text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
}

/**
 * Documented: one token matches in any case, also the whole name; several that follow each other without a delimiter
 * match as they are written (`Count1`, not `count1`); with delimiters between them in any case (`network/errors`).
 */
function tokenPattern(word: string): (text: string) => boolean {
  const wanted = word.split(/[^A-Za-z0-9]+/).flatMap((part) => {
    const tokens = tokensOf(part);
    return tokens.map(
      (token) => (actual: string) =>
        tokens.length > 1 ? actual === token : actual.toLowerCase() === token.toLowerCase(),
    );
  });
  const whole = word.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
  const isOneToken = wanted.length === 1;
  return (text) => {
    const tokens = tokensOf(text);
    if (isOneToken && tokens.join('').toLowerCase() === whole) return true;
    return tokens.some((_, start) => wanted.every((matches, i) => matches(tokens[start + i] ?? '')));
  };
}

class SearchParser {
  #at = 0;

  constructor(readonly tokens: readonly SearchToken[]) {}

  parse(): Test {
    const test = this.#or();
    if (this.#at < this.tokens.length) throw new MathError('The search term cannot be read');
    return test;
  }

  #or(): Test {
    let left = this.#and();
    while (this.#take('OR')) {
      const [a, b] = [left, this.#and()];
      left = (metric) => a(metric) || b(metric);
    }
    return left;
  }

  #and(): Test {
    let left = this.#not();
    for (;;) {
      const explicit = this.#take('AND');
      if (!explicit && !this.#startsTerm()) return left;
      const [a, b] = [left, this.#not()];
      left = (metric) => a(metric) && b(metric);
    }
  }

  #not(): Test {
    if (this.#take('NOT')) {
      const inner = this.#not();
      return (metric) => !inner(metric);
    }
    if (this.#take('(')) {
      const inner = this.#or();
      if (!this.#take(')')) throw new MathError('The search term has an open parenthesis');
      return inner;
    }
    const token = this.tokens[this.#at++];
    if (token?.kind !== 'term') throw new MathError('The search term cannot be read');
    return token.test;
  }

  #startsTerm(): boolean {
    const token = this.tokens[this.#at];
    return (
      token?.kind === 'term' || (token?.kind === 'symbol' && (token.text === 'NOT' || token.text === '('))
    );
  }

  #take(text: string): boolean {
    const token = this.tokens[this.#at];
    const matches = token?.kind === 'symbol' && token.text === text;
    if (matches) this.#at++;
    return matches;
  }
}
