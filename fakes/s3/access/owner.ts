import { createHash } from 'node:crypto';

/** The canonical user id of an account, 64 hex digits, as S3 names owners. The same account always has the same. */
export function canonicalUserId(accountId: string): string {
  return createHash('sha256').update(`canonical user ${accountId}`).digest('hex');
}

/** An owner as S3 shows it. Captured: since 2025 without a DisplayName. */
export function ownerOf(accountId: string): { ID: string } {
  return { ID: canonicalUserId(accountId) };
}
