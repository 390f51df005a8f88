/** Why a filter pattern is none. Operations word it: see `errors.ts`. */
export class FilterPatternError extends Error {
  override readonly name = 'FilterPatternError';

  /** @param characters that AWS names because they may not stand there; undefined where only the whole is wrong. */
  constructor(readonly characters?: string) {
    super(characters ?? 'syntax');
  }
}

/** A pattern that AWS takes and whose meaning its documents do not settle. */
export class UnsettledPattern extends Error {
  override readonly name = 'UnsettledPattern';
}
