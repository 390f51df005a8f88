import { entriesOf, memberOf } from '../../kernel/policy/input';
import { accessDenied, s3Error } from '../errors';

/** What a policy allows a form to contain. Documented: API/sigv4-HTTPPOSTConstructPolicy. */
type Condition =
  | { readonly kind: 'eq' | 'starts-with'; readonly field: string; readonly value: string }
  | { readonly kind: 'content-length-range'; readonly least: string; readonly most: string };

/** Fields that need no condition. */
const UNCONDITIONAL = new Set(['file', 'policy', 'x-amz-signature']);

/**
 * Whether a form keeps to the policy that was signed for it. Captured: the wordings, S3 2026-02, but for those marked.
 *
 * @throws InvalidPolicyDocument, AccessDenied (expired, a condition fails, a field without a condition), EntityTooSmall,
 * EntityTooLarge
 */
export function requirePolicy(
  policy: string,
  fields: ReadonlyMap<string, string>,
  bucket: string,
  size: number,
  now: number,
): void {
  const document = parse(Buffer.from(policy, 'base64').toString('utf8'));
  const expiration = memberOf(document, 'expiration');
  const conditions = memberOf(document, 'conditions');
  if (typeof expiration !== 'string' || Number.isNaN(Date.parse(expiration)) || !Array.isArray(conditions)) {
    // Assumed: the wording.
    throw invalidPolicy('Policy missing expiration or conditions.');
  }
  if (Date.parse(expiration) <= now) throw accessDenied('Invalid according to Policy: Policy expired.');
  const given = new Map([...fields, ['bucket', bucket]]);
  const required = conditions.map(conditionOf);
  for (const one of required) requireCondition(one, given, size);
  const named = new Set(
    required.flatMap((one) => (one.kind === 'content-length-range' ? [] : [one.field.slice(1)])),
  );
  const extra = [...fields.keys()].filter(
    (name) => !named.has(name) && !UNCONDITIONAL.has(name) && !name.startsWith('x-ignore-'),
  );
  if (extra.length > 0)
    throw accessDenied(`Invalid according to Policy: Extra input fields: ${extra.join(', ')}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Assumed: the wording.
    throw invalidPolicy('Invalid JSON.');
  }
}

const invalidPolicy = (what: string) => s3Error('InvalidPolicyDocument', 400, `Invalid Policy: ${what}`);

function conditionOf(given: unknown): Condition {
  if (Array.isArray(given)) {
    const [kind, first, second] = given.map(String);
    const operator = kind?.toLowerCase();
    if (given.length === 3 && first !== undefined && second !== undefined) {
      if (operator === 'content-length-range') return { kind: operator, least: first, most: second };
      if (operator === 'eq' || operator === 'starts-with')
        return { kind: operator, field: first.toLowerCase(), value: second };
    }
    // Assumed: the wording.
    throw invalidPolicy(`Invalid Condition: ${JSON.stringify(given)}`);
  }
  const [entry, ...others] = entriesOf(given);
  if (entry === undefined || others.length > 0) {
    throw invalidPolicy(
      'Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.',
    );
  }
  return { kind: 'eq', field: `$${entry[0].toLowerCase()}`, value: String(entry[1]) };
}

function requireCondition(one: Condition, fields: ReadonlyMap<string, string>, size: number): void {
  if (one.kind === 'content-length-range') return requireSize(one.least, one.most, size);
  const actual = one.field.startsWith('$') ? fields.get(one.field.slice(1)) : undefined;
  const holds = one.kind === 'eq' ? actual === one.value : actual?.startsWith(one.value) === true;
  if (!holds) throw failed(one.kind, one.field, one.value);
}

function failed(...condition: string[]): Error {
  const shown = condition.map((part) => `"${part}"`).join(', ');
  return accessDenied(`Invalid according to Policy: Policy Condition failed: [${shown}]`);
}

function requireSize(least: string, most: string, size: number): void {
  const [min, max] = [Number(least), Number(most)];
  if (Number.isNaN(min) || Number.isNaN(max)) throw failed('content-length-range', least, most);
  if (size < min) {
    throw s3Error('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', {
      ProposedSize: size,
      MinSizeAllowed: min,
    });
  }
  if (size > max) {
    throw s3Error('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size', {
      ProposedSize: size,
      MaxSizeAllowed: max,
    });
  }
}
