import {
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import fc from 'fast-check';
import { fakeAws, type FakeAws } from '../../fakes';

const Bucket = 'photos';
const client = new S3Client({});

interface Query {
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
}

/** The whole listing by AWS's words and nothing clever: sort all, filter all, roll up all. */
function naive(keys: readonly string[], { Prefix = '', Delimiter = '' }: Query, after = ''): string[] {
  const items: string[] = [];
  const sorted = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const key of sorted) {
    if (!key.startsWith(Prefix)) continue;
    const at = Delimiter === '' ? -1 : key.indexOf(Delimiter, Prefix.length);
    const item = at < 0 ? `key ${key}` : `prefix ${key.slice(0, at + Delimiter.length)}`;
    const name = item.slice(item.indexOf(' ') + 1);
    const isAfter = after === '' || Buffer.compare(Buffer.from(name), Buffer.from(after)) > 0;
    const isInside = item.startsWith('prefix') && after.startsWith(name);
    if (isAfter && !isInside && items.at(-1) !== item) items.push(item);
  }
  return items;
}

interface Page {
  readonly Contents?: readonly { readonly Key?: string | undefined }[] | undefined;
  readonly CommonPrefixes?: readonly { readonly Prefix?: string | undefined }[] | undefined;
}

/** The items of a page in their order. */
function itemsOf({ Contents = [], CommonPrefixes = [] }: Page): string[] {
  const items = [
    ...Contents.map(({ Key }) => `key ${Key}`),
    ...CommonPrefixes.map(({ Prefix }) => `prefix ${Prefix}`),
  ];
  const name = (item: string) => Buffer.from(item.slice(item.indexOf(' ') + 1));
  return items.toSorted((a, b) => Buffer.compare(name(a), name(b)));
}

async function pagesV2(query: Query, StartAfter: string): Promise<string[]> {
  const items: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket,
        ...query,
        StartAfter,
        ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
      }),
    );
    const found = itemsOf(page);
    expect(page.KeyCount).to.equal(found.length);
    if (page.IsTruncated === true) expect(found.length).to.equal(query.MaxKeys);
    items.push(...found);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return items;
}

async function pagesV1(query: Query, first: string): Promise<string[]> {
  const items: string[] = [];
  let Marker = first;
  for (;;) {
    const page = await client.send(new ListObjectsCommand({ Bucket, ...query, Marker }));
    items.push(...itemsOf(page));
    if (page.IsTruncated !== true) return items;
    // Documented: without a delimiter the last key is the next marker.
    Marker = page.NextMarker ?? page.Contents?.at(-1)?.Key ?? '';
  }
}

async function pagesOfVersions(query: Query): Promise<string[]> {
  const items: string[] = [];
  let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket, ...query, ...markers }));
    items.push(...itemsOf({ Contents: page.Versions, CommonPrefixes: page.CommonPrefixes }));
    if (page.IsTruncated !== true) return items;
    markers = {
      KeyMarker: page.NextKeyMarker,
      ...(page.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: page.NextVersionIdMarker }),
    };
  }
}

describe('S3 listings against a naive reference', function () {
  this.timeout(30_000);
  let aws: FakeAws;
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
  });
  afterEach(() => aws.unplug());

  // U+FF5E is less than U+1F600 in UTF-8, and greater in UTF-16.
  const letter = fc.constantFrom('a', 'b', '/', '//', '-', '\uff5e', '😀', '\u{10ffff}', '\ud7ff', 'é');
  const text = (maxLength: number) => fc.array(letter, { maxLength }).map((letters) => letters.join(''));
  const key = text(4).filter((given) => given !== '');
  const query = fc.record(
    {
      Prefix: text(2),
      Delimiter: fc.constantFrom('', '/', '//', 'a', '😀', 'a/'),
      MaxKeys: fc.integer({ min: 1, max: 4 }),
    },
    { requiredKeys: ['MaxKeys'] },
  );

  for (const versioning of [undefined, 'Enabled'] as const) {
    it(`are the same in pages of any size${versioning === undefined ? '' : ', with versions'}`, async () => {
      const empty = aws.mark();
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(key, { maxLength: 20 }),
          query,
          text(2),
          async (keys, given, after) => {
            aws.restore(empty);
            aws.s3.createBucket(Bucket, versioning === undefined ? {} : { versioning });
            for (const each of keys) aws.s3.bucket(Bucket).put(each, '');
            expect(await pagesV2(given, after)).to.deep.equal(naive(keys, given, after));
            expect(await pagesV1(given, after)).to.deep.equal(naive(keys, given, after));
            expect(await pagesOfVersions(given)).to.deep.equal(naive(keys, given));
          },
        ),
        { seed: 4, numRuns: 250 },
      );
    });
  }
});
