import { isDeepStrictEqual } from 'node:util';
import type { FakeAws } from '../../fakes';
import type { Clients } from '../../src/shared/clients';
import type { Metadata } from '../../src/compaction/engine/snapshot-engine';
import { publishedSnapshot } from '../arrange/snapshots';
import { expectedVectors, tableMembers } from './expected';
import { BUCKET, QUEUES, TABLE } from './pipeline';

/** An invariant that the demo proves, or how it is broken. */
export interface Verdict {
  readonly invariant: string;
  readonly problems: readonly string[];
}

/** Looks at the world when everything is quiet. */
export async function judge(aws: FakeAws, clients: Clients): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const collection of QUEUES) {
    const expected = expectedVectors(aws.dynamodb.table(TABLE).items(), collection);
    const published =
      (await publishedSnapshot(clients.s3, BUCKET, collection))?.vectors ?? new Map<string, Metadata>();
    const problems = [...new Set([...expected.keys(), ...published.keys()])].flatMap((id) => {
      const [want, have] = [expected.get(id), published.get(id)];
      if (want === undefined) return [`${id} is published and does not exist`];
      if (have === undefined) return [`${id} exists and is not published`];
      const members = tableMembers(have ?? {});
      return isDeepStrictEqual(members, want)
        ? []
        : [`${id}: published ${JSON.stringify(members)}, table ${JSON.stringify(want)}`];
    });
    verdicts.push({ invariant: `the published ${collection} (${published.size}) equal the table`, problems });
    verdicts.push({
      invariant: `the ${collection} versions are one line of descent`,
      problems: forks(aws, collection),
    });
  }
  const left = aws.sqs.queueNames().flatMap((name) => {
    const count = aws.sqs.queue(name).messages().length;
    return count === 0 ? [] : [`${name} holds ${count} messages`];
  });
  verdicts.push({ invariant: 'every message was handled, none is in a dead-letter queue', problems: left });
  return verdicts;
}

/**
 * Published versions that were not made from the one published before: somebody's work was lost. The bucket is versioned, so
 * every pointer and every manifest that ever was can still be looked at.
 */
function forks(aws: FakeAws, collection: string): string[] {
  const bucket = aws.s3.bucket(BUCKET);
  const textsOf = (key: string): string[] => bucket.versions(key).flatMap(({ object }) => object?.text ?? []);
  const published = textsOf(`${collection}/snapshot/latest-pointer.txt`)
    .toReversed()
    .map((text) => (JSON.parse(text) as { version: string }).version);
  return published.flatMap((version, i) => {
    const before = published[i - 1] ?? null;
    if (version === before) return [];
    const [manifest = '{}'] = textsOf(`${collection}/snapshot/timestamped/${version}/manifest.json`);
    const { parent_version: parent } = JSON.parse(manifest) as { parent_version?: string | null };
    return parent === before ? [] : [`${version} was made from ${parent}, published after ${before}`];
  });
}
