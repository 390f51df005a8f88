import type { Caller } from './caller';
import type { PolicyDocument } from './document';
import type { Denial } from './evaluate';
import type { KeyValue } from './request-keys';

/** An action on a resource, as policies name them. */
export interface IamAction {
  /** `s3:GetObject` */
  readonly action: string;
  /** The resource's ARN; `*` for an action that has none. */
  readonly resource: string;
  /** The condition keys that the service adds to the request for this action. */
  readonly keys?: Readonly<Record<string, KeyValue>>;
  /** The action of one entry of a batch: the operation asks for it itself, and the entry fails alone. */
  readonly perEntry?: boolean;
}

/** A call, as far as permissions go by it. */
export interface PermissionCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly region: string;
  /** The account that calls. */
  readonly accountId: string;
}

/** A resource that exists: whose it is, and who may do what by its own word. */
export interface ProtectedResource {
  /** Undefined: the account of whoever asks. */
  readonly accountId: string | undefined;
  readonly policies: readonly PolicyDocument[];
  /** Whether an access control list allows the action. */
  readonly granted?: boolean;
  /** Condition keys that the resource adds: its tags. */
  readonly keys?: Readonly<Record<string, KeyValue>>;
}

/** What a service refuses, and why. */
export interface RefusedAccess {
  readonly operation: string;
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  /** The account that owns the resource. */
  readonly owner: string;
  readonly denial: Denial;
}

/** How a service's operations map to actions, and what its resources say about who may do them. */
export interface Permissions<State> {
  /** Whether callers of other accounts are modelled. If not, their calls are refused as not supported. */
  readonly acrossAccounts: boolean;
  /** The actions that a call needs, going by its input alone, in the order in which AWS asks for them. */
  actions(call: PermissionCall): readonly IamAction[];
  /** Whether a condition key of the service's own (`s3:prefix`, in lower case) is modelled. Others are refused, not ignored. */
  knowsKey(key: string): boolean;
  /** What it needs beside them as things are. S3: s3:ListBucket to be told that an object is not there. */
  alsoNeeds?(state: State, call: PermissionCall): readonly IamAction[];
  /** Whether anything in the state could refuse a caller who may do everything by his own policies. */
  restricts(state: State): boolean;
  /** What an action is wanted on, as it is now; undefined for one that does not exist: the operation itself answers that. */
  resource(state: State, wanted: IamAction, caller: Caller, now: number): ProtectedResource | undefined;
  /** AWS's answer. */
  refused(refusal: RefusedAccess): Error;
}

/** What an operation may ask about its caller's permissions. Only there when any permission is stated. */
export interface AccessCheck {
  readonly caller: Caller;
  /** AWS's refusal of one action; undefined when it is allowed. For entries of a batch that fail one by one. */
  refusal(action: IamAction): Error | undefined;
}
