import type { ConditionTest, PolicyDocument, Statement } from '../../kernel/policy/document';

/** Condition keys whose fixed values keep a statement for everybody from being public, in lower case. */
const NARROWING_KEYS = new Set([
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  's3:dataaccesspointarn',
  's3:dataaccesspointaccount',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
]);
const NARROWING_OPERATORS = new Set(['StringEquals', 'StringLike', 'ArnEquals', 'ArnLike', 'IpAddress']);

/**
 * Whether a policy is public: it allows something to everybody, and no condition narrows that to fixed values.
 * Documented: UserGuide/access-control-block-public-access, "The meaning of public".
 */
export function isPublicPolicy(policy: PolicyDocument): boolean {
  return policy.statements.some(isPublicStatement);
}

function isPublicStatement({ effect, principal, conditions }: Statement): boolean {
  if (effect !== 'Allow' || principal === undefined) return false;
  const everybody =
    principal.not ||
    principal.values === '*' ||
    Object.values(principal.values).some((names) => names.includes('*'));
  return everybody && !conditions.some(narrows);
}

function narrows({ operator, ifExists, key, values }: ConditionTest): boolean {
  if (ifExists || !NARROWING_KEYS.has(key) || !NARROWING_OPERATORS.has(operator)) return false;
  // Documented: a range of addresses as wide as 0.0.0.0/1 is public.
  if (operator === 'IpAddress') return values.every((range) => Number(range.split('/')[1] ?? 32) >= 8);
  return values.every((value) => !value.includes('*') && !value.includes('?') && !value.includes('${'));
}
