import { elementsOf, membersOf } from '../kernel/json';

/** What a handler's answer says about its batch when the mapping has ReportBatchItemFailures. */
export type BatchVerdict =
  | { readonly kind: 'succeeded' }
  /** These identifiers failed, in the order of the batch. */
  | { readonly kind: 'partial'; readonly failed: readonly string[] }
  /** The answer counts as a failure of the whole batch. */
  | { readonly kind: 'failed'; readonly reason: string };

const SUCCEEDED: BatchVerdict = { kind: 'succeeded' };

/**
 * Reads `{ batchItemFailures: [{ itemIdentifier }] }` as Lambda does. Anything that names no failures is a success, also
 * `{ statusCode: 500 }`; one malformed or unknown identifier makes the whole batch fail.
 *
 * Documented: services-sqs-errorhandling and services-ddb-batchfailurereporting, "Success and failure conditions".
 * Captured: facts say each row was recorded on AWS, for both sources.
 *
 * @param payload the handler's answer after its way through JSON.
 * @param identifiers of the batch: message ids or sequence numbers, in order.
 */
export function readBatchResponse(payload: unknown, identifiers: readonly string[]): BatchVerdict {
  if (isEmpty(payload)) return SUCCEEDED;
  const answer = membersOf(payload);
  if (answer === undefined) return failed(`the answer is ${describe(payload)} instead of an object`);
  const failures = Object.hasOwn(answer, 'batchItemFailures') ? answer['batchItemFailures'] : undefined;
  if (isEmpty(failures)) return SUCCEEDED;
  const entries = elementsOf(failures);
  if (entries === undefined) return failed(`batchItemFailures is ${describe(failures)} instead of a list`);
  const known = new Set(identifiers);
  const reported = new Set<string>();
  for (const entry of entries) {
    const identifier = identifierOf(entry);
    if (identifier === undefined || identifier === '') {
      return failed(`an entry has no itemIdentifier: ${describe(entry)}`);
    }
    if (!known.has(identifier)) return failed(`itemIdentifier ${describe(identifier)} is not in this batch`);
    reported.add(identifier);
  }
  return { kind: 'partial', failed: identifiers.filter((identifier) => reported.has(identifier)) };
}

function identifierOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null || !('itemIdentifier' in entry)) return undefined;
  return typeof entry.itemIdentifier === 'string' ? entry.itemIdentifier : undefined;
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

function failed(reason: string): BatchVerdict {
  return { kind: 'failed', reason };
}

function describe(value: unknown): string {
  return JSON.stringify(value).slice(0, 80);
}
