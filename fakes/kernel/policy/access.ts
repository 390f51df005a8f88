import type { Call } from '../call';
import { notSupported } from '../errors';
import type { World } from '../world';
import type { Caller } from './caller';
import type { PolicyDocument } from './document';
import { denialOf } from './evaluate';
import type { AccessCheck, IamAction, PermissionCall, Permissions } from './permissions';
import { requestKeys, type RequestKeys } from './request-keys';

/** Where requests come from unless a test says otherwise: an address kept for documentation. */
const SOURCE_IP = '192.0.2.1';

const TYPES: Readonly<Record<Caller['kind'], string>> = {
  user: 'User',
  role: 'AssumedRole',
  root: 'Account',
  anonymous: 'Anonymous',
};

/** Decides about one execution of a call. */
class CallAccess implements AccessCheck {
  constructor(
    private readonly world: World,
    private readonly call: Call,
    private readonly permissions: Permissions<never>,
    readonly caller: Caller,
    private readonly now: number,
  ) {}

  refusal(wanted: IamAction): Error | undefined {
    const { caller, now, world } = this;
    const { row, state } = this.call.operation;
    const resource = this.permissions.resource(state as never, wanted, caller, now);
    if (resource === undefined) return undefined;
    const { accountId: owner = caller.accountId, policies } = resource;
    const { action, resource: arn } = wanted;
    const identity = world.identities.policiesOf(caller, now);
    this.#requireKnownKeys([...identity, ...policies], action);
    let keys: RequestKeys | undefined;
    const makeKeys = (): RequestKeys => (keys ??= this.#keys(wanted, owner, resource.keys));
    const denial = denialOf(
      {
        caller,
        action,
        resource: arn,
        owner,
        get keys() {
          return makeKeys();
        },
      },
      { identity, resource: policies, grantedOtherwise: resource.granted ?? false },
    );
    if (denial === undefined) return undefined;
    return this.permissions.refused({ operation: row.name, caller, action, resource: arn, owner, denial });
  }

  /** A condition that could not hold for want of a model would allow, or deny, what AWS does not. */
  #requireKnownKeys(policies: readonly PolicyDocument[], action: string): void {
    const [service = ''] = action.split(':');
    for (const { statements } of policies) {
      for (const { key } of statements.flatMap(({ conditions }) => conditions)) {
        if (!key.startsWith(`${service}:`) || this.permissions.knowsKey(key)) continue;
        throw this.world.remember(notSupported(this.call.operation.row.name, `the condition key ${key}`));
      }
    }
  }

  /** @throws the service's refusal of the first action that is not allowed. */
  require(input: Readonly<Record<string, unknown>>): void {
    const { row, state } = this.call.operation;
    const call: PermissionCall = {
      operation: row.name,
      input,
      region: this.call.region,
      accountId: this.caller.accountId,
    };
    this.#requireAll(this.permissions.actions(call));
    this.#requireAll(this.permissions.alsoNeeds?.(state as never, call) ?? []);
  }

  #requireAll(actions: readonly IamAction[]): void {
    for (const action of actions) {
      if (action.perEntry === true) continue;
      const refusal = this.refusal(action);
      if (refusal !== undefined) throw refusal;
    }
  }

  /** Documented: IAM UserGuide/reference_policies_condition-keys. */
  #keys({ keys = {} }: IamAction, owner: string, ofResource: IamAction['keys'] = {}): RequestKeys {
    const { caller, now } = this;
    return requestKeys(
      {
        'aws:CurrentTime': new Date(now).toISOString(),
        'aws:EpochTime': Math.floor(now / 1000),
        'aws:PrincipalAccount': caller.kind === 'anonymous' ? undefined : caller.accountId,
        'aws:PrincipalArn': caller.kind === 'anonymous' ? undefined : (caller.roleArn ?? caller.arn),
        'aws:PrincipalType': TYPES[caller.kind],
        'aws:RequestedRegion': this.call.region,
        'aws:ResourceAccount': owner,
        'aws:SecureTransport': true,
        'aws:SourceIp': SOURCE_IP,
        'aws:userid': caller.userId,
        'aws:username': caller.userName,
      },
      ofResource,
      keys,
      caller.keys,
    );
  }
}

/**
 * The say of policies in a call; undefined where none has been stated, so that worlds without permissions pay nothing.
 * What AWS itself calls (Lambda polling a queue) is not asked for permissions.
 */
export function accessOf(world: World, call: Call, now: number): CallAccess | undefined {
  const { service, state } = call.operation;
  const permissions = service.permissions;
  const { stated } = world.identities;
  if (!stated && call.principal === undefined && permissions?.restricts(state as never) !== true)
    return undefined;
  if (call.caller?.startsWith('aws:') === true) return undefined;
  const caller = call.principal ?? world.identities.callerOf(call.accessKeyId, call.caller);
  if (caller.accountId !== world.options.accountId && permissions?.acrossAccounts !== true) {
    throw world.remember(
      notSupported(call.operation.row.name, `a caller of another account (${caller.arn}) of ${service.name}`),
    );
  }
  return permissions && new CallAccess(world, call, permissions, caller, now);
}
