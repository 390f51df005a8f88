import { constraintViolations, validationError, type CallWording, type ConstraintViolation } from './errors';

/** What AWS's generic layer asks of one member of an input, in the service's own order of members. */
export interface MemberRule {
  readonly name: string;
  readonly required?: boolean;
  /** Least and most characters, elements or entries. */
  readonly length?: readonly [least: number, most: number];
  readonly pattern?: string;
  /** The values of an enum in the order in which AWS prints them. */
  readonly values?: readonly string[];
  readonly least?: number;
  readonly most?: number;
  /** The member is the name or ARN of a table: a name has at least this many characters. */
  readonly tableName?: number;
  /** Since 2026 worded without the value: `Value at 'Limit' failed ...`. Captured: 2026-06, Query and table names. */
  readonly generic?: boolean;
  /** Rules for the members of a structure. */
  readonly members?: readonly MemberRule[];
  /** Rules for the members of every structure in a list. */
  readonly each?: readonly MemberRule[];
}

/** AWS reports no more violations than this in one message. */
const MOST_VIOLATIONS = 10;
const NAME_PATTERN = '[a-zA-Z0-9_.-]+';

/**
 * Holds an input against the constraints of its members.
 * @throws ValidationException `N validation errors detected: Value ... at '...' failed to satisfy constraint: ...`
 */
export function checkMembers(input: object, rules: readonly MemberRule[], at: CallWording): void {
  const violations: ConstraintViolation[] = [];
  check(input, rules, '', violations);
  if (violations.length > 0) throw constraintViolations(violations.slice(0, MOST_VIOLATIONS), at);
}

/**
 * Control plane: a missing TableName has words of its own and stops alone.
 * @throws ValidationException
 */
export function requireTableName(input: { readonly TableName?: string | undefined }): string {
  // Captured: 2026-06, CreateTable in four regions.
  if (input.TableName === undefined) {
    throw validationError("The parameter 'TableName' is required but was not present in the request");
  }
  return input.TableName;
}

/** A member that `checkMembers` has found to be there. */
export function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a member that was checked is missing');
  return value;
}

function check(
  input: object,
  rules: readonly MemberRule[],
  path: string,
  violations: ConstraintViolation[],
): void {
  for (const rule of rules) {
    const value: unknown = Object.hasOwn(input, rule.name) ? Reflect.get(input, rule.name) : undefined;
    if (value === undefined) {
      if (rule.required === true) {
        violations.push({ member: memberOf(path, rule), constraint: 'Member must not be null' });
      }
      continue;
    }
    const broken = brokenConstraints(rule, value);
    if (broken.length > 0) {
      const generic = rule.generic === true || (rule.tableName !== undefined && value === '');
      const member = memberOf(path, rule);
      violations.push(...broken.map((constraint) => ({ member, constraint, value: asText(value), generic })));
    }
    if (rule.members !== undefined && isObject(value)) {
      check(value, rule.members, `${memberOf(path, rule)}.`, violations);
    }
    if (rule.each !== undefined && Array.isArray(value)) {
      for (const [index, element] of value.entries()) {
        if (!isObject(element)) continue;
        check(element, rule.each, `${memberOf(path, rule)}.${index + 1}.member.`, violations);
      }
    }
  }
}

/** The member's path as AWS writes it: `keySchema.1.member.keyType`. */
function memberOf(path: string, { name }: MemberRule): string {
  return `${path}${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

const NOTHING_BROKEN: readonly string[] = [];

function brokenConstraints(rule: MemberRule, value: unknown): readonly string[] {
  if (typeof value === 'string') return brokenByText(rule, value);
  if (typeof value === 'number') {
    return [
      ...(rule.least !== undefined && value < rule.least
        ? [`Member must have value greater than or equal to ${rule.least}`]
        : []),
      ...(rule.most !== undefined && value > rule.most
        ? [`Member must have value less than or equal to ${rule.most}`]
        : []),
    ];
  }
  if (rule.length === undefined || !isObject(value)) return NOTHING_BROKEN;
  return brokenLength(rule.length, Array.isArray(value) ? value.length : Object.keys(value).length);
}

function brokenByText(rule: MemberRule, value: string): readonly string[] {
  if (rule.tableName !== undefined) {
    // Documented: API_PutItem, TableName: "You can also provide the Amazon Resource Name (ARN) of the table".
    if (value.startsWith('arn:')) return brokenLength([1, 1024], value.length);
    if (value.length >= rule.tableName && value.length <= 255 && expressionOf(NAME_PATTERN).test(value)) {
      return NOTHING_BROKEN;
    }
    return [...brokenPattern(NAME_PATTERN, value), ...brokenLength([rule.tableName, 255], value.length)];
  }
  if (rule.values !== undefined && !rule.values.includes(value)) {
    return [`Member must satisfy enum value set: [${rule.values.join(', ')}]`];
  }
  return [
    ...(rule.pattern === undefined ? [] : brokenPattern(rule.pattern, value)),
    ...(rule.length === undefined ? [] : brokenLength(rule.length, value.length)),
  ];
}

const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  let expression = expressions.get(pattern);
  if (expression === undefined) expressions.set(pattern, (expression = new RegExp(`^${pattern}$`)));
  return expression;
}

function brokenPattern(pattern: string, value: string): readonly string[] {
  // An empty value breaks only the length, as AWS reports it.
  if (value === '' || expressionOf(pattern).test(value)) return NOTHING_BROKEN;
  return [`Member must satisfy regular expression pattern: ${pattern}`];
}

function brokenLength([least, most]: readonly [number, number], length: number): readonly string[] {
  if (length < least) return [`Member must have length greater than or equal to ${least}`];
  return length > most ? [`Member must have length less than or equal to ${most}`] : [];
}

/** A value as AWS's messages echo it. Assumed: structures, whose echo AWS has changed several times, stand as JSON. */
function asText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((element: unknown) => asText(element)).join(', ')}]`;
  return isObject(value) ? JSON.stringify(value) : String(value);
}

/** Enums in AWS's own order. Captured: facts, "fixed, odd orders". */
const ENUMS = {
  returnConsumedCapacity: ['INDEXES', 'TOTAL', 'NONE'],
  returnItemCollectionMetrics: ['SIZE', 'NONE'],
  returnValues: ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'],
  onConditionCheckFailure: ['ALL_OLD', 'NONE'],
  select: ['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'],
} as const;

/** Rules that several operations share. */
export const RULES = {
  tableName: { name: 'TableName', required: true, tableName: 1 },
  indexName: { name: 'IndexName', length: [3, 255], pattern: NAME_PATTERN },
  returnConsumedCapacity: { name: 'ReturnConsumedCapacity', values: ENUMS.returnConsumedCapacity },
  returnItemCollectionMetrics: {
    name: 'ReturnItemCollectionMetrics',
    values: ENUMS.returnItemCollectionMetrics,
  },
  returnValues: { name: 'ReturnValues', values: ENUMS.returnValues },
  onConditionCheckFailure: {
    name: 'ReturnValuesOnConditionCheckFailure',
    values: ENUMS.onConditionCheckFailure,
  },
  select: { name: 'Select', values: ENUMS.select },
  limit: { name: 'Limit', least: 1 },
  item: { name: 'Item', required: true },
  key: { name: 'Key', required: true },
} as const satisfies Record<string, MemberRule>;
