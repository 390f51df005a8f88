/**
 * The errors of the library itself. They are never AWS errors: they say that the *test* asked for something
 * that is not modelled, or used the library wrongly. Both are remembered by the world and thrown again by
 * `aws.unplug()`, so a handler's `catch` cannot hide them.
 */
export class NotSupportedByFake extends Error {
  override readonly name = 'NotSupportedByFake';
}

/** The test or the code under test used the library, or the SDK, in a way that cannot mean anything. */
export class FakeMisuse extends Error {
  override readonly name = 'FakeMisuse';
}

/** A bug of this library: an operation threw something that is neither AWS's error nor a misuse. */
export class FakeDefect extends Error {
  override readonly name = 'FakeDefect';
}

export type LibraryError = NotSupportedByFake | FakeMisuse | FakeDefect;

export function isLibraryError(error: unknown): error is LibraryError {
  return error instanceof NotSupportedByFake || error instanceof FakeMisuse || error instanceof FakeDefect;
}

/** Refuses a parameter, value or combination that AWS knows and this library does not model. */
export function notSupported(operation: string, what: string): NotSupportedByFake {
  return new NotSupportedByFake(
    `${operation}: ${what} is not modelled by aws-fakes.\n` +
      `Leave it out, or answer this call yourself: mock.on(${operation}Command).resolves({ ... }).`,
  );
}

const sentNothing = new WeakSet<Error>();

/** Marks an error that the SDK throws outside of its attempts (mostly before it sends anything): it carries no `$metadata`. */
export function beforeSending<E extends Error>(error: E): E {
  sentNothing.add(error);
  return error;
}

export function isBeforeSending(error: Error): boolean {
  return sentNothing.has(error);
}
