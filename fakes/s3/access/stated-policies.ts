import { FakeMisuse } from '../../kernel/errors';
import type { PolicyDocument } from '../../kernel/policy/document';
import { misuse, statedPolicy, type StatedPolicy } from '../../kernel/policy/iam';
import { statementPolicy, type OneOrMany, type StatementOptions } from '../../kernel/policy/statement';
import type { World } from '../../kernel/world';
import type { S3State } from '../state';
import { bucketArn } from './arn';
import { publicAccessBlockOf } from './public-access-block';
import { isPublicPolicy } from './public-policy';

export interface BucketStatementOptions extends StatementOptions {
  /** Whom it is about: ARNs or account ids. Default: everybody. */
  readonly principal?: OneOrMany;
  /** Which keys of the bucket, with wildcards: `'inbox/*'`. Default: the bucket itself and all its objects. */
  readonly keys?: OneOrMany;
}

/** Permissions on one bucket, as a test states them beside the bucket's own policy. */
export interface BucketPermissions {
  /** Allows actions on this bucket, as a statement of its policy would. @throws FakeMisuse */
  allow(actions: OneOrMany, options?: BucketStatementOptions): StatedPolicy;
  /** Denies actions on this bucket, whatever else allows them. @throws FakeMisuse */
  deny(actions: OneOrMany, options?: BucketStatementOptions): StatedPolicy;
}

/** The permissions of a bucket that exists: `bucket` complains if it does not. */
export function bucketPermissions(world: World, state: S3State, bucket: () => string): BucketPermissions {
  const statement =
    (effect: 'Allow' | 'Deny') =>
    (
      actions: OneOrMany,
      { principal = '*', keys, ...options }: BucketStatementOptions = {},
    ): StatedPolicy => {
      const name = bucket();
      const where = `aws.s3.bucket('${name}').${effect.toLowerCase()}()`;
      const arn = bucketArn(name);
      const resources = keys === undefined ? [arn, `${arn}/*`] : [keys].flat().map((key) => `${arn}/${key}`);
      const Principal = { AWS: principal };
      const document = misuse(where, () =>
        statementPolicy('resource', effect, actions, resources, { ...options, Principal }),
      );
      requireAllowed(state, name, where, document);
      const number = nextNumber(state, name);
      state.statedPolicies.put([name, number], { document, from: world.clock.now(), until: Infinity });
      return statedPolicy(world, (change) => {
        const policy = state.statedPolicies.get([name, number]);
        if (policy !== undefined) state.statedPolicies.put([name, number], change(policy));
      });
    };
  return { allow: statement('Allow'), deny: statement('Deny') };
}

/** What was stated about a bucket goes with it. */
export function forgetStatedPolicies(state: S3State, bucket: string): void {
  const stated = Array.from(statedOf(state, bucket), ([id]) => id);
  for (const id of stated) state.statedPolicies.delete(id);
}

/** What is stated about a bucket. */
export function statedOf(state: S3State, bucket: string): ReturnType<S3State['statedPolicies']['entries']> {
  return state.statedPolicies.entries({ from: [bucket, 0], to: [bucket, Infinity] });
}

function nextNumber(state: S3State, bucket: string): number {
  const range = { from: [bucket, 0], to: [bucket, Infinity], reverse: true } as const;
  return (state.statedPolicies.first(range)?.[0][1] ?? 0) + 1;
}

/** What S3 itself would refuse, or void, tells the test so at once. */
function requireAllowed(state: S3State, bucket: string, where: string, document: PolicyDocument): void {
  const block = publicAccessBlockOf(state, bucket);
  if (!isPublicPolicy(document) || !(block.BlockPublicPolicy || block.RestrictPublicBuckets)) return;
  throw new FakeMisuse(
    `${where}: it allows everybody, and the bucket blocks public policies, as every new bucket does. ` +
      `Name a principal, or lift the block first (PutPublicAccessBlock).`,
  );
}
