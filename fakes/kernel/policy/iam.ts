import { toMs, type Duration } from '../duration';
import { FakeMisuse } from '../errors';
import type { JournalEntry } from '../journal';
import type { World } from '../world';
import type { Caller } from './caller';
import type { PolicyDocument } from './document';
import {
  accessKeyOf,
  DEFAULT_IDENTITY,
  identityKey,
  roleCaller,
  rootCaller,
  userCaller,
  type AccessKey,
  type AttachedPolicy,
  type Identity,
} from './identities';
import { parsePolicy, PolicyError } from './parse';
import type { IamAction, PermissionCall } from './permissions';
import type { KeyValue } from './request-keys';
import { statementPolicy, type OneOrMany, type StatementOptions } from './statement';

/** A policy that was stated. Changes of permissions count at once, unless they are told to take their time. */
export interface StatedPolicy {
  /** It counts only so much later, as changes do that have to travel: `iam.allow(...).after('30s')`. */
  after(delay: Duration): this;
  /** Takes it away, at once or so much later. */
  detach(delay?: Duration): void;
}

/** States permissions of a caller. */
export interface PermissionApi {
  /** Allows actions on resources (ARNs, with wildcards; default all). */
  allow(actions: OneOrMany, resources?: OneOrMany, options?: StatementOptions): StatedPolicy;
  /** Denies actions on resources (ARNs, with wildcards; default all), whatever else allows them. */
  deny(actions: OneOrMany, resources?: OneOrMany, options?: StatementOptions): StatedPolicy;
  /** Attaches a policy document, as an object or as JSON. @throws FakeMisuse */
  attach(policy: object | string): StatedPolicy;
}

export interface IdentityOptions {
  /** The account it belongs to, twelve digits. Default: the world's. */
  readonly accountId?: string;
  /** The Lambda function or task whose clients call as this identity, where they have no credentials of their own. */
  readonly task?: string;
  /** Credentials of your own choice. Default: made of the name. */
  readonly credentials?: AccessKey;
  /** Condition keys that its requests carry: `{ 'aws:SourceIp': '203.0.113.9', 'aws:SourceVpce': 'vpce-1' }`. */
  readonly keys?: Readonly<Record<string, KeyValue>>;
}

/** A user or role. It may do nothing until something is allowed. */
export interface IdentityApi extends PermissionApi {
  /** As AWS's messages name it: of a role it is the session's. */
  readonly arn: string;
  readonly accountId: string;
  /** For a client: `new S3Client({ credentials: reader.credentials })`. */
  readonly credentials: AccessKey;
}

/** Permissions of callers, on all services: `aws.iam`. */
export interface IamApi extends PermissionApi {
  /** A user of that name. */
  user(name: string, options?: IdentityOptions): IdentityApi;
  /** A session of a role of that name. */
  role(name: string, options?: IdentityOptions & { readonly session?: string }): IdentityApi;
  /** The root user of an account: by its own policies it may do everything. */
  root(accountId: string): IdentityApi;
  /**
   * Makes credentials known as the default caller's, so that the signatures of URLs can be checked that a client of your own
   * has signed.
   */
  trust(credentials: AccessKey): void;
  /**
   * The actions that a call of the journal needed, with their resources: what a least-privilege policy must allow. What
   * depends on the state (`kms:Decrypt` of an object's key, `s3:ListBucket` for one that is not there) goes by the state as it
   * is now. An operation that nothing is known about is a FakeMisuse.
   */
  requiredActions(entry: JournalEntry): readonly IamAction[];
}

/** The test's hand on permissions. */
export function createIam(world: World): IamApi {
  const { accountId: home } = world.options;
  const identity = (
    caller: Caller,
    { task, credentials = accessKeyOf(caller) }: IdentityOptions,
  ): IdentityApi => {
    const known: Identity = { caller, accessKey: credentials, task };
    world.identities.add(known);
    return {
      arn: caller.arn,
      accountId: caller.accountId,
      credentials,
      ...permissionApi(world, identityKey(caller), known),
    };
  };
  return {
    ...permissionApi(world, DEFAULT_IDENTITY, undefined),
    user: (name, options = {}) => {
      const { accountId = home, keys = {} } = options;
      return identity(userCaller(name, requireAccount(accountId), keys), options);
    },
    role: (name, options = {}) => {
      const { accountId = home, session = options.task ?? 'session', keys = {} } = options;
      return identity(roleCaller(name, session, requireAccount(accountId), keys), options);
    },
    root: (accountId) => identity(rootCaller(requireAccount(accountId)), {}),
    trust: (credentials) => world.identities.trust(credentials),
    requiredActions: (entry) => requiredActions(world, entry),
  };
}

function requireAccount(accountId: string): string {
  if (/^\d{12}$/.test(accountId)) return accountId;
  throw new FakeMisuse(`aws.iam: an account id has twelve digits, and is '${accountId}'.`);
}

function permissionApi(world: World, key: string, known: Identity | undefined): PermissionApi {
  const attach = (document: PolicyDocument): StatedPolicy => {
    // A reset forgets identities; a test that goes on with one means it.
    if (known !== undefined) world.identities.add(known);
    const number = world.identities.attach(key, { document, from: world.clock.now(), until: Infinity });
    return statedPolicy(world, (change) => world.identities.amend(key, number, change));
  };
  const statement =
    (effect: 'Allow' | 'Deny') =>
    (actions: OneOrMany, resources: OneOrMany = '*', options: StatementOptions = {}) =>
      attach(
        misuse(`aws.iam.${effect.toLowerCase()}()`, () =>
          statementPolicy('identity', effect, actions, resources, options),
        ),
      );
  return {
    allow: statement('Allow'),
    deny: statement('Deny'),
    attach: (policy) => attach(misuse('aws.iam.attach()', () => parsePolicy(policy, 'identity'))),
  };
}

/** The handle of a policy, wherever it is kept. */
export function statedPolicy(
  world: World,
  amend: (change: (policy: AttachedPolicy) => AttachedPolicy) => void,
): StatedPolicy {
  const handle: StatedPolicy = {
    after(delay) {
      const from = world.clock.now() + toMs(delay);
      amend((policy) => ({ ...policy, from }));
      return handle;
    },
    detach(delay = 0) {
      const until = world.clock.now() + toMs(delay);
      amend((policy) => ({ ...policy, until }));
    },
  };
  return handle;
}

/** What a test itself got wrong in a policy. */
export function misuse<T>(where: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new FakeMisuse(`${where}: ${error.message}`);
  }
}

function requiredActions(world: World, entry: JournalEntry): readonly IamAction[] {
  const operation = world
    .operations()
    .find(({ service, row }) => service.name === entry.service && row.name === entry.operation);
  const permissions = operation?.service.permissions;
  if (permissions === undefined) {
    throw new FakeMisuse(
      `aws.iam.requiredActions(): which actions ${entry.service}.${entry.operation} needs is not known.`,
    );
  }
  const call: PermissionCall = {
    operation: entry.operation,
    input: entry.input as Readonly<Record<string, unknown>>,
    region: entry.region,
    accountId: world.options.accountId,
  };
  return [...permissions.actions(call), ...(permissions.alsoNeeds?.(operation?.state as never, call) ?? [])];
}
