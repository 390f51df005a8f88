import { FilterPatternError } from './filter-error';

/** Documented: regex-expressions, alphanumeric characters, `:_#=@/;,-` and the operators `^$?[]{}|\*+.`. */
const NOT_SUPPORTED = /[^A-Za-z0-9:_#=@/;,\-^$?[\]{}|\\*+.]+/;
/** Documented: regex-expressions. A symbol may be escaped, and any character given as `\xHH`. */
const ESCAPES = /\\(?:[dDsSwW]|x[0-9A-Fa-f]{2}|[^A-Za-z0-9])/y;

/**
 * The regular expression between two percent signs of a filter pattern. It is searched anywhere in the text.
 *
 * @throws FilterPatternError
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/regex-expressions.html
 */
export function filterRegex(source: string): RegExp {
  const wrong = NOT_SUPPORTED.exec(source);
  // Captured: parentheses are named so (modernisation-platform-environments pull request 5137).
  if (wrong !== null) throw new FilterPatternError(wrong[0]);
  for (let at = source.indexOf('\\'); at >= 0; at = source.indexOf('\\', at)) {
    ESCAPES.lastIndex = at;
    const [escape] = ESCAPES.exec(source) ?? [];
    if (escape === undefined) throw new FilterPatternError(source.slice(at, at + 2));
    at += escape.length;
  }
  if (source === '') throw new FilterPatternError();
  try {
    return new RegExp(source);
  } catch {
    throw new FilterPatternError();
  }
}
