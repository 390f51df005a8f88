import type { Context } from '../../kernel/operation';
import type { Collection } from '../../kernel/store';
import type { Bucket, S3State } from '../state';
import { requireBucket } from '../validate';
import type { Configurations, Kept } from './configuration-state';

/** The members that every request about a bucket's configuration has. */
export interface ConfigurationRequest {
  readonly Bucket: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

type Table<Document> = (configurations: Configurations) => Collection<string, Kept<Document>>;

/** The document that counts now. */
export function documentOf<Document>(kept: Kept<Document> | undefined, now: number): Document | undefined {
  return kept?.next !== undefined && kept.next.from <= now ? kept.next.document : kept?.document;
}

/**
 * An operation that puts a configuration. `read` checks the request and returns the document to keep, undefined for
 * none. A fault rule may keep it from being seen for a while (`arrivesLate`).
 */
export function putConfiguration<Input extends ConfigurationRequest, Document>(
  table: Table<Document>,
  read: (context: Context<S3State>, input: Input, bucket: Bucket) => Document | undefined,
  answer: (document: Document | undefined) => object = () => ({}),
): (context: Context<S3State>, input: Input) => object {
  return (context, input) => {
    const bucket = requireBucket(context, input);
    const document = read(context, input, bucket);
    keep(context, table, bucket, document);
    return answer(document);
  };
}

/** An operation that shows a configuration. `answer` throws AWS's error, or answers, where there is none. */
export function getConfiguration<Document, Output extends object>(
  table: Table<Document>,
  answer: (document: Document | undefined, bucket: Bucket) => Output,
): (context: Context<S3State>, input: ConfigurationRequest) => Output {
  return (context, input) => {
    const bucket = requireBucket(context, input);
    const kept = table(context.state.configurations).get(bucket.name);
    return answer(documentOf(kept, context.now), bucket);
  };
}

/** An operation that takes a configuration away, if there is one. */
export function deleteConfiguration<Document>(
  table: Table<Document>,
): (context: Context<S3State>, input: ConfigurationRequest) => object {
  return (context, input) => {
    keep(context, table, requireBucket(context, input), undefined);
    return {};
  };
}

function keep<Document>(
  context: Context<S3State>,
  table: Table<Document>,
  bucket: Bucket,
  document: Document | undefined,
): void {
  const collection = table(context.state.configurations);
  const { late } = context.advice;
  if (late === undefined) {
    if (document === undefined) collection.delete(bucket.name);
    else collection.put(bucket.name, { document });
    return;
  }
  const before = documentOf(collection.get(bucket.name), context.now);
  collection.put(bucket.name, { document: before, next: { document, from: context.now + late.ms } });
}
