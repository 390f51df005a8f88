import { meansCaller, type Caller } from './caller';
import { conditionsHold } from './conditions';
import type { PolicyDocument, Statement } from './document';
import type { RequestKeys } from './request-keys';
import { expandVariables } from './variables';
import { matchesIgnoringCase, matchesPattern, matchesText } from './wildcard';

/** One thing that a caller wants to do. */
export interface AccessRequest {
  readonly caller: Caller;
  /** `s3:GetObject` */
  readonly action: string;
  /** The ARN of the resource; `*` for an action that has none. */
  readonly resource: string;
  /** The account that owns the resource. */
  readonly owner: string;
  readonly keys: RequestKeys;
}

/** The policies that have a say. */
export interface ApplicablePolicies {
  /** Of the caller. */
  readonly identity: readonly PolicyDocument[];
  /** Of the resource. */
  readonly resource: readonly PolicyDocument[];
  /** What allows beside policies: the resource's access control list. */
  readonly grantedOtherwise?: boolean;
}

/** Which kind of policy refuses, and whether by a statement that says so. */
export interface Denial {
  readonly explicit: boolean;
  readonly by: 'identity' | 'resource';
}

/**
 * Whether a request is allowed: undefined, or what refuses it. A Deny counts more than any Allow. Within an account one
 * Allow is enough, the caller's or the resource's; across accounts both must allow.
 * Documented: IAM UserGuide/reference_policies_evaluation-logic.
 */
export function denialOf(request: AccessRequest, policies: ApplicablePolicies): Denial | undefined {
  const { caller, owner } = request;
  if (policies.identity.some((policy) => denies(policy, request))) return { explicit: true, by: 'identity' };
  if (policies.resource.some((policy) => denies(policy, request))) return { explicit: true, by: 'resource' };
  const byIdentity =
    caller.kind === 'root' || policies.identity.some((policy) => allows(policy, request, 'byAccount'));
  if (caller.accountId === owner) {
    if (byIdentity || policies.grantedOtherwise === true) return undefined;
    // Documented: naming the account only hands the decision to the account's own policies.
    if (policies.resource.some((policy) => allows(policy, request, 'byName'))) return undefined;
    return { explicit: false, by: 'identity' };
  }
  if (!byIdentity && caller.kind !== 'anonymous') return { explicit: false, by: 'identity' };
  if (policies.grantedOtherwise === true) return undefined;
  if (policies.resource.some((policy) => allows(policy, request, 'byAccount'))) return undefined;
  return { explicit: false, by: 'resource' };
}

function denies({ version, statements }: PolicyDocument, request: AccessRequest): boolean {
  return statements.some(
    (statement) =>
      statement.effect === 'Deny' &&
      meansCaller(statement.principal, request.caller) !== 'no' &&
      applies(statement, request, version),
  );
}

function allows(
  { version, statements }: PolicyDocument,
  request: AccessRequest,
  least: 'byName' | 'byAccount',
): boolean {
  return statements.some((statement) => {
    if (statement.effect !== 'Allow') return false;
    const meant = meansCaller(statement.principal, request.caller);
    if (meant === 'no' || (least === 'byName' && meant !== 'byName')) return false;
    return applies(statement, request, version);
  });
}

function applies(
  { action, resource, conditions }: Statement,
  request: AccessRequest,
  version: PolicyDocument['version'],
): boolean {
  const withVariables = version === '2012-10-17';
  if (action.values.some((pattern) => matchesIgnoringCase(pattern, request.action)) === action.not)
    return false;
  if (resource !== undefined) {
    const fits = resource.values.some((pattern) => fitsResource(pattern, request, withVariables));
    if (fits === resource.not) return false;
  }
  // The keys of a request are made only where somebody asks for them.
  return conditions.length === 0 || conditionsHold(conditions, request.keys, withVariables);
}

function fitsResource(pattern: string, request: AccessRequest, withVariables: boolean): boolean {
  if (!withVariables || !pattern.includes('${')) return matchesText(pattern, request.resource);
  const tokens = expandVariables(pattern, request.keys);
  return tokens !== undefined && matchesPattern(tokens, request.resource);
}
