import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Range } from '../../kernel/collection';
import { equalValues, typeOf } from '../attribute-value';
import type { BoundCondition } from '../expressions/condition-binding';
import type { Operand } from '../expressions/condition-operand';
import type { KeyComparison } from '../expressions/key-condition';
import { keyRange } from '../key-range';
import { comparePositions, type Position } from '../position';
import type { Key, KeyAttribute } from '../state';
import { StatementProblem } from './syntax';

/** One read of a partition that a WHERE comes down to. */
export interface KeyRead {
  readonly hash: AttributeValue;
  readonly sort: KeyComparison | undefined;
  readonly range: Range<Position>;
  /** What is left of the WHERE: it filters what the read finds. */
  readonly filter: readonly BoundCondition[];
}

/** Captured: 2026-09, 50 reads are accepted and 51 are not. */
const MAX_READS = 50;
/** More alternatives than these are not worked out: a WHERE of 8192 characters can have very many. */
const MAX_ALTERNATIVES = 1000;

const OVERLAP = 'Overlapping conditions with range keys are not supported in where clause';
const TOO_MANY = 'Too many decomposed read operations for a given query.';

/**
 * The reads that a WHERE comes down to: one for each partition key and range of sort keys. Undefined when some
 * alternative names no partition key: then everything is scanned.
 * Captured: 2026-09 and 2026-10, throughout.
 * @throws StatementProblem key values of the wrong type (where `checksTypes`), more than 50 reads, reads that overlap
 */
export function keyReads(
  where: BoundCondition,
  key: Key,
  { checksTypes }: { readonly checksTypes: boolean },
): readonly KeyRead[] | undefined {
  const [hash] = key.hash;
  const [sort] = key.range;
  if (hash === undefined) return undefined;
  const alternatives = alternativesOf(where, [hash.name, ...(sort === undefined ? [] : [sort.name])]);
  if (alternatives === undefined) throw new StatementProblem(TOO_MANY);
  const parts = alternatives.map((conjuncts) => splitByHash(conjuncts, hash));
  const keyed = parts.flatMap((part) => part ?? []);
  if (keyed.length < parts.length) return undefined;
  const reads = keyed.map(({ value, rest }) => readOf(value, rest, sort));
  if (checksTypes) for (const read of reads) requireKeyTypes(read, hash, sort);
  if (reads.length > MAX_READS) throw new StatementProblem(TOO_MANY);
  refuseOverlaps(reads);
  return reads;
}

type Conjuncts = readonly BoundCondition[];

/**
 * A condition as alternatives, each a conjunction. Only an OR and an IN that are about the key are taken apart; undefined
 * when there are too many.
 */
function alternativesOf(condition: BoundCondition, keyNames: readonly string[]): Conjuncts[] | undefined {
  if (condition.kind === 'in') return inAlternatives(condition, keyNames);
  if (condition.kind === 'or' && isAboutKey(condition, keyNames)) {
    const all: Conjuncts[] = [];
    for (const each of condition.conditions) {
      const alternatives = alternativesOf(each, keyNames);
      if (alternatives === undefined) return undefined;
      all.push(...alternatives);
    }
    return all.length > MAX_ALTERNATIVES ? undefined : all;
  }
  if (condition.kind !== 'and') return [[condition]];
  let product: Conjuncts[] = [[]];
  for (const each of condition.conditions) {
    const alternatives = alternativesOf(each, keyNames);
    if (alternatives === undefined || product.length * alternatives.length > MAX_ALTERNATIVES) {
      return undefined;
    }
    product = product.flatMap((left) => alternatives.map((right) => [...left, ...right]));
  }
  return product;
}

function inAlternatives(
  condition: BoundCondition & { kind: 'in' },
  keyNames: readonly string[],
): Conjuncts[] {
  const { operand, list } = condition;
  if (!isKeyPath(operand, keyNames) || list.some((each) => each.kind !== 'value')) return [[condition]];
  return list.map((right): Conjuncts => [{ kind: 'comparison', operator: '=', left: operand, right }]);
}

function isKeyPath(operand: Operand | undefined, keyNames: readonly string[]): boolean {
  return operand?.kind === 'path' && operand.path.length === 1 && keyNames.includes(operand.path[0]);
}

