import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  decodeEmbedding,
  encodeCollection,
  encodeEmbedding,
  readCollection,
  writeCollection,
  type CollectionContent,
  type FileRecord,
} from '../../../../src/compaction/engine/collection-files';
import { CollectionMissing, CollectionUnreadable } from '../../../../src/compaction/engine/snapshot-engine';

const a: FileRecord = {
  metadata: { z: 1, b: 'x' },
  document: 'doc',
  embedding: encodeEmbedding(Float32Array.of(1)),
};
const b: FileRecord = { metadata: null, embedding: encodeEmbedding(Float32Array.of(2)) };
const content = (records: [string, FileRecord][]): CollectionContent => ({
  collection: 'words',
  dimension: 1,
  records: new Map(records),
});

describe('collection files', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'collection-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('are the same bytes for the same content', () => {
    const swapped = { ...a, metadata: { b: 'x', z: 1 } };
    const files = encodeCollection(
      content([
        ['b', b],
        ['a', a],
      ]),
    );
    expect(files).to.deep.equal(
      encodeCollection(
        content([
          ['a', swapped],
          ['b', b],
        ]),
      ),
    );
    expect(files.header).to.equal('{"name":"words","dimension":1,"format":1}\n');
    expect(files.records).to.equal(
      '{"id":"a","metadata":{"b":"x","z":1},"document":"doc","embedding":"AACAPw=="}\n' +
        '{"id":"b","metadata":null,"embedding":"AAAAQA=="}\n',
    );
  });

  it('are read as they were written', async () => {
    const given = content([
      ['a', a],
      ['b', b],
    ]);
    await writeCollection(join(directory, 'deep'), encodeCollection(given));
    expect(await readCollection(join(directory, 'deep'))).to.deep.equal(given);
  });

  it('may be missing', async () => {
    expect(await readCollection(directory).catch((error: unknown) => error)).to.be.instanceOf(
      CollectionMissing,
    );
  });

  const broken: [string, string, string?][] = [
    ['a header that is no JSON', '{', ''],
    ['a newer format', '{"name":"words","dimension":1,"format":2}', ''],
    ['a record that is no JSON', '{"name":"words","dimension":1,"format":1}', '{\n'],
    [
      'a record without an embedding',
      '{"name":"words","dimension":1,"format":1}',
      '{"id":"a","metadata":null}\n',
    ],
    ['no records file', '{"name":"words","dimension":1,"format":1}'],
  ];
  for (const [what, header, records] of broken) {
    it(`are unreadable with ${what}`, async () => {
      await writeFile(join(directory, 'collection.json'), header);
      if (records !== undefined) await writeFile(join(directory, 'records.jsonl'), records);
      expect(await readCollection(directory).catch((error: unknown) => error)).to.be.instanceOf(
        CollectionUnreadable,
      );
    });
  }

  it('carry every embedding exactly', () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true }), (values) => {
        expect([...decodeEmbedding(encodeEmbedding(values))]).to.deep.equal([...values]);
      }),
      { seed: 1 },
    );
  });
});
