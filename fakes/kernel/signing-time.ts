/** A time as requests carry it: `20260101T000000Z`. */
export function amzDate(date: Date): string {
  return date.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}

/**
 * How AWS's services that speak JSON refuse a request that was signed too early or too late.
 * Assumed: worded as public issues quote it, from memory.
 */
export function signatureOutOfTime(signedAt: Date, receivedAt: Date, mostMs: number): string {
  const minutes = mostMs / 60_000;
  const late = signedAt.getTime() < receivedAt.getTime();
  const bound = new Date(receivedAt.getTime() + (late ? -mostMs : mostMs));
  return late
    ? `Signature expired: ${amzDate(signedAt)} is now earlier than ${amzDate(bound)} (${amzDate(receivedAt)} - ${minutes} min.)`
    : `Signature not yet current: ${amzDate(signedAt)} is still later than ${amzDate(bound)} (${amzDate(receivedAt)} + ${minutes} min.)`;
}
