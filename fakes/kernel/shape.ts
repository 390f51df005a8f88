import { NormalizedSchema } from '@smithy/core/schema';
import type { SchemaRef, StaticOperationSchema } from '@smithy/types';

/** A value that does not fit the SDK's schema: found while copying it. */
export class ShapeError extends Error {
  /** Where, from the top of the input: `RequestItems.t.0.PutRequest`. Filled in while the error travels up. */
  path = '';

  constructor(
    readonly problem: 'unknownMember' | 'wrongType' | 'tooDeep',
    /** What the schema has there: a type's name, or the known members. */
    readonly expected: string,
    readonly value: unknown,
  ) {
    super(`${problem}, expected ${expected}`);
  }
}

type Copy = (value: unknown, depth: number) => unknown;

/** The shape of an operation's input or output: copies a value deeply, refusing what the schema does not allow. */
export interface Shape {
  /** @throws ShapeError at the first place that does not fit. */
  copy(value: object): Record<string, unknown>;
  readonly members: readonly string[];
  readonly required: readonly string[];
  /** The member that is a stream of bytes (S3's `Body`), if there is one. It is passed on as it is. */
  readonly streaming: string | undefined;
  /** The member that the SDK fills in itself when the caller leaves it out (`ClientRequestToken`), if there is one. */
  readonly idempotencyToken: string | undefined;
}

export interface OperationShape {
  readonly input: Shape;
  readonly output: Shape;
}

/** Deeper than anything AWS accepts (DynamoDB: 32), so AWS's own limit speaks first; ends cyclic objects. */
const MAX_DEPTH = 200;

const shapes = new WeakMap<object, OperationShape>();

/** The shapes of an operation, compiled once from the runtime schema that the SDK's command carries. */
export function operationShape(schema: StaticOperationSchema): OperationShape {
  let shape = shapes.get(schema);
  if (shape === undefined) {
    shape = { input: compileTop(resolve(schema[4])), output: compileTop(resolve(schema[5])) };
    shapes.set(schema, shape);
  }
  return shape;
}

function resolve(ref: SchemaRef): SchemaRef {
  return typeof ref === 'function' ? resolve((ref as () => SchemaRef)()) : ref;
}

function compileTop(ref: SchemaRef): Shape {
  const schema = NormalizedSchema.of(ref);
  // Operations without input or output have the unit schema, which is not a structure.
  const structure = schema.isStructSchema() ? [...schema.structIterator()] : [];
  const copy = schema.isStructSchema() ? compile(schema) : copyNothing;
  const members = structure.map(([name]) => name);
  return {
    members,
    required: members.slice(0, requiredCount(ref)),
    streaming: structure.find(([, member]) => member.isBlobSchema() && member.isStreaming())?.[0],
    idempotencyToken: structure.find(([, member]) => member.isIdempotencyToken())?.[0],
    copy: (value) => copy(value, 0) as Record<string, unknown>,
  };
}

/** The last element of a structure's schema: how many of its members, from the first, are required. */
function requiredCount(ref: SchemaRef): number {
  const count: unknown = Array.isArray(ref) ? ref[6] : undefined;
  return typeof count === 'number' ? count : 0;
}

const copyNothing: Copy = (value) => {
  for (const [name, member] of Object.entries(value as object)) {
    if (member !== undefined) throw at(name, new ShapeError('unknownMember', 'no members', member));
  }
  return {};
};

const compiled = new WeakMap<object, Copy>();

function compile(schema: NormalizedSchema): Copy {
  if (schema.isBlobSchema()) return schema.isStreaming() ? (value) => value : copyBlob;
  const key: unknown = schema.getSchema();
  if (typeof key !== 'object' || key === null) return compileKind(schema);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  // Schemas are recursive (AttributeValue): hand out a forwarder before its target is ready.
  let target: Copy | undefined;
  compiled.set(key, (value, depth) => (target as Copy)(value, depth));
  target = compileKind(schema);
  compiled.set(key, target);
  return target;
}

