import { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';

/** Deeper than this, lists and maps are empty and optional members are left out: the SDK's schemas are recursive. */
const MAX_DEPTH = 4;

/** Texts that have broken somebody's code before, beside plain ones. */
const TEXTS = [
  '',
  'a',
  'table-1',
  '__proto__',
  'constructor',
  'a b/c+d%',
  'ä\u{1F600}',
  '\u0000',
  '-1',
  'x'.repeat(300),
  'ALL_NEW',
  '#a = :b',
];

/** Any value that the SDK's types allow for a member, well-formed or hopeless for the service. */
export function anyValue(schema: NormalizedSchema, depth = 0): fc.Arbitrary<unknown> {
  if (schema.isStructSchema()) return anyStructure(schema, depth);
  if (schema.isListSchema()) {
    if (depth >= MAX_DEPTH) return fc.constant([]);
    return fc.array(anyValue(schema.getValueSchema(), depth + 1), { maxLength: 3 });
  }
  if (schema.isMapSchema()) {
    if (depth >= MAX_DEPTH) return fc.constant({});
    return fc.dictionary(fc.constantFrom(...TEXTS), anyValue(schema.getValueSchema(), depth + 1), {
      maxKeys: 3,
    });
  }
  if (schema.isBlobSchema()) return fc.uint8Array({ maxLength: 8 });
  if (schema.isTimestampSchema())
    return fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1_000));
  if (schema.isBooleanSchema()) return fc.boolean();
  if (schema.isNumericSchema()) return fc.constantFrom(0, 1, -1, 2, 10, 60, 1000, 1001, 0.5, 2 ** 31);
  return fc.oneof(fc.constantFrom(...TEXTS), fc.string({ maxLength: 12 }));
}

function anyStructure(schema: NormalizedSchema, depth: number): fc.Arbitrary<unknown> {
  const members: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [name, member] of schema.structIterator()) {
    members[name] =
      depth >= MAX_DEPTH
        ? fc.constant(undefined)
        : fc.option(anyValue(member, depth + 1), { nil: undefined, freq: 2 });
  }
  return fc.record(members, { requiredKeys: [] });
}

/** One plain value that fits a member, the same at every call. */
export function plainValue(schema: NormalizedSchema): unknown {
  if (schema.isStructSchema()) return {};
  if (schema.isListSchema()) return [];
  if (schema.isMapSchema()) return {};
  if (schema.isBlobSchema()) return new Uint8Array([1]);
  if (schema.isTimestampSchema()) return new Date(1_767_225_600_000);
  if (schema.isBooleanSchema()) return true;
  if (schema.isNumericSchema()) return 1;
  return 'x';
}

/** The input structure of a command class. */
export function inputSchema(command: new (input: never) => object): NormalizedSchema {
  const { schema } = new command({} as never) as { schema: readonly unknown[] };
  const input = schema[4] as (() => unknown) | unknown[];
  return NormalizedSchema.of((typeof input === 'function' ? input() : input) as never);
}
