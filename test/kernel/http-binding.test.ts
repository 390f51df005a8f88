import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { answerOfOutput, escapeXml, inputOfRequest, xmlOf } from '../../fakes/kernel/http-binding';
import { operation, type OperationRow } from '../../fakes/kernel/operation';

describe('kernel/http-binding', () => {
  const row = (command: Parameters<typeof operation>[0]): OperationRow<never> =>
    operation(command, () => ({}), []);
  const parts = (query: Record<string, string>, headers: Record<string, string> = {}) => ({
    labels: { Bucket: 'b' },
    query: (name: string) => query[name],
    header: (name: string) => headers[name],
    headers: Object.entries(headers),
    body: new Uint8Array([1]),
  });

  it('reads an input from the query and from headers, as what the schema says it is', () => {
    const list = row(ListObjectsV2Command as never);
    const query = { 'max-keys': '5', 'fetch-owner': 'true', prefix: 'a' };
    expect(inputOfRequest(list, parts(query, { 'x-amz-optional-object-attributes': 'A, B' }))).to.deep.equal({
      Bucket: 'b',
      MaxKeys: 5,
      FetchOwner: true,
      Prefix: 'a',
      OptionalObjectAttributes: ['A', 'B'],
    });
    const headers = { expires: 'Thu, 01 Jan 2026 00:00:00 GMT', 'x-amz-meta-a': 'b', 'x-amz-acl': 'private' };
    const put = inputOfRequest(row(PutObjectCommand as never), parts({}, headers));
    expect(put).to.deep.equal({
      Bucket: 'b',
      ACL: 'private',
      Body: new Uint8Array([1]),
      Expires: new Date('2026-01-01T00:00:00Z'),
      Metadata: { a: 'b' },
    });
  });

  it('writes an output as headers and body', () => {
    const LastModified = new Date('2026-01-01T00:00:00Z');
    const output = {
      Body: new Uint8Array([1]),
      LastModified,
      ContentLength: 1,
      Metadata: { a: 'b' },
      ETag: undefined,
    };
    expect(answerOfOutput(row(GetObjectCommand as never), output)).to.deep.equal({
      headers: {
        'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
        'content-length': '1',
        'x-amz-meta-a': 'b',
      },
      bytes: new Uint8Array([1]),
      document: undefined,
    });
  });

  it('writes documents as XML: lists in place, or wrapped, and nothing for nothing', () => {
    const { document } = answerOfOutput(row(ListObjectsV2Command as never), {
      Name: '<&">',
      Contents: [{ Key: 'a', Size: 1 }, { Key: 'b' }],
      IsTruncated: false,
      Prefix: undefined,
    });
    const xml = document === undefined ? '' : xmlOf('Root', document.schema, document.value);
    expect(xml).to.contain(
      '<Contents><Key>a</Key><Size>1</Size></Contents><Contents><Key>b</Key></Contents>',
    );
    expect(xml)
      .to.contain('<Name>&lt;&amp;&quot;&gt;</Name>')
      .and.to.contain('<IsTruncated>false</IsTruncated>');
    expect(xml).to.not.contain('Prefix');
    expect(escapeXml("a'b")).to.equal("a'b");
  });
});
