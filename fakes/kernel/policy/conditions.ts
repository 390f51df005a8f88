import { comparisonOf } from './condition-operators';
import type { ConditionTest } from './document';
import type { RequestKeys } from './request-keys';
import { expandVariables } from './variables';
import { patternOf, type PatternToken } from './wildcard';

/**
 * Whether all tests of a statement hold for a request.
 * Documented: IAM UserGuide/reference_policies_elements_condition and reference_policies_condition-logic-multiple-context-keys-or-values.
 */
export function conditionsHold(
  tests: readonly ConditionTest[],
  keys: RequestKeys,
  withVariables: boolean,
): boolean {
  return tests.every((test) => holds(test, keys, withVariables));
}

function holds(test: ConditionTest, keys: RequestKeys, withVariables: boolean): boolean {
  const actual = keys.get(test.key);
  if (test.operator === 'Null')
    return test.values.some((value) => (value === 'true') === (actual === undefined));
  const { compare, negated } = comparisonOf(test.operator);
  const expected = test.values.flatMap((value) => {
    const tokens = withVariables ? expandVariables(value, keys) : patternOf(value);
    return tokens === undefined ? [] : [tokens];
  });
  const fits = (value: string): boolean => fitsAny(expected, value, compare) !== negated;
  switch (test.quantifier) {
    // Documented: true as well when the key is no part of the request.
    case 'ForAllValues':
      return (actual ?? []).every(fits);
    case 'ForAnyValue':
      return actual === undefined ? test.ifExists : actual.some(fits);
    default:
      // Documented: a negated operator holds for a key that is not there, any other does not.
      if (actual === undefined || actual.length === 0) return test.ifExists || negated;
      return negated ? actual.every(fits) : actual.some(fits);
  }
}

function fitsAny(
  expected: readonly (readonly PatternToken[])[],
  value: string,
  compare: (expected: readonly PatternToken[], actual: string) => boolean,
): boolean {
  return expected.some((tokens) => compare(tokens, value));
}
