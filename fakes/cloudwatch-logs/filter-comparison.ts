import { FilterPatternError } from './filter-error';
import { filterRegex } from './filter-regex';

/** What stands on the right of an operator. */
export interface Literal {
  readonly text: string;
  readonly kind: 'quoted' | 'bare' | 'regex';
}

/** Documented: FilterAndPatternSyntax, NUMBER. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

type Test = (actual: unknown) => boolean;

/**
 * The test that an operator and its literal make. Documented: a selector has to point to a string or a number; where it
 * points to nothing, or to an array or object, no comparison holds, `!=` neither. Assumed: booleans compare as text.
 *
 * @param numbersAreText whether numbers come as text, as they do in space-delimited events.
 * @throws FilterPatternError
 */
export function comparison(operator: string, literal: Literal, numbersAreText: boolean): Test {
  if (operator === '=' || operator === '!=') {
    const equals = equality(literal, numbersAreText);
    const wanted = operator === '=';
    return (actual) => isScalar(actual) && equals(actual) === wanted;
  }
  const [bound, compare] = [numberOf(literal), ORDER[operator]];
  if (bound === undefined || compare === undefined) throw new FilterPatternError();
  return (actual) => {
    const value = numbersAreText ? textAsNumber(actual) : actual;
    return typeof value === 'number' && compare(value, bound);
  };
}

const ORDER: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

type Scalar = string | number | boolean;

function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function equality(literal: Literal, numbersAreText: boolean): (actual: Scalar) => boolean {
  if (literal.kind === 'regex') {
    const regex = filterRegex(literal.text);
    return (actual) => regex.test(String(actual));
  }
  const sameText = wildcard(literal.text);
  const number = numberOf(literal);
  return (actual) => {
    const value = numbersAreText ? textAsNumber(actual) : actual;
    return (number !== undefined && value === number) || sameText(String(actual));
  };
}

/** Documented: an asterisk stands for any text before or after a term; inside of one it stands for itself. */
function wildcard(text: string): (actual: string) => boolean {
  const [before, after] = [text.startsWith('*'), text.length > 1 && text.endsWith('*')];
  const core = text.slice(before ? 1 : 0, after ? -1 : undefined);
  if (before && after) return (actual) => actual.includes(core);
  if (before) return (actual) => actual.endsWith(core);
  if (after) return (actual) => actual.startsWith(core);
  return (actual) => actual === core;
}

function numberOf({ text, kind }: Literal): number | undefined {
  return kind === 'bare' && NUMBER.test(text) ? Number(text) : undefined;
}

function textAsNumber(value: unknown): number | undefined {
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : undefined;
}
