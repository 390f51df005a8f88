import { createHash } from 'node:crypto';
import type { Context } from '../kernel/operation';
import { idempotentParameterMismatch } from './errors';
import { LIMITS } from './limits';
import type { DynamodbState } from './state';

type TokenContext = Pick<Context<DynamodbState>, 'state' | 'region' | 'now'>;

/** The rule for `ClientRequestToken`. The SDK fills one in where the caller gives none. */
export const CLIENT_REQUEST_TOKEN = {
  name: 'ClientRequestToken',
  length: [1, LIMITS.tokenCharacters],
} as const;

/**
 * Whether this transaction was done before under its ClientRequestToken. `actions` is what tells two requests apart.
 * @throws IdempotentParameterMismatchException it was another request
 */
export function isReplay(context: TokenContext, token: string, actions: unknown): boolean {
  const known = context.state.tokens.get(tokenKey(context, token));
  if (known === undefined || context.now >= known.at + LIMITS.tokenMs) return false;
  if (known.request !== fingerprint(actions)) throw idempotentParameterMismatch();
  return true;
}

/** Remembers a transaction that was done, for ten minutes. */
export function rememberToken(context: TokenContext, token: string, actions: unknown): void {
  context.state.tokens.put(tokenKey(context, token), { request: fingerprint(actions), at: context.now });
}

/** A token among those of all regions. */
export function tokenKey({ region }: Pick<TokenContext, 'region'>, token: string): string {
  return `${region} ${token}`;
}

function fingerprint(actions: unknown): string {
  return createHash('sha256').update(JSON.stringify(actions)).digest('hex');
}
