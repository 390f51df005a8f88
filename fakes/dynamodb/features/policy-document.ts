import { invalidParameters } from '../table-definition';

/** Documented: API_PutResourcePolicy, Policy: 20 KB, blanks included. */
const MOST_BYTES = 20_480;

/** Captured: 2026-10: AWS writes a policy in this order. */
const TOP = ['Version', 'Id', 'Statement'];
const STATEMENT = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

type Members = Readonly<Record<string, unknown>>;

/**
 * A policy as AWS stores it: without blanks, its members in AWS's order.
 * @throws ValidationException too large, no JSON, or without what every statement has
 */
export function canonicalPolicy(text: string): string {
  if (Buffer.byteLength(text) > MOST_BYTES) {
    throw invalidParameters(`Maximum policy size of ${MOST_BYTES} bytes exceeded`);
  }
  const policy = parsed(text);
  const statements = [policy['Statement'] ?? []].flat();
  if (statements.length === 0) throw invalidPolicy('Could not parse the policy: Statement is empty!');
  const canonical = statements.map((statement) => {
    if (!isObject(statement)) throw invalidPolicy('Syntax error at position (1,1)');
    // Captured: 2026-10: Resource; Assumed: that the other two are said alike.
    for (const field of ['Effect', 'Action', 'Resource']) {
      if (statement[field] === undefined && statement[`Not${field}`] === undefined) {
        throw invalidPolicy(`Missing required field ${field}`);
      }
    }
    return inOrder(statement, STATEMENT);
  });
  const ids = canonical.flatMap((statement) => statement['Sid'] ?? []);
  if (new Set(ids).size < ids.length) throw invalidPolicy('The Statement Ids in the policy are not unique');
  return JSON.stringify({ ...inOrder(policy, TOP), Statement: canonical });
}

function parsed(text: string): Members {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw invalidPolicy('This policy contains invalid Json');
  }
  if (!isObject(policy)) throw invalidPolicy('This policy contains invalid Json');
  return policy;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalidPolicy(problem: string): Error {
  return invalidParameters(`Invalid policy document: ${problem}`);
}

function inOrder(members: Members, order: readonly string[]): Members {
  const known = order.filter((name) => members[name] !== undefined);
  const others = Object.keys(members).filter((name) => !order.includes(name));
  return Object.fromEntries([...known, ...others].map((name) => [name, members[name]]));
}
