/** What the text of a number is worth: its canonical text, or AWS's words on why it is none. */
export type NumberResult = { readonly text: string } | { readonly problem: string };

/**
 * Reads a number as DynamoDB does: its canonical text (plain decimal without exponent, no leading or trailing zeros,
 * no `-0`) or the reason why AWS refuses it (not numeric, more than 38 significant digits, out of range).
 */
export function parseNumber(text: string): NumberResult {
  throw new Error(`not written yet ${text}`);
}

/** The canonical text of a number that is known to be valid. */
export function canonicalNumber(text: string): string {
  throw new Error(`not written yet ${text}`);
}

/** Compares two canonical numbers by value. */
export function compareNumberTexts(a: string, b: string): number {
  throw new Error(`not written yet ${a} ${b}`);
}

/** a + b exactly; a problem when the result needs more than 38 digits or leaves the range. */
export function addNumbers(a: string, b: string): NumberResult {
  throw new Error(`not written yet ${a} ${b}`);
}

/** a - b exactly; a problem when the result needs more than 38 digits or leaves the range. */
export function subtractNumbers(a: string, b: string): NumberResult {
  throw new Error(`not written yet ${a} ${b}`);
}
