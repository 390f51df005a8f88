import { FilterPatternError, UnsettledPattern } from './filter-error';
import { filterRegex } from './filter-regex';

type Test = (message: string) => boolean;

interface Term {
  /** '': has to be there; '?': one of these has to; '-': must not be there. */
  readonly sign: string;
  readonly isIn: Test;
}

const TERM = /\s*(?<sign>[-?]?)\s*(?:"(?<phrase>(?:[^"\\]|\\.)*)"|%(?<regex>[^%]*)%|(?<word>[^\s"]+))/y;

/**
 * Terms for unstructured events: all of them must occur, in any order and in their case, also inside of words.
 * Documented: FilterAndPatternSyntax, `?term` (one of these), `-term` (none of these), phrases in double quotes, and
 * quotes around whatever is neither alphanumeric nor an underscore.
 *
 * @throws FilterPatternError
 */
export function parseTerms(pattern: string): { matches: Test; regexes: number } {
  const terms: Term[] = [];
  let regexes = 0;
  const end = pattern.trimEnd().length;
  TERM.lastIndex = 0;
  while (TERM.lastIndex < end) {
    const { lastIndex } = TERM;
    const groups = TERM.exec(pattern)?.groups;
    if (groups === undefined) throw new FilterPatternError(pattern.slice(lastIndex).trim().slice(0, 1));
    const { sign = '', phrase, regex, word } = groups;
    if (regex !== undefined) regexes++;
    terms.push({ sign, isIn: termTest(phrase, regex, word ?? '') });
  }
  return { matches: combine(terms), regexes };
}

function termTest(phrase: string | undefined, regex: string | undefined, word: string): Test {
  if (regex !== undefined) {
    const compiled = filterRegex(regex);
    return (message) => compiled.test(message);
  }
  const text = phrase === undefined ? requireWord(word) : phrase.replaceAll(/\\(.)/g, '$1');
  return (message) => message.includes(text);
}

/** Captured: `Invalid character(s) in term '('`, for what should have stood in quotes. */
function requireWord(word: string): string {
  const wrong = /[^A-Za-z0-9_]+/.exec(word);
  if (wrong !== null) throw new FilterPatternError(wrong[0]);
  return word;
}

/**
 * The User Guide says that terms with a question mark are ignored beside others, the CDK that one begins a group of terms.
 *
 * @throws UnsettledPattern
 */
function combine(terms: readonly Term[]): Test {
  const signed = (sign: string): readonly Term[] => terms.filter((term) => term.sign === sign);
  const [wanted, optional, unwanted] = [signed(''), signed('?'), signed('-')];
  if (optional.length === terms.length) return (message) => optional.some(({ isIn }) => isIn(message));
  if (optional.length > 0)
    throw new UnsettledPattern('a filter pattern that mixes terms with and without a question mark');
  return (message) =>
    wanted.every(({ isIn }) => isIn(message)) && !unwanted.some(({ isIn }) => isIn(message));
}
