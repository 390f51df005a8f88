/** The condition keys of a request, by their names in lower case: AWS does not care about their case. */
export type RequestKeys = ReadonlyMap<string, readonly string[]>;

/** A value of a condition key as a service or a test states it. */
export type KeyValue = string | number | boolean | readonly string[] | undefined;

/** Condition keys by name; what is undefined is no part of the request. */
export function requestKeys(...groups: readonly Readonly<Record<string, KeyValue>>[]): RequestKeys {
  const keys = new Map<string, readonly string[]>();
  for (const group of groups) {
    for (const [name, value] of Object.entries(group)) {
      if (value === undefined) continue;
      keys.set(name.toLowerCase(), Array.isArray(value) ? value.map(String) : [String(value)]);
    }
  }
  return keys;
}
