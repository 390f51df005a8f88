import type { Grant, Grantee, Permission, PutObjectAclCommandInput } from '@aws-sdk/client-s3';
import { invalidArgument, invalidRequest, s3Error } from '../errors';
import type { Acl, AclGrant } from '../state';
import { canonicalUserId } from './owner';

/** The members of a request that grant something. */
export const ACL_MEMBERS = ['ACL', 'GrantFullControl', 'GrantRead', 'GrantReadACP', 'GrantWriteACP'] as const;

export type AclRequest = Pick<PutObjectAclCommandInput, (typeof ACL_MEMBERS)[number] | 'GrantWrite'>;

const GROUPS = 'http://acs.amazonaws.com/groups/';
export const ALL_USERS = `${GROUPS}global/AllUsers`;
export const AUTHENTICATED_USERS = `${GROUPS}global/AuthenticatedUsers`;
const LOG_DELIVERY = `${GROUPS}s3/LogDelivery`;
const KNOWN_GROUPS: ReadonlySet<string> = new Set([ALL_USERS, AUTHENTICATED_USERS, LOG_DELIVERY]);
/** Amazon EC2, which gets what `aws-exec-read` grants. Documented: UserGuide/acl-overview. */
const EC2 = '6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c';

const group = (uri: string, permission: Permission): AclGrant => ({
  grantee: { type: 'Group', uri },
  permission,
});
const user = (id: string, permission: Permission): AclGrant => ({
  grantee: { type: 'CanonicalUser', id },
  permission,
});

/** What canned ACLs grant beside the owner's full control. Documented: UserGuide/acl-overview. */
const CANNED: Readonly<Record<string, (bucketOwner: string) => readonly AclGrant[]>> = {
  private: () => [],
  'public-read': () => [group(ALL_USERS, 'READ')],
  'public-read-write': () => [group(ALL_USERS, 'READ'), group(ALL_USERS, 'WRITE')],
  'authenticated-read': () => [group(AUTHENTICATED_USERS, 'READ')],
  'aws-exec-read': () => [user(EC2, 'READ')],
  'bucket-owner-read': (owner) => [user(owner, 'READ')],
  'bucket-owner-full-control': (owner) => [user(owner, 'FULL_CONTROL')],
  'log-delivery-write': () => [group(LOG_DELIVERY, 'WRITE'), group(LOG_DELIVERY, 'READ_ACP')],
};

const HEADERS: readonly (readonly [member: keyof AclRequest, header: string, permission: Permission])[] = [
  ['GrantFullControl', 'x-amz-grant-full-control', 'FULL_CONTROL'],
  ['GrantRead', 'x-amz-grant-read', 'READ'],
  ['GrantReadACP', 'x-amz-grant-read-acp', 'READ_ACP'],
  ['GrantWrite', 'x-amz-grant-write', 'WRITE'],
  ['GrantWriteACP', 'x-amz-grant-write-acp', 'WRITE_ACP'],
];

/** The ACL that an owner has alone. */
export function privateAcl(ownerAccountId: string): Acl {
  return { ownerAccountId, grants: [user(canonicalUserId(ownerAccountId), 'FULL_CONTROL')] };
}

/**
 * The ACL that a request's headers ask for; undefined if they ask for none.
 *
 * @throws InvalidArgument, InvalidRequest (both kinds of headers), MethodNotAllowed (an e-mail address)
 */
export function aclOfHeaders(
  input: AclRequest,
  ownerAccountId: string,
  bucketOwnerAccountId: string,
): Acl | undefined {
  const canned = input.ACL;
  const given = HEADERS.filter(([member]) => input[member] !== undefined);
  if (canned !== undefined) {
    // Captured: this answer has no message, for which the SDK puts 'UnknownError'.
    if (!Object.hasOwn(CANNED, canned)) throw invalidArgument('UnknownError', 'x-amz-acl', canned);
    if (given.length > 0)
      throw invalidRequest('Specifying both Canned ACLs and Header Grants is not allowed');
    const { grants } = privateAcl(ownerAccountId);
    const others = CANNED[canned]?.(canonicalUserId(bucketOwnerAccountId)) ?? [];
    const same = ownerAccountId === bucketOwnerAccountId && canned.startsWith('bucket-owner');
    return { ownerAccountId, grants: same ? grants : [...grants, ...others] };
  }
  if (given.length === 0) return undefined;
  const grants = given.flatMap(([member, header, permission]) =>
    granteesOf(header, input[member] ?? '').map((grantee): AclGrant => ({ grantee, permission })),
  );
  return { ownerAccountId, grants };
}

