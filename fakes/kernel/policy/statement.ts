import type { PolicyDocument } from './document';
import { parsePolicy, type PolicyKind } from './parse';

/** What a statement of a test adds to its effect, its actions and its resources. */
export interface StatementOptions {
  /** A Condition block as in AWS: `{ StringLike: { 's3:prefix': 'inbox/*' } }`. */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A list, or its only member. */
export type OneOrMany = string | readonly string[];

/** A policy of one statement. @throws PolicyError */
export function statementPolicy(
  kind: PolicyKind,
  effect: 'Allow' | 'Deny',
  actions: OneOrMany,
  resources: OneOrMany,
  { condition, ...principal }: StatementOptions & { readonly Principal?: unknown },
): PolicyDocument {
  return parsePolicy(
    {
      Version: '2012-10-17',
      Statement: {
        Effect: effect,
        Action: actions,
        Resource: resources,
        ...(condition === undefined ? {} : { Condition: condition }),
        ...principal,
      },
    },
    kind,
  );
}
