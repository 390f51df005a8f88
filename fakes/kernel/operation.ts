import type { Advice } from './faults';
import type { Ids } from './ids';
import type { Rng } from './rng';
import type { Store } from './store';
import type { Collection } from './collection';
import type { AccessCheck, Permissions } from './policy/permissions';

/** What every operation gets beside its input. `state` is the state of its own service. */
export interface Context<State = unknown> {
  readonly state: State;
  /** The world's time, epoch ms. The same for the whole call. */
  readonly now: number;
  readonly ids: Ids;
  readonly rng: Rng;
  /** The region of the client that calls. */
  readonly region: string;
  /** The account that calls, twelve digits. */
  readonly accountId: string;
  /** The operation's name, as in AWS's API reference. */
  readonly operation: string;
  /** When this call first ran, epoch ms: earlier than `now` after it answered `wait()` and was woken. */
  readonly startedAt: number;
  /** What a fault rule tells this operation to do: fail some entries, answer from the past. Usually empty. */
  readonly advice: Advice;
  /** What the caller may do; undefined where nothing is stated about permissions, and everything is allowed. */
  readonly access?: AccessCheck | undefined;
}

/** The answer of an operation that cannot answer yet: it is run again when woken or when the time has come. */
export class Wait {
  constructor(
    /** World time at which to run again at the latest, epoch ms. */
    readonly until: number,
    /** A write to one of these collections wakes the call earlier. */
    readonly wakeOn: readonly Pick<Collection<never, never>, 'name'>[],
  ) {}
}

/** Answers "not yet": only for operations that wait in AWS too (long polls). */
export function wait(options: { until: number; wakeOn: readonly { readonly name: string }[] }): Wait {
  return new Wait(options.until, options.wakeOn);
}

/** A command class of the SDK with its input and output. */
export interface CommandClass<Input, Output> {
  new (input: Input): { readonly input: Input } & CommandTypes<Output>;
  readonly name: string;
}
/** The SDK's commands mention their output type only in `resolveMiddleware`. */
interface CommandTypes<Output> {
  resolveMiddleware(
    stack: never,
    configuration: never,
    options: never,
  ): (args: never) => Promise<{ output: Output }>;
}

/** One row of a service's table: which command, which function, which input members it models. */
export interface OperationRow<State = unknown> {
  readonly name: string;
  readonly command: CommandClass<never, unknown>;
  readonly execute: (context: Context<State>, input: never) => object | Wait;
  /** Members of the input that are modelled. Any other member of the SDK's schema is refused when it is given. */
  readonly members: readonly string[];
  /** What advice of a fault rule this operation can follow. */
  readonly advice: readonly (keyof Advice)[];
  /** Members of other operations that AWS's own libraries send along, and that the SDK leaves out without a word. */
  readonly drops?: readonly string[];
}

/**
 * Binds a command of the SDK to the function that plays it. A function whose input or output does not fit the command
 * does not compile. The input is a deep copy and checked against the SDK's schema (types, unknown members); what the
 * function returns is copied on the way out, so it may hand out parts of the state.
 */
export function operation<Input extends object, Output extends { $metadata: unknown }, State>(
  command: CommandClass<Input, Output>,
  execute: (context: Context<State>, input: Input) => Omit<Output, '$metadata'> | Wait,
  members: readonly (keyof Input & string)[],
  options: { readonly advice?: readonly (keyof Advice)[]; readonly drops?: readonly string[] } = {},
): OperationRow<State> {
  return {
    name: command.name.replace(/Command$/, ''),
    command: command as unknown as CommandClass<never, unknown>,
    execute,
    members,
    advice: options.advice ?? [],
    ...(options.drops === undefined ? {} : { drops: options.drops }),
  };
}

/** The kinds of refusals a service answers in its own words. A transport fault is the same for all of them. */
export type ServiceFault =
  | 'throttled'
  | 'serverError'
  | 'serviceUnavailable'
  | 'accessDenied'
  | 'expiredToken';

