/** Whom a statement is about: kinds of principals and their patterns; `'*'` for everybody. */
export type PrincipalElement = '*' | Readonly<Record<string, readonly string[]>>;

/** A list that is given, or whose opposite is: `Action` or `NotAction`. */
export interface Matcher<T> {
  readonly not: boolean;
  readonly values: T;
}

/** One test of a Condition block. All tests of a statement must hold, and any one value of a test is enough. */
export interface ConditionTest {
  /** As AWS spells it, without quantifier and `IfExists`. */
  readonly operator: string;
  readonly ifExists: boolean;
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  /** In lower case. */
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement, normalized: lists are lists, and who or what is not named is undefined. */
export interface Statement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  /** Only in policies of resources. */
  readonly principal: Matcher<PrincipalElement> | undefined;
  readonly action: Matcher<readonly string[]>;
  /** Undefined where the policy's own resource is meant. */
  readonly resource: Matcher<readonly string[]> | undefined;
  readonly conditions: readonly ConditionTest[];
}

/** A policy, normalized. */
export interface PolicyDocument {
  /** Policy variables exist since the second. Documented: IAM UserGuide/reference_policies_elements_version. */
  readonly version: '2008-10-17' | '2012-10-17';
  readonly statements: readonly Statement[];
}
