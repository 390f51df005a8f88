import { invalidArgument } from '../errors';

/** Documented: API_LifecycleRule and API_ReplicationRule: "cannot be longer than 255 characters". */
const MAX_ID_CHARACTERS = 255;

/**
 * The rules of a configuration are told apart by their ids, as far as they have some.
 *
 * @throws InvalidArgument. Assumed: the wordings.
 */
export function requireUniqueIds(rules: readonly { readonly ID?: string | undefined }[]): void {
  const seen = new Set<string>();
  for (const { ID } of rules) {
    if (ID === undefined) continue;
    if (Array.from(ID).length > MAX_ID_CHARACTERS)
      throw invalidArgument('ID length should not exceed allowed limit of 255', 'ID', ID);
    if (seen.has(ID))
      throw invalidArgument('Rule ID must be unique. Found same ID for more than one rule', 'ID', ID);
    seen.add(ID);
  }
}
