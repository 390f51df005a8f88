import { queryValue, type HttpRequest } from './http-request';

interface Route {
  readonly method: string;
  readonly on: 'key' | 'bucket';
  /** Query parameters that must be there. */
  readonly query: readonly string[];
  /** A header (or query parameter) that must be there. */
  readonly header?: string;
  readonly operation: string;
  /** The element that a document in the answer is. */
  readonly root?: string;
}

/** The first that fits is taken. Documented: the request syntax of each operation's page in the API reference. */
const ROUTES: readonly Route[] = [
  { method: 'GET', on: 'key', query: ['uploadId'], operation: 'ListParts', root: 'ListPartsResult' },
  { method: 'GET', on: 'key', query: ['tagging'], operation: 'GetObjectTagging', root: 'Tagging' },
  { method: 'GET', on: 'key', query: [], operation: 'GetObject' },
  { method: 'HEAD', on: 'key', query: [], operation: 'HeadObject' },
  {
    method: 'PUT',
    on: 'key',
    query: ['partNumber', 'uploadId'],
    header: 'x-amz-copy-source',
    operation: 'UploadPartCopy',
    root: 'CopyPartResult',
  },
  { method: 'PUT', on: 'key', query: ['partNumber', 'uploadId'], operation: 'UploadPart' },
  {
    method: 'PUT',
    on: 'key',
    query: [],
    header: 'x-amz-copy-source',
    operation: 'CopyObject',
    root: 'CopyObjectResult',
  },
  { method: 'PUT', on: 'key', query: [], operation: 'PutObject' },
  { method: 'DELETE', on: 'key', query: ['uploadId'], operation: 'AbortMultipartUpload' },
  { method: 'DELETE', on: 'key', query: ['tagging'], operation: 'DeleteObjectTagging' },
  { method: 'DELETE', on: 'key', query: [], operation: 'DeleteObject' },
  {
    method: 'POST',
    on: 'key',
    query: ['uploads'],
    operation: 'CreateMultipartUpload',
    root: 'InitiateMultipartUploadResult',
  },
  {
    method: 'POST',
    on: 'key',
    query: ['uploadId'],
    operation: 'CompleteMultipartUpload',
    root: 'CompleteMultipartUploadResult',
  },
  { method: 'GET', on: 'bucket', query: ['list-type'], operation: 'ListObjectsV2', root: 'ListBucketResult' },
  { method: 'GET', on: 'bucket', query: [], operation: 'ListObjects', root: 'ListBucketResult' },
  { method: 'HEAD', on: 'bucket', query: [], operation: 'HeadBucket' },
];

/** Parameters that make another operation of a request, beside those that routes name. */
const SUBRESOURCES = new Set([
  'accelerate',
  'acl',
  'analytics',
  'annotation',
  'attributes',
  'cors',
  'delete',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'location',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'renameObject',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'session',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versioning',
  'versions',
  'website',
]);

/** The operation that a request means; undefined for one that is not modelled over HTTP. */
export function routeOf(
  request: HttpRequest,
  on: 'key' | 'bucket',
): Pick<Route, 'operation' | 'root'> | undefined {
  return ROUTES.find(
    ({ method, on: target, query, header }) =>
      method === request.method &&
      target === on &&
      query.every((name) => queryValue(request, name) !== undefined) &&
      (header === undefined || request.headers.has(header) || queryValue(request, header) !== undefined) &&
      !request.query.some(([name]) => SUBRESOURCES.has(name) && !query.includes(name)),
  );
}