/** `id="..."`, `uri="..."`, several of them with commas between. Documented: API_PutObjectAcl. */
function granteesOf(header: string, text: string): AclGrant['grantee'][] {
  return text.split(',').map((part) => {
    const [, kind, quoted = ''] = /^\s*(id|uri|emailAddress)\s*=\s*(.*)$/s.exec(part) ?? [];
    const value = quoted.trim().replaceAll(/^"|"$/g, '');
    if (kind === undefined) throw invalidArgument('Argument format not recognized', header, part.trim());
    if (kind === 'emailAddress') throw noMoreEmails();
    if (kind === 'uri') return { type: 'Group', uri: requireGroup(value, 'uri') };
    return { type: 'CanonicalUser', id: requireUserId(value, 'id') };
  });
}

function requireGroup(uri: string, argument: string): string {
  if (KNOWN_GROUPS.has(uri)) return uri;
  throw invalidArgument('Invalid group uri', argument, uri);
}

function requireUserId(id: string, argument: string): string {
  if (/^[0-9a-f]{64}$/.test(id)) return id;
  throw invalidArgument('Invalid id', argument, id);
}

/** Documented: API_PutBucketAcl: since October 2025 grants to e-mail addresses are answered with 405. Assumed: the text. */
const noMoreEmails = () =>
  s3Error('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.');

const PERMISSIONS: ReadonlySet<string> = new Set(['FULL_CONTROL', 'READ', 'READ_ACP', 'WRITE', 'WRITE_ACP']);

/**
 * The ACL that a request's document spells out.
 *
 * @throws MalformedACLError, InvalidArgument, MethodNotAllowed (an e-mail address)
 */
export function aclOfDocument(
  document: NonNullable<PutObjectAclCommandInput['AccessControlPolicy']>,
  ownerAccountId: string,
): Acl {
  const { Owner, Grants } = document;
  if (Owner?.ID === undefined || Grants === undefined) throw malformedAcl();
  requireUserId(Owner.ID, 'CanonicalUser/ID');
  return { ownerAccountId, grants: Grants.map(requireGrant) };
}

function requireGrant({ Grantee: grantee, Permission: permission }: Grant): AclGrant {
  if (grantee === undefined || permission === undefined || !PERMISSIONS.has(permission)) throw malformedAcl();
  return { grantee: requireGrantee(grantee), permission };
}

function requireGrantee({ Type, URI = '', ID = '' }: Grantee): AclGrant['grantee'] {
  switch (Type) {
    case 'Group':
      return { type: 'Group', uri: requireGroup(URI, 'Group/URI') };
    case 'CanonicalUser':
      return { type: 'CanonicalUser', id: requireUserId(ID, 'CanonicalUser/ID') };
    case 'AmazonCustomerByEmail':
      throw noMoreEmails();
    default:
      throw malformedAcl();
  }
}

const malformedAcl = () =>
  s3Error(
    'MalformedACLError',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

/** Whether an ACL grants anything to everybody, or to everybody with an account. Documented: UserGuide/acl-overview. */
export function isPublicAcl({ grants }: Acl): boolean {
  return grants.some(({ grantee }) => grantee.type === 'Group' && grantee.uri !== LOG_DELIVERY);
}

/** An ACL as answers show it. Captured: since 2025 without names. */
export function aclMembers({ ownerAccountId, grants }: Acl): { Owner: { ID: string }; Grants: Grant[] } {
  return {
    Owner: { ID: canonicalUserId(ownerAccountId) },
    Grants: grants.map(({ grantee, permission }) => ({
      Grantee:
        grantee.type === 'Group'
          ? { Type: 'Group', URI: grantee.uri }
          : { Type: 'CanonicalUser', ID: grantee.id },
      Permission: permission,
    })),
  };
}