/** What is known of an error beside its name, where it strikes a call. */
export interface NamedErrorDetails {
  /** Instead of the service's usual text. */
  readonly message?: string | undefined;
  /** The call's input: some errors repeat parts of it. */
  readonly input?: object | undefined;
  /** Status 200 had been sent already. */
  readonly after200?: boolean | undefined;
}

/** A service: its client class, its state, its table of operations, and how it words what the kernel finds. */
export interface Service<State = unknown> {
  /** AWS's short name: 'S3', 'DynamoDB', 'SQS', 'CloudWatch'. */
  readonly name: string;
  /** The client class of the SDK, and further classes that send commands of this service. */
  readonly clients: readonly ClientClass[];
  /** Names the collections of this service in the world's store. Called once per world. */
  createState(store: Store): State;
  readonly operations: readonly OperationRow<State>[];
  /** Operations that are not modelled, and why: what a refusal says. */
  readonly refused?: Readonly<Record<string, string>>;
  /** AWS's answer to a request without a required member; undefined where the operation words it itself. */
  missingMember(operation: string, member: string): Error | undefined;
  /** AWS's answer to a member of the wrong JSON type; undefined where the SDK would fail before sending. */
  wrongType(operation: string, path: string, expected: string, value: unknown): Error | undefined;
  /** AWS's own error for this fault of this operation; undefined where AWS cannot answer that. */
  fault(kind: ServiceFault, operation: string): Error | undefined;
  /** The names of all errors that AWS can answer this operation with, modelled or not: what `namedError` can build. */
  listedErrors(operation: string): readonly string[];
  /** An error that AWS can answer this operation with, by its name; undefined for any other. */
  namedError(name: string, operation: string, details?: NamedErrorDetails): Error | undefined;
  /** How far from AWS's own time a request may be signed, and what AWS answers to one that is further. */
  readonly clockSkew?: {
    readonly mostMs: number;
    error(operation: string, signedAt: Date, receivedAt: Date): Error;
  };
  /**
   * What the SDK throws when the answer was damaged on its way and its digests do not fit; `answer` is undefined when a
   * test asks whether that can be. Undefined where the SDK compares nothing.
   */
  damagedAnswer?(operation: string, answer: Readonly<Record<string, unknown>> | undefined): Error | undefined;
  /** The operations that send status 200 before they are done (S3's copies). */
  readonly answersEarly?: readonly string[];
  /** The SDK digests streamed bodies of requests while it sends them (S3), and can do so only with some. */
  readonly digestsBodies?: boolean;
  /** What the SDK throws when these bytes of an answer's body do not fit the checksum beside it; undefined where it has none. */
  damagedBody?(
    operation: string,
    answer: Readonly<Record<string, unknown>>,
    bytes: Uint8Array,
  ): Error | undefined;
  /** Which actions its operations need, and what its resources say about who may do them. */
  readonly permissions?: Permissions<State> | undefined;
  /** What an answer's headers add to `$metadata`: `{ requestId }`, for S3 `extendedRequestId` too. */
  requestMetadata(ids: Ids): { readonly requestId: string } & Readonly<Record<string, unknown>>;
  /** Adds to an error what the SDK reads from the answer (SQS and S3: `RequestId`; S3: `HostId`). */
  completeError?(
    error: Error,
    metadata: { readonly requestId: string } & Readonly<Record<string, unknown>>,
  ): void;
  /** The HTTP status of a success where it is not always the same (S3: 206 for a range). */
  status?(operation: string, output: Readonly<Record<string, unknown>>): number | undefined;
}

/** A service of whatever state: the world hands the state back to the operations that it was made for. */
export interface AnyService extends Omit<Service<never>, 'createState'> {
  createState(store: Store): unknown;
}

/** A client class of the SDK. */
export interface ClientClass {
  readonly name: string;
  readonly prototype: object;
}
