import type { Context } from '../../kernel/operation';
import { defaultCaller } from '../../kernel/policy/identities';
import type { RefusedAccess } from '../../kernel/policy/permissions';
import { refusalText } from '../../kernel/policy/refusal-text';
import { accessDenied, bodylessError } from '../errors';

/**
 * How S3 refuses what policies do not allow. The wording for callers of the bucket's own account is documented
 * (UserGuide/troubleshoot-403-errors) and captured (github.com/noobaa/noobaa-core/issues/10060); others learn nothing.
 */
export function refusedAccess(refusal: RefusedAccess): Error {
  const { operation, caller, owner, resource } = refusal;
  if (operation === 'HeadObject' || operation === 'HeadBucket') return bodylessError(403);
  if (caller.kind === 'anonymous' || caller.accountId !== owner) return accessDenied();
  // Captured: S3 puts its own ARNs in quotes.
  return accessDenied(
    refusalText(refusal, resource.startsWith('arn:aws:s3') ? { resource: `"${resource}"` } : {}),
  );
}

function notAuthorized(arn: string, action: string, resource: string, why: string): Error {
  return accessDenied(
    `User: ${arn} is not authorized to perform: ${action} on resource: "${resource}" ${why}`,
  );
}

/** Documented: UserGuide/access-control-block-public-access: 403. Assumed: the wording. */
export function blockedPublicPolicy(context: Context, bucketArn: string): Error {
  return notAuthorized(
    callerArn(context),
    's3:PutBucketPolicy',
    bucketArn,
    'because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
  );
}

/** Documented: UserGuide/access-control-block-public-access: 403. Assumed: the wording. */
export function blockedPublicAcl(context: Context, action: string, resource: string): Error {
  return notAuthorized(
    callerArn(context),
    action,
    resource,
    'because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.',
  );
}

/** Without stated permissions every call is the default caller's. */
function callerArn({ access, accountId }: Context): string {
  return access?.caller.arn ?? defaultCaller(accountId).arn;
}