/** Does it hold a condition that a read by key could use? */
function isAboutKey(condition: BoundCondition, keyNames: readonly string[]): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.some((each) => isAboutKey(each, keyNames));
    case 'in':
    case 'between':
      return isKeyPath(condition.operand, keyNames);
    default:
      return keyNames.some((name) => keyComparison(condition, name) !== undefined);
  }
}

const TURNED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** A condition as a comparison of one key attribute with values, if it is one. */
export function keyComparison(condition: BoundCondition, attribute: string): KeyComparison | undefined {
  const isAttribute = (operand: Operand | undefined): boolean => isKeyPath(operand, [attribute]);
  if (condition.kind === 'comparison') {
    const { operator, left, right } = condition;
    if (operator === '<>') return undefined;
    if (isAttribute(left) && right.kind === 'value') return { attribute, operator, operands: [right.value] };
    if (isAttribute(right) && left.kind === 'value') {
      return { attribute, operator: TURNED[operator], operands: [left.value] };
    }
    return undefined;
  }
  if (condition.kind === 'between') {
    const { operand, lower, upper } = condition;
    if (!isAttribute(operand) || lower.kind !== 'value' || upper.kind !== 'value') return undefined;
    return { attribute, operator: 'BETWEEN', operands: [lower.value, upper.value] };
  }
  if (condition.kind !== 'function' || condition.name !== 'begins_with') return undefined;
  const [operand, prefix] = condition.operands;
  if (!isAttribute(operand) || prefix?.kind !== 'value') return undefined;
  return { attribute, operator: 'begins_with', operands: [prefix.value] };
}

/** The one value that a conjunction wants of the partition key, and what else it wants. */
function splitByHash(
  conjuncts: Conjuncts,
  hash: KeyAttribute,
): { value: AttributeValue; rest: Conjuncts } | undefined {
  let value: AttributeValue | undefined;
  const rest: BoundCondition[] = [];
  for (const condition of conjuncts) {
    const comparison = keyComparison(condition, hash.name);
    const [operand] = comparison?.operator === '=' ? comparison.operands : [];
    if (operand === undefined) rest.push(condition);
    // Two different values are no read of one partition.
    else if (value !== undefined && !equalValues(value, operand)) return undefined;
    else value = operand;
  }
  return value && { value, rest };
}

function readOf(value: AttributeValue, rest: Conjuncts, sort: KeyAttribute | undefined): KeyRead {
  const comparisonOf = (condition: BoundCondition): KeyComparison | undefined =>
    sort && keyComparison(condition, sort.name);
  const candidates = rest.flatMap((condition) => comparisonOf(condition) ?? []);
  const chosen = candidates.find(({ operator }) => operator === '=') ?? candidates[0];
  const filter = rest.filter((condition) => !isSame(comparisonOf(condition), chosen));
  const range = keyRange({ hash: [value], range: chosen === undefined ? [] : [chosen] });
  return { hash: value, sort: chosen, range, filter };
}

function isSame(a: KeyComparison | undefined, b: KeyComparison | undefined): boolean {
  if (a === undefined || b === undefined || a.operator !== b.operator) return false;
  return a.operands.every((operand, i) => equalValues(operand, b.operands[i]));
}

function requireKeyTypes(
  { hash: value, sort: chosen }: KeyRead,
  hash: KeyAttribute,
  sort?: KeyAttribute,
): void {
  requireKeyType(value, hash);
  if (sort !== undefined) for (const operand of chosen?.operands ?? []) requireKeyType(operand, sort);
}

function requireKeyType(value: AttributeValue, { name, type }: KeyAttribute): void {
  if (typeOf(value) === type) return;
  throw new StatementProblem(
    `Key attribute's data type should match its data type in table's schema: Key ${name}`,
  );
}

/** @throws StatementProblem two reads of one partition share sort keys */
function refuseOverlaps(reads: readonly KeyRead[]): void {
  for (const [i, a] of reads.entries()) {
    for (const b of reads.slice(i + 1)) {
      if (equalValues(a.hash, b.hash) && overlaps(a.range, b.range)) throw new StatementProblem(OVERLAP);
    }
  }
}

/** The ranges of keys end in edges that no item stands on. */
function overlaps(a: Range<Position>, b: Range<Position>): boolean {
  return isBefore(a.from, b.to) && isBefore(b.from, a.to);
}

function isBefore(a: Position | undefined, b: Position | undefined): boolean {
  return a === undefined || b === undefined || comparePositions(a, b) < 0;
}