function compileKind(schema: NormalizedSchema): Copy {
  if (schema.isStructSchema()) return copyStructure(schema);
  if (schema.isListSchema()) return copyList(schema);
  if (schema.isMapSchema()) return copyMap(schema);
  if (schema.isTimestampSchema()) return copyTimestamp;
  if (schema.isBooleanSchema()) return primitive('boolean');
  if (schema.isNumericSchema()) return primitive('number');
  if (schema.isStringSchema()) return primitive('string');
  return (value) => structuredClone(value);
}

function copyStructure(schema: NormalizedSchema): Copy {
  const members = new Map<string, Copy>();
  for (const [name, member] of schema.structIterator()) {
    // Compiled on first use: a service's schemas reach far beyond the members that a test ever sends.
    let copy: Copy | undefined;
    members.set(name, (value, depth) => (copy ??= compile(member))(value, depth));
  }
  const expected = schema.getName() ?? 'structure';
  return (value, depth) => {
    const source = requireObject(value, expected, depth);
    const copy: Record<string, unknown> = {};
    let key = '';
    try {
      for (key of Object.keys(source)) {
        const member = source[key];
        if (member === undefined || member === null) continue;
        const copyMember = members.get(key);
        if (copyMember === undefined) {
          throw new ShapeError('unknownMember', [...members.keys()].join(', '), member);
        }
        copy[key] = copyMember(member, depth + 1);
      }
    } catch (error) {
      throw at(key, error);
    }
    return copy;
  };
}

function copyList(schema: NormalizedSchema): Copy {
  const copyElement = compile(schema.getValueSchema());
  return (value, depth) => {
    if (!Array.isArray(value)) throw new ShapeError('wrongType', 'list', value);
    requireDepth(value, depth);
    const copy: unknown[] = [];
    let i = 0;
    try {
      for (; i < value.length; i++) {
        const element: unknown = value[i];
        if (element === undefined || element === null)
          throw new ShapeError('wrongType', 'list element', element);
        copy.push(copyElement(element, depth + 1));
      }
    } catch (error) {
      throw at(i, error);
    }
    return copy;
  };
}

function copyMap(schema: NormalizedSchema): Copy {
  const copyValue = compile(schema.getValueSchema());
  return (value, depth) => {
    const source = requireObject(value, 'map', depth);
    const copy: Record<string, unknown> = {};
    let key = '';
    try {
      for (key of Object.keys(source)) {
        const element = source[key];
        if (element === undefined || element === null) continue;
        setOwn(copy, key, copyValue(element, depth + 1));
      }
    } catch (error) {
      throw at(key, error);
    }
    return copy;
  };
}

/** Sets a member even where plain assignment would not: `__proto__` is a legal attribute name. */
export function setOwn<T>(target: Record<string, T>, key: string, value: T): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

const copyBlob: Copy = (value) => {
  if (typeof value === 'string') return new Uint8Array(Buffer.from(value, 'utf8'));
  if (ArrayBuffer.isView(value)) {
    const copy = new Uint8Array(value.byteLength);
    copy.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    return copy;
  }
  if (value instanceof ArrayBuffer) return new Uint8Array(value.slice(0));
  throw new ShapeError('wrongType', 'Uint8Array', value);
};

const copyTimestamp: Copy = (value) => {
  // Not instanceof: under fake timers dates of two Date classes meet.
  if (Object.prototype.toString.call(value) !== '[object Date]')
    throw new ShapeError('wrongType', 'Date', value);
  const time = (value as Date).getTime();
  if (Number.isNaN(time)) throw new ShapeError('wrongType', 'valid Date', value);
  return new Date(time);
};

function primitive(type: 'boolean' | 'number' | 'string'): Copy {
  return (value) => {
    if (typeof value !== type) throw new ShapeError('wrongType', type, value);
    return value;
  };
}

function requireObject(value: unknown, expected: string, depth: number): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw new ShapeError('wrongType', expected, value);
  }
  requireDepth(value, depth);
  return value as Record<string, unknown>;
}

function requireDepth(value: object, depth: number): void {
  if (depth > MAX_DEPTH) throw new ShapeError('tooDeep', `at most ${MAX_DEPTH} levels of nesting`, value);
}

/** Notes on the way up where a problem lies. */
function at(key: string | number, error: unknown): unknown {
  if (error instanceof ShapeError) error.path = error.path === '' ? String(key) : `${key}.${error.path}`;
  return error;
}
