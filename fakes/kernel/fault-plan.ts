import { FakeMisuse } from './errors';
import type { FaultRule } from './faults';
import type { StandingCondition } from './standing';
import { addCondition } from './standing-api';
import type { World } from './world';

/** All that can go wrong in a world, as data: `JSON.stringify(aws.faults)` writes it, `aws.faults.load` reads it. */
export interface FaultPlan {
  readonly rules: readonly FaultRule[];
  readonly standing: readonly StandingCondition[];
}

export function faultPlan(world: World): FaultPlan {
  return {
    rules: world.faults.struck().map(({ rule }) => withoutBytes(rule)),
    standing: world.standing.conditions.map((condition) => withoutBytes(condition)),
  };
}

export function loadPlan(world: World, plan: FaultPlan, addRule: (rule: FaultRule) => void): void {
  if (!Array.isArray(plan?.rules) || !Array.isArray(plan.standing)) {
    throw new FakeMisuse(
      'aws.faults.load(): a plan has { rules, standing }, as aws.faults.toJSON() gives it.',
    );
  }
  for (const rule of plan.rules) addRule(withBytes(rule));
  for (const condition of plan.standing) addCondition(world, withBytes(condition));
}

/** How bytes are written: JSON has none. */
const BYTES = '$bytes';

function withoutBytes<T>(value: T): T {
  return mapped(value, (part) =>
    ArrayBuffer.isView(part)
      ? { [BYTES]: Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('base64') }
      : undefined,
  ) as T;
}

function withBytes<T>(value: T): T {
  return mapped(value, (part) =>
    BYTES in part && typeof part[BYTES] === 'string'
      ? new Uint8Array(Buffer.from(part[BYTES], 'base64'))
      : undefined,
  ) as T;
}

/** A copy in which objects stand for what `replace` gives for them, if it gives anything. */
function mapped(
  value: unknown,
  replace: (part: object & { [BYTES]?: unknown }) => object | undefined,
): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const replaced = replace(value);
  if (replaced !== undefined) return replaced;
  if (Array.isArray(value)) return value.map((part) => mapped(part, replace));
  // A Date stays one until JSON makes it a text; both match.
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapped(part, replace)]));
}
