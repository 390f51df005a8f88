import { isKeyword } from './keywords';
import { malformed, type At } from './syntax';

/** A piece of a statement. */
export interface Token {
  readonly kind: 'name' | 'keyword' | 'string' | 'number' | 'symbol' | 'end';
  /** As written; keywords in capitals, names and strings without their quotes. */
  readonly text: string;
  /** Where it stands, quotes included. */
  readonly at: At;
}

/**
 * Blanks and comments, quoted names, strings, numbers, words, symbols. Every repetition is bounded by what follows it:
 * linear on any text. Captured: 2026-10 for both kinds of comments, doubled quotes and numbers that begin with a point.
 */
const TOKEN =
  /(?:\s+|--[^\r\n]*|\/\*[^]*?\*\/)|"((?:[^"]|"")*)"|'((?:[^']|'')*)'|((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?![\w$])|([A-Za-z_$][\w$]*)|(<<|>>|<=|>=|<>|!=|\|\||\/(?!\*)|[-=<>()[\]{},.:;?*+%])/y;

/** Cuts a statement into its tokens, the end included. @throws StatementProblem what is no token */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  let line = 1;
  let lineStart = 0;
  for (let start = 0; start < text.length; start = pattern.lastIndex) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (match === null) throw malformed('');
    const token = tokenOf(match, `${line}:${start - lineStart + 1}:${match[0].length}`);
    if (token !== undefined) tokens.push(token);
    const lastBreak = match[0].lastIndexOf('\n');
    if (lastBreak === -1) continue;
    line += match[0].split('\n').length - 1;
    lineStart = start + lastBreak + 1;
  }
  return [...tokens, { kind: 'end', text: '', at: `${line}:0:0` }];
}

function tokenOf(match: RegExpExecArray, at: At): Token | undefined {
  const [, quoted, string, number, word, symbol] = match;
  if (quoted !== undefined) return { kind: 'name', text: quoted.replaceAll('""', '"'), at };
  if (string !== undefined) return { kind: 'string', text: string.replaceAll("''", "'"), at };
  if (number !== undefined) return { kind: 'number', text: checkedNumber(number), at };
  if (symbol !== undefined) return { kind: 'symbol', text: symbol, at };
  if (word === undefined) return undefined;
  return isKeyword(word)
    ? { kind: 'keyword', text: word.toUpperCase(), at }
    : { kind: 'name', text: word, at };
}

const INT_MAX = 2_147_483_647n;

/**
 * Captured: 2026-10. A literal whose exponent or scale (digits behind the point less the exponent) needs more than 32
 * bits is no number to the parser.
 */
function checkedNumber(text: string): string {
  const [mantissa = '', exponentText] = text.split(/[eE]/);
  if (exponentText === undefined) return text;
  // 20 characters hold more than any 32-bit number: longer ones need no conversion, which is not linear.
  const bare = exponentText.replace(/^([+-]?)0+(?=\d)/, '$1');
  if (bare.length > 20) throw malformed('');
  const exponent = BigInt(bare.startsWith('+') ? bare.slice(1) : bare);
  const scale = BigInt(mantissa.split('.')[1]?.length ?? 0) - exponent;
  if (exponent > INT_MAX || scale > INT_MAX) throw malformed('');
  return text;
}
