import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { runInScope, type Scope } from '../kernel/scope';
import type { MountedOperation } from '../kernel/world';
import { isDocumentCommand } from './document-client';
import { entriesOf, type MiddlewareOptions, type MiddlewareStack } from './middleware-stack';
import type { SdkClient, SdkCommand } from './sdk-client';

/** A call whose input is final and whose body is collected. */
export interface PreparedCall {
  /** The body where it was a stream: the retry middleware looks at it. */
  readonly streamed: unknown;
  /** The sleeps and the jitter of the retries. */
  readonly retry: NonNullable<Scope['retry']>;
  readonly attempt: () => Promise<object>;
}

/** A call on its way through a stack of middlewares. */
export interface StackedCall {
  readonly operation: MountedOperation;
  readonly region: string;
  readonly abortSignal: AbortSignal | undefined;
  readonly longPoll: boolean;
  prepare(input: object): Promise<PreparedCall>;
}

/** What comes back through a stack. */
interface Sent {
  readonly response: unknown;
  readonly output: object;
}

type Args = { readonly input: object; readonly request?: unknown };
type Next = (args: Args) => Promise<Sent>;
type Middleware = (next: Next, context: object) => Next;
interface OpenStack extends MiddlewareStack {
  concat(other: MiddlewareStack): OpenStack;
  add(middleware: Middleware, options: MiddlewareOptions & { readonly step?: string }): void;
  addRelativeTo(middleware: Middleware, options: MiddlewareOptions & { readonly relation?: string }): void;
  remove(middleware: Middleware): boolean;
  resolve(handler: Next, context: object): Next;
}
type ClientConstructor = new (configuration: object) => SdkClient;

/** Those of the SDK's own middlewares that run here. The others shape and sign a request that is never sent. */
const RUN = ['retryMiddleware', 'DocumentMarshall', 'DocumentUnmarshall'];

/**
 * Whether the user put a middleware of his own on the client or the command: only then does a call run through the whole
 * stack. Asking costs less than a microsecond.
 */
export function hasUserMiddleware(
  client: SdkClient,
  command: SdkCommand,
  operation: MountedOperation,
): boolean {
  const known = namesOfSdk(operation);
  return [client, command].some(({ middlewareStack }) =>
    entriesOf(middlewareStack).some(([, { name }]) => !isOfSdk(name, known)),
  );
}

/**
 * Runs a call through the stack of client and command in the SDK's own order: each middleware of the user's at its place,
 * the SDK's retries and marshalling at theirs. What a middleware does to `args.input` is what the service gets. From the
 * `build` step on there is a request to look at (method and host; no path, headers or body of the wire), and behind the
 * `deserialize` step a response (status and request id); what is done to the request changes nothing.
 */
export async function throughStack(
  client: SdkClient,
  command: SdkCommand,
  call: StackedCall,
): Promise<object> {
  if (isDocumentCommand(command)) command.addMarshallingMiddleware(client.config);
  const stack = (client.middlewareStack as OpenStack).concat(command.middlewareStack);
  let prepared: PreparedCall | undefined;
  const serializer: Middleware = (next) => async (args) => {
    prepared = await call.prepare(args.input);
    const request = requestOf(call, prepared.streamed);
    return runInScope({ retry: prepared.retry }, () => next({ ...args, request }));
  };
  const known = namesOfSdk(call.operation);
  const entries = entriesOf(stack) as readonly [Middleware, MiddlewareOptions][];
  for (const [middleware] of entries) stack.remove(middleware);
  // All of them anew, in their order: among equals it decides who stands where.
  for (const [middleware, options] of entries) {
    const { name } = options;
    const runs = !isOfSdk(name, known) || RUN.includes(name ?? '');
    const standIn = name === 'serializerMiddleware' ? serializer : passOn();
    if (options.toMiddleware === undefined) stack.add(runs ? middleware : standIn, options);
    else stack.addRelativeTo(runs ? middleware : standIn, options);
  }
  // The SDK adds it when it resolves the command; others are placed beside it.
  stack.addRelativeTo(passOn(), {
    name: 'endpointV2Middleware',
    relation: 'before',
    toMiddleware: 'serializerMiddleware',
  });
  const handler = stack.resolve(
    async () => {
      const output = await (prepared as PreparedCall).attempt();
      return { response: responseOf(output), output };
    },
    contextOf(client, command, call),
  );
  return (await handler({ input: command.input })).output;
}

/** Stands in for a middleware of the SDK. A new function each time: a stack removes by identity. */
function passOn(): Middleware {
  return (next) => (args) => next(args);
}

/** What the SDK tells every middleware of its call. */
function contextOf(client: SdkClient, command: SdkCommand, call: StackedCall): object {
  return {
    clientName: client.constructor.name,
    commandName: `${call.operation.row.name}Command`,
    logger: client.config.logger,
    inputFilterSensitiveLog: (input: unknown) => input,
    outputFilterSensitiveLog: (output: unknown) => output,
    __retryLongPoll: call.longPoll,
    __smithy_context: { commandInstance: command, abortSignal: call.abortSignal },
  };
}

function requestOf({ operation, region }: StackedCall, body: unknown): HttpRequest {
  return new HttpRequest({
    method: operation.httpMethod,
    protocol: 'https:',
    hostname: `${operation.service.name.toLowerCase()}.${region}.amazonaws.com`,
    path: '/',
    headers: {},
    body,
  });
}

function responseOf(output: object): HttpResponse {
  const { $metadata } = output as { $metadata: { httpStatusCode: number; requestId: string } };
  return new HttpResponse({
    statusCode: $metadata.httpStatusCode,
    headers: { 'x-amzn-requestid': $metadata.requestId },
  });
}

/** The SDK names all of its middlewares; so whatever has no name, or another one, is the user's. */
function isOfSdk(name: string | undefined, known: ReadonlySet<string>): boolean {
  return name !== undefined && (known.has(name) || RUN.includes(name));
}

const namesByService = new WeakMap<object, ReadonlySet<string>>();

/** The names of the middlewares that the clients of a service have when they are new, with whatever options. */
function namesOfSdk({ service }: MountedOperation): ReadonlySet<string> {
  let names = namesByService.get(service);
  if (names === undefined) {
    const asNew = service.clients.map((Class) => {
      const client = new (Class as unknown as ClientConstructor)({
        region: 'us-east-1',
        followRegionRedirects: true,
      });
      return entriesOf(client.middlewareStack).map(([, { name = '' }]) => name);
    });
    names = new Set(asNew.flat());
    namesByService.set(service, names);
  }
  return names;
}
