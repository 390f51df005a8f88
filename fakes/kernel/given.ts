/**
 * A member that is there because validation, or the place it comes from, made sure of it: the SDK's types leave every
 * member optional. Failing is a defect of this library, never of the caller.
 */
export function given<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('a member is missing that validation should have asked for');
  return value;
}
