import { expect } from 'chai';
import { completedParts } from '../../../fakes/s3/presigned/completed-parts';

describe('completedParts', () => {
  const read = (text: string) => completedParts(Buffer.from(text));
  const document = (inside: string) =>
    `<?xml version="1.0"?>\n<CompleteMultipartUpload xmlns="x">${inside}</CompleteMultipartUpload>\n`;

  it('reads numbers, tags and checksums', () => {
    const parts =
      '<Part><PartNumber>2</PartNumber><ETag>&quot;a&amp;b&#34;&x;</ETag></Part>\n<Part><ETag>c</ETag><ChecksumCRC32>d==</ChecksumCRC32></Part>';
    expect(read(document(parts))).to.deep.equal({
      Parts: [
        { PartNumber: 2, ETag: '"a&b"&x;' },
        { ETag: 'c', ChecksumCRC32: 'd==' },
      ],
    });
    expect(read(document(''))).to.deep.equal({ Parts: [] });
  });

  it('refuses other documents', () => {
    for (const text of ['', 'x', '<Complete></Complete>', '<CompleteMultipartUpload>']) {
      expect(() => read(text), text)
        .to.throw()
        .with.property('name', 'MalformedXML');
    }
  });
});
