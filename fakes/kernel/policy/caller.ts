import type { Matcher, PrincipalElement } from './document';
import type { KeyValue } from './request-keys';

/** Who makes a call. */
export interface Caller {
  readonly kind: 'user' | 'role' | 'root' | 'anonymous';
  /** Of a role it is the session's: `arn:aws:sts::123456789012:assumed-role/name/session`. */
  readonly arn: string;
  readonly accountId: string;
  /** The unique id that AWS gives a user (AIDA...) or a session (AROA...:session). */
  readonly userId: string;
  /** Undefined for a role and for nobody. */
  readonly userName: string | undefined;
  /** Only of a role. */
  readonly roleArn: string | undefined;
  /** Condition keys that hold for all of this caller's requests, `aws:SourceIp` for example. */
  readonly keys: Readonly<Record<string, KeyValue>>;
}

/** Somebody who signed nothing. */
export const ANONYMOUS: Caller = {
  kind: 'anonymous',
  arn: '*',
  accountId: 'anonymous',
  userId: 'anonymous',
  userName: undefined,
  roleArn: undefined,
  keys: {},
};

/** How a statement means a caller: not at all, as one of an account, or by name (`*` counts as such). */
export type Meant = 'no' | 'byAccount' | 'byName';

/** Whether a statement of a resource's policy is about this caller. */
export function meansCaller(principal: Matcher<PrincipalElement> | undefined, caller: Caller): Meant {
  if (principal === undefined) return 'byName';
  const meant = meaning(principal.values, caller);
  if (!principal.not) return meant;
  return meant === 'no' ? 'byName' : 'no';
}

function meaning(element: PrincipalElement, caller: Caller): Meant {
  if (element === '*') return 'byName';
  let best: Meant = 'no';
  for (const [kind, values] of Object.entries(element)) {
    if (kind !== 'AWS' && kind !== '*') continue;
    for (const value of values) {
      const meant = byPattern(value, caller);
      if (meant === 'byName') return meant;
      if (meant === 'byAccount') best = meant;
    }
  }
  return best;
}

/** Documented: IAM UserGuide/reference_policies_elements_principal: no wildcards within a name or an ARN. */
function byPattern(value: string, caller: Caller): Meant {
  if (value === '*') return 'byName';
  if (caller.kind === 'anonymous') return 'no';
  if (value === caller.arn || value === caller.roleArn || value === caller.userId) return 'byName';
  if (value === caller.accountId || value === `arn:aws:iam::${caller.accountId}:root`) {
    return caller.kind === 'root' ? 'byName' : 'byAccount';
  }
  return 'no';
}
