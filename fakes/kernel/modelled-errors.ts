/** The class of a modelled error: it knows its own name and whose fault it is. */
export type ModelledErrorClass<E extends Error> = new (options: {
  message: string;
  $metadata: { httpStatusCode: number };
}) => E;

/** What a client package says of an error: its class, so that `instanceof` holds, and what its schema tells. */
export interface ModelledError<E extends Error> {
  readonly Class: ModelledErrorClass<E>;
  readonly status: number;
  /** The code of the query protocol where it differs from the name (SQS, CloudWatch); otherwise the name. */
  readonly queryCode: string;
}

/** What a service can answer beside its modelled errors: an error of the base class, named by its code on the wire. */
export interface CodedError {
  readonly status: number;
  readonly message: string;
}

/**
 * An error by its name, as the user's own copy of a client package models it. Undefined for a name that it does not model
 * (older versions model fewer), and for the base class.
 *
 * @param exports all that the package exports: its classes, and its error schemas as `QueueDoesNotExist$`.
 */
export function modelledError<E extends Error>(
  exports: object,
  Base: abstract new (...args: never) => E,
  name: string,
): ModelledError<E> | undefined {
  const Class: unknown = Object.hasOwn(exports, name) ? Reflect.get(exports, name) : undefined;
  if (typeof Class !== 'function' || !(Class.prototype instanceof Base)) return undefined;
  const {
    error = 'client',
    awsQueryError,
    httpError,
  } = traitsOf(Object.hasOwn(exports, `${name}$`) ? Reflect.get(exports, `${name}$`) : undefined);
  const [queryCode, queryStatus] = awsQueryError ?? [name, error === 'server' ? 500 : 400];
  return { Class: Class as ModelledErrorClass<E>, status: httpError ?? queryStatus, queryCode };
}

interface ErrorTraits {
  readonly error?: 'client' | 'server';
  readonly httpError?: number;
  readonly awsQueryError?: readonly [code: string, status: number];
}

/** Measured: in the schemas of the newest clients an error is a list that begins with -3, its traits come fourth. */
function traitsOf(schema: unknown): ErrorTraits {
  if (!Array.isArray(schema) || schema[0] !== -3) return {};
  const traits: unknown = schema[3];
  return typeof traits === 'object' && traits !== null ? traits : {};
}
