import { expect } from 'chai';
import { httpRequest } from '../../../fakes/s3/presigned/http-request';
import { routeOf } from '../../../fakes/s3/presigned/routes';

describe('routeOf', () => {
  for (const [method, on, path, operation, header] of [
    ['GET', 'key', '/k', 'GetObject'],
    ['GET', 'key', '/k?versionId=v&partNumber=1', 'GetObject'],
    ['GET', 'key', '/k?tagging', 'GetObjectTagging'],
    ['GET', 'key', '/k?uploadId=u', 'ListParts'],
    ['GET', 'key', '/k?acl', undefined],
    ['GET', 'key', '/k?attributes', undefined],
    ['HEAD', 'key', '/k', 'HeadObject'],
    ['PUT', 'key', '/k', 'PutObject'],
    ['PUT', 'key', '/k', 'CopyObject', 'x-amz-copy-source'],
    ['PUT', 'key', '/k?x-amz-copy-source=b%2Fk', 'CopyObject'],
    ['PUT', 'key', '/k?partNumber=1&uploadId=u', 'UploadPart'],
    ['PUT', 'key', '/k?partNumber=1&uploadId=u', 'UploadPartCopy', 'x-amz-copy-source'],
    ['PUT', 'key', '/k?tagging', undefined],
    ['DELETE', 'key', '/k', 'DeleteObject'],
    ['DELETE', 'key', '/k?uploadId=u', 'AbortMultipartUpload'],
    ['DELETE', 'key', '/k?tagging', 'DeleteObjectTagging'],
    ['POST', 'key', '/k?uploads', 'CreateMultipartUpload'],
    ['POST', 'key', '/k?uploadId=u', 'CompleteMultipartUpload'],
    ['POST', 'key', '/k?restore', undefined],
    ['GET', 'bucket', '/?list-type=2', 'ListObjectsV2'],
    ['GET', 'bucket', '/', 'ListObjects'],
    ['GET', 'bucket', '/?versions', undefined],
    ['HEAD', 'bucket', '/', 'HeadBucket'],
    ['DELETE', 'bucket', '/', undefined],
  ] as const) {
    it(`${method} ${path} of a ${on}${header === undefined ? '' : ` with ${header}`}: ${operation}`, async () => {
      const headers = header === undefined ? {} : { [header]: 'b/k' };
      const request = await httpRequest(`https://h${path}`, { method, headers });
      expect(routeOf(request, on)?.operation).to.equal(operation);
    });
  }
});
