import type { Comparison } from './syntax';
import type { Token } from './tokens';

/** How tightly operators bind: OR, AND, NOT, equality, order, concatenation, sums, products. */
export const BINDING = {
  none: 0,
  or: 1,
  and: 2,
  not: 3,
  equality: 4,
  order: 5,
  concatenation: 6,
  sum: 7,
  product: 8,
};

const SYMBOLS: ReadonlyMap<string, number> = new Map([
  ...['=', '<>', '!='].map((symbol) => [symbol, BINDING.equality] as const),
  ...['<', '<=', '>', '>='].map((symbol) => [symbol, BINDING.order] as const),
  ['||', BINDING.concatenation],
  ...['+', '-'].map((symbol) => [symbol, BINDING.sum] as const),
  ...['*', '/', '%'].map((symbol) => [symbol, BINDING.product] as const),
]);

const WORDS: ReadonlyMap<string, number> = new Map([
  ['OR', BINDING.or],
  ['AND', BINDING.and],
  ['IS', BINDING.equality],
  ['IN', BINDING.equality],
  ['BETWEEN', BINDING.order],
  ['LIKE', BINDING.order],
]);

/** Is this symbol an operator between two operands? */
export function isOperatorSymbol(symbol: string): boolean {
  return SYMBOLS.has(symbol);
}

/** How tightly this token binds what stands on its sides; undefined when it is no operator. */
export function bindingOf({ kind, text }: Token): number | undefined {
  if (kind === 'symbol') return SYMBOLS.get(text);
  return kind === 'keyword' ? WORDS.get(text) : undefined;
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** The comparison that a symbol stands for; undefined for one of arithmetic. */
export function comparisonOf(symbol: string): Comparison | undefined {
  return COMPARISONS[symbol];
}
