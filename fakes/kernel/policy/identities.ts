import { createHash } from 'node:crypto';
import type { Collection } from '../collection';
import { compareNumbers, compareStrings, compareTuples } from '../order';
import type { Store } from '../store';
import type { Caller } from './caller';
import type { PolicyDocument } from './document';
import type { KeyValue } from './request-keys';

/** What a client signs with. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Only of a role. */
  readonly sessionToken?: string;
}

/** A caller that a test made known. */
export interface Identity {
  readonly caller: Caller;
  readonly accessKey: AccessKey;
  /** The task (Lambda function) whose clients call as this identity when they have no credentials of their own. */
  readonly task: string | undefined;
}

/** A policy of an identity, and when it counts, epoch ms: changes of permissions take their time. */
export interface AttachedPolicy {
  readonly document: PolicyDocument;
  readonly from: number;
  readonly until: number;
}

/** The key of whoever has no identity of their own. */
export const DEFAULT_IDENTITY = 'default';

/** Who calls, and what they may do: all of it in the world's store. */
export class Identities {
  readonly #identities: Collection<string, Identity>;
  readonly #accessKeys: Collection<string, Identity>;
  readonly #tasks: Collection<string, string>;
  readonly #policies: Collection<readonly [arn: string, number: number], AttachedPolicy>;
  readonly #default: Caller;

  constructor(store: Store, accountId: string) {
    this.#identities = store.collection('iam.identities', compareStrings);
    this.#accessKeys = store.collection('iam.accessKeys', compareStrings);
    this.#tasks = store.collection('iam.tasks', compareStrings);
    const compare = compareTuples<readonly [string, number]>(compareStrings, compareNumbers);
    this.#policies = store.collection('iam.policies', compare);
    this.#default = defaultCaller(accountId);
  }

  /** Whether a test has said anything about who may do what. Until then nothing is asked. */
  get stated(): boolean {
    return this.#policies.size > 0 || this.#identities.size > 0;
  }

  /** Makes a caller known. */
  add(identity: Identity): void {
    const key = identityKey(identity.caller);
    this.#identities.put(key, identity);
    this.#accessKeys.put(identity.accessKey.accessKeyId, identity);
    if (identity.task !== undefined) this.#tasks.put(identity.task, key);
  }

  /** Makes an access key known as one of the default caller's. */
  trust(accessKey: AccessKey): void {
    this.add({ caller: this.#default, accessKey, task: undefined });
  }

  /** The identity that an access key belongs to. */
  ofAccessKey(accessKeyId: string): Identity | undefined {
    return this.#accessKeys.get(accessKeyId);
  }

  /** Who makes a call: by the client's own access key, else by the task it runs in, else the default caller. */
  callerOf(accessKeyId: string | undefined, task: string | undefined): Caller {
    const known = accessKeyId === undefined ? undefined : this.ofAccessKey(accessKeyId);
    if (known !== undefined) return known.caller;
    const key = task === undefined || accessKeyId !== undefined ? undefined : this.#tasks.get(task);
    return (key === undefined ? undefined : this.#identities.get(key))?.caller ?? this.#default;
  }

  /** Attaches a policy. Returns its number. */
  attach(identity: string, policy: AttachedPolicy): number {
    const last = this.#policies.first({ from: [identity, 0], to: [identity, Infinity], reverse: true });
    const number = (last?.[0][1] ?? 0) + 1;
    this.#policies.put([identity, number], policy);
    return number;
  }

  /** Replaces a policy that is attached. */
  amend(identity: string, number: number, change: (policy: AttachedPolicy) => AttachedPolicy): void {
    const policy = this.#policies.get([identity, number]);
    if (policy !== undefined) this.#policies.put([identity, number], change(policy));
  }

  /**
   * The policies of a caller that count now. The default caller is an administrator, until it is allowed something: from
   * then on it may do that and nothing else.
   */
  policiesOf(caller: Caller, now: number): readonly PolicyDocument[] {
    const key = caller.arn === this.#default.arn ? DEFAULT_IDENTITY : identityKey(caller);
    const attached = [...this.#policies.entries({ from: [key, 0], to: [key, Infinity] })].map(
      ([, policy]) => policy,
    );
    const current = attached.filter(({ from, until }) => from <= now && now < until);
    const documents = current.map(({ document }) => document);
    if (key !== DEFAULT_IDENTITY || attached.some(({ document }) => allowsSomething(document)))
      return documents;
    return [...documents, ADMINISTRATOR];
  }
}

/** What policies are attached to: a user or a role, not its session. */
export function identityKey(caller: Caller): string {
  return caller.roleArn ?? caller.arn;
}

function allowsSomething({ statements }: PolicyDocument): boolean {
  return statements.some(({ effect }) => effect === 'Allow');
}

const EVERYTHING = { not: false, values: ['*'] } as const;

/** Documented: aws-managed-policy/reference/AdministratorAccess. */
const ADMINISTRATOR: PolicyDocument = {
  version: '2012-10-17',
  statements: [
    {
      sid: undefined,
      effect: 'Allow',
      principal: undefined,
      action: EVERYTHING,
      resource: EVERYTHING,
      conditions: [],
    },
  ],
};

/** A user of an account. */
export function userCaller(
  name: string,
  accountId: string,
  keys: Readonly<Record<string, KeyValue>>,
): Caller {
  const arn = `arn:aws:iam::${accountId}:user/${name}`;
  const userId = `AIDA${uniqueId(arn, 17)}`;
  return { kind: 'user', arn, accountId, userId, userName: name, roleArn: undefined, keys };
}

/** A session of a role. */
export function roleCaller(
  name: string,
  session: string,
  accountId: string,
  keys: Readonly<Record<string, KeyValue>>,
): Caller {
  const roleArn = `arn:aws:iam::${accountId}:role/${name}`;
  return {
    kind: 'role',
    arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${session}`,
    accountId,
    userId: `AROA${uniqueId(roleArn, 17)}:${session}`,
    userName: undefined,
    roleArn,
    keys,
  };
}

/** Whoever has no identity of their own. */
export function defaultCaller(accountId: string): Caller {
  return userCaller('test', accountId, {});
}

/** The root user of an account. */
export function rootCaller(accountId: string): Caller {
  const arn = `arn:aws:iam::${accountId}:root`;
  return {
    kind: 'root',
    arn,
    accountId,
    userId: accountId,
    userName: undefined,
    roleArn: undefined,
    keys: {},
  };
}

/** The access key of a caller: the same in every run. Keys of sessions begin with ASIA and come with a token. */
export function accessKeyOf(caller: Caller): AccessKey {
  const isSession = caller.kind === 'role';
  return {
    accessKeyId: `${isSession ? 'ASIA' : 'AKIA'}${uniqueId(`access key ${caller.arn}`, 16)}`,
    secretAccessKey: createHash('sha256').update(`secret ${caller.arn}`).digest('base64').slice(0, 40),
    ...(isSession
      ? { sessionToken: createHash('sha256').update(`token ${caller.arn}`).digest('base64') }
      : {}),
  };
}

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function uniqueId(text: string, length: number): string {
  const bytes = createHash('sha256').update(text).digest();
  return Array.from(bytes.subarray(0, length), (byte) => ID_ALPHABET[byte % ID_ALPHABET.length]).join('');
}
