/** Documented: user-defined metadata of an object are at most 2 KB, keys and values together. */
const LIMIT_BYTES = 2_048;

/**
 * User metadata for an S3 object: strings only, US-ASCII only (R28).
 * @throws RangeError above 2 KB.
 */
export function toUserMetadata(
  values: Readonly<Record<string, string | number | boolean>>,
): Record<string, string> {
  const entries = Object.entries(values).map(([name, value]): [string, string] => [
    name,
    String(value).replaceAll(/[^ -~]/g, '?'),
  ]);
  const bytes = entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (bytes > LIMIT_BYTES) throw new RangeError(`${bytes} bytes of user metadata are more than S3 takes`);
  return Object.fromEntries(entries);
}
