import type { Context } from '../../kernel/operation';
import type { Collection } from '../../kernel/store';
import { decodeToken, encodeToken } from '../continuation-token';
import { malformedXml, s3Error } from '../errors';
import type { S3State } from '../state';
import { required, requireBucket } from '../validate';
import type { Configurations, Identified } from './configuration-state';

/** Documented: API_PutBucketMetricsConfiguration and its siblings: "the 1,000-configuration limit". */
const MAX_CONFIGURATIONS = 1000;
/** Documented: API_ListBucketInventoryConfigurations and its siblings: "no more than 100 configurations at a time". */
const PAGE = 100;

/** A request about one of many configurations. */
export interface IdentifiedRequest {
  readonly Bucket: string | undefined;
  readonly Id: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** A request for a page of them. */
export interface ListRequest {
  readonly Bucket: string | undefined;
  readonly ContinuationToken?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

type Table<Document> = (configurations: Configurations) => Collection<Identified, Document>;

/** An operation that adds a configuration, or replaces the one of the same id. `read` checks the request. */
export function putIdentified<Input extends IdentifiedRequest, Document>(
  table: Table<Document>,
  read: (context: Context<S3State>, input: Input) => Document,
): (context: Context<S3State>, input: Input) => object {
  return (context, input) => {
    const bucket = requireBucket(context, input);
    const document = read(context, input);
    const key: Identified = [bucket.name, required(input.Id)];
    const collection = table(context.state.configurations);
    if (!collection.has(key) && countOf(collection, bucket.name) >= MAX_CONFIGURATIONS) {
      throw s3Error(
        'TooManyConfigurations',
        400,
        'You are attempting to create a new configuration but have already reached the 1,000-configuration limit.',
      );
    }
    collection.put(key, document);
    return {};
  };
}

/** An operation that shows the configuration of an id. @throws NoSuchConfiguration */
export function getIdentified<Document, Output extends object>(
  table: Table<Document>,
  answer: (document: Document) => Output,
): (context: Context<S3State>, input: IdentifiedRequest) => Output {
  return (context, input) => {
    const bucket = requireBucket(context, input);
    const document = table(context.state.configurations).get([bucket.name, required(input.Id)]);
    if (document === undefined) throw noSuchConfiguration();
    return answer(document);
  };
}

/** An operation that removes the configuration of an id. @throws NoSuchConfiguration. Captured: for metrics. */
export function deleteIdentified<Document>(
  table: Table<Document>,
): (context: Context<S3State>, input: IdentifiedRequest) => object {
  return (context, input) => {
    const bucket = requireBucket(context, input);
    if (!table(context.state.configurations).delete([bucket.name, required(input.Id)]))
      throw noSuchConfiguration();
    return {};
  };
}

/** What a list of configurations says of its page. */
export interface ListedPage {
  readonly IsTruncated: boolean;
  readonly ContinuationToken?: string;
  readonly NextContinuationToken?: string;
}

/** An operation that lists a bucket's configurations by id, up to 100 at a time. @throws InvalidArgument (token) */
export function listIdentified<Document, Output extends object>(
  table: Table<Document>,
  answer: (documents: Document[] | undefined, page: ListedPage) => Output,
): (context: Context<S3State>, input: ListRequest) => Output {
  return (context, input) => {
    const bucket = requireBucket(context, input);
    const { ContinuationToken } = input;
    const after = ContinuationToken === undefined ? undefined : decodeToken(ContinuationToken);
    const start: Identified = [bucket.name, after ?? ''];
    const found: (readonly [Identified, Document])[] = [];
    let isTruncated = false;
    const range = after === undefined ? { from: start } : { after: start };
    for (const entry of table(context.state.configurations).entries(range)) {
      if (entry[0][0] !== bucket.name) break;
      isTruncated = found.length === PAGE;
      if (isTruncated) break;
      found.push(entry);
    }
    const last = found.at(-1)?.[0][1];
    const documents = found.map(([, document]) => document);
    return answer(documents.length === 0 ? undefined : documents, {
      IsTruncated: isTruncated,
      ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
      ...(isTruncated && last !== undefined ? { NextContinuationToken: encodeToken(last) } : {}),
    });
  };
}

function countOf<Document>(collection: Collection<Identified, Document>, bucket: string): number {
  let count = 0;
  for (const [[name]] of collection.entries({ from: [bucket, ''] })) {
    if (name !== bucket) break;
    count++;
  }
  return count;
}

/** @throws MalformedXML. Assumed: for all of them but the inventory's, of which another answer is recorded. */
export function requireSameId(input: IdentifiedRequest, id: string | undefined): void {
  if (input.Id !== id) throw malformedXml();
}

const noSuchConfiguration = () =>
  s3Error('NoSuchConfiguration', 404, 'The specified configuration does not exist.');
