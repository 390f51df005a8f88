/** An error as a caller sees it, with the members that the SDK adds. */
export type Failure = Error & Record<string, unknown>;

/** The error that a call fails with. */
export async function failure(call: Promise<unknown>): Promise<Failure> {
  try {
    await call;
  } catch (error) {
    return error as Failure;
  }
  throw new Error('the call succeeded');
}
