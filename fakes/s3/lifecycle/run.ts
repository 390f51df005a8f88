import type { Context } from '../../kernel/operation';
import type { Lifecycle } from '../configuration/configuration-state';
import { documentOf } from '../configuration/single';
import { notify } from '../notifications';
import type { Bucket, ObjectVersion, S3State, Version } from '../state';
import { removeUpload } from '../uploads';
import { putDeleteMarker, removeVersion, replaceVersion } from '../versions';
import {
  abortOf,
  daysAfter,
  expirationOf,
  midnightBefore,
  noncurrentExpirationOf,
  transitionOf,
  type Due,
} from './due-time';

/** What an action needs beside the time it falls due at: the world's context, and what it works on. */
type LifecycleContext = Pick<Context<S3State>, 'state' | 'ids' | 'region' | 'now'>;

/** One bucket's run: everything that fell due up to the last midnight. */
interface Run {
  readonly context: LifecycleContext;
  readonly bucket: Bucket;
  readonly lifecycle: Lifecycle;
  /** The first and the last midnight that this run is about, epoch ms. */
  readonly from: number;
  readonly until: number;
}

/**
 * Does to the objects of all buckets what their lifecycles say, as of every midnight UTC that has passed. Nothing
 * happens by itself: whichever call comes first after a midnight notices.
 * Documented: UserGuide/lifecycle-expire-general-considerations. Assumed: at once; S3 takes hours, sometimes days.
 */
export function runLifecycles(context: LifecycleContext): void {
  const { configurations, lifecycleRuns } = context.state;
  const until = midnightBefore(context.now);
  for (const [name, kept] of Array.from(configurations.lifecycle.entries())) {
    const lifecycle = documentOf(kept, context.now);
    const bucket = context.state.buckets.get(name);
    if (lifecycle === undefined || bucket === undefined) continue;
    const since = Math.max(lifecycle.putAt, lifecycleRuns.get(name) ?? 0);
    const from = daysAfter(since, 0);
    if (from > until) continue;
    lifecycleRuns.put(name, until);
    const run: Run = { context, bucket, lifecycle, from, until };
    abortUploads(run);
    for (const key of dueKeys(run)) while (actOn(run, key));
  }
}

function abortUploads({ context: { state }, bucket, lifecycle, until }: Run): void {
  const due = Array.from(state.uploads(bucket.name).entries(), ([, upload]) => upload).filter(
    (upload) => (abortOf(lifecycle, upload)?.at ?? Number.POSITIVE_INFINITY) <= until,
  );
  for (const upload of due) removeUpload(state, bucket.name, upload);
}

/** The keys to which something happens. One walk over the bucket per midnight, as S3's own. */
function dueKeys(run: Run): readonly string[] {
  const { state } = run.context;
  const { bucket } = run;
  const keys = new Set<string>();
  let group: Version[] = [];
  const close = (): void => {
    const [first] = group;
    if (first !== undefined && nextAction(run, group) !== undefined) keys.add(first.key);
    group = [];
  };
  const walk =
    bucket.versioning === undefined
      ? state.objects(bucket.name).entries()
      : state.versions(bucket.name).entries();
  for (const [, version] of walk) {
    if (group[0]?.key !== version.key) close();
    group.push(version);
  }
  close();
  return [...keys];
}

/** Does the first thing that falls due at a key. False: there is none. */
function actOn(run: Run, key: string): boolean {
  const action = nextAction(run, versionsOf(run, key));
  action?.act({ ...run.context, now: action.at });
  return action !== undefined;
}

function versionsOf({ context: { state }, bucket }: Run, key: string): readonly Version[] {
  if (bucket.versioning === undefined) {
    const object = state.objects(bucket.name).get(key);
    return object === undefined ? [] : [object];
  }
  const range = { from: [key, Number.POSITIVE_INFINITY], to: [key, Number.NEGATIVE_INFINITY] } as const;
  return Array.from(state.versions(bucket.name).entries(range), ([, version]) => version);
}

interface Action {
  readonly at: number;
  act(context: LifecycleContext): void;
}

/** What happens first to the versions of a key, the newest first. Of an expiration and a transition, the expiration. */
function nextAction(run: Run, versions: readonly Version[]): Action | undefined {
  const actions = versions.flatMap((version, index) => {
    const noncurrent =
      index === 0 ? undefined : { since: versions[index - 1]?.lastModified ?? 0, newer: index - 1 };
    const expiration =
      noncurrent === undefined
        ? currentExpiration(run, version, versions.length)
        : permanentRemoval(
            run,
            version,
            noncurrentExpirationOf(run.lifecycle, version, noncurrent.since, noncurrent.newer),
          );
    return [...expiration, ...(version.kind === 'object' ? transition(run, version, noncurrent) : [])];
  });
  return actions.filter(({ at }) => at <= run.until).toSorted((a, b) => a.at - b.at)[0];
}

/** Documented: UserGuide/lifecycle-configuration-bucket-no-versioning and its siblings: by the bucket's versioning. */
function currentExpiration(run: Run, version: Version, count: number): Action[] {
  const { bucket, lifecycle } = run;
  if (version.kind === 'deleteMarker' && count > 1) return [];
  const due = expirationOf(lifecycle, version);
  if (due === undefined) return [];
  if (version.kind === 'deleteMarker' || bucket.versioning === undefined)
    return permanentRemoval(run, version, due);
  return [
    {
      at: Math.max(due.at, run.from),
      act(context) {
        const marker = putDeleteMarker(context, bucket, version.key);
        notify(context, bucket, 'LifecycleExpiration:DeleteMarkerCreated', marker);
      },
    },
  ];
}

/** Documented: UserGuide/object-lock-managing-lifecycle: a locked version outlives its time. */
function permanentRemoval(run: Run, version: Version, due: Due | undefined): Action[] {
  if (due === undefined) return [];
  const lock = version.kind === 'object' ? version.lock : undefined;
  if (lock?.hold === 'ON') return [];
  const { until = 0 } = lock?.retention ?? {};
  const earliest = Math.max(due.at, run.from);
  const at = until > earliest ? daysAfter(until, 0) : earliest;
  return [
    {
      at,
      act(context) {
        removeVersion(context.state, run.bucket, version);
        const { key, versionId } = version;
        notify(context, run.bucket, 'LifecycleExpiration:Delete', { key, versionId });
      },
    },
  ];
}

function transition(
  run: Run,
  version: ObjectVersion,
  noncurrent: { readonly since: number; readonly newer: number } | undefined,
): Action[] {
  const due = transitionOf(run.lifecycle, version, noncurrent, run.from);
  if (due === undefined) return [];
  return [
    {
      at: due.at,
      act(context) {
        replaceVersion(context.state, run.bucket, { ...version, storageClass: due.to });
        notify(
          context,
          run.bucket,
          'LifecycleTransition',
          { ...version, size: version.body.size },
          { lifecycleEventData: { transitionEventData: { destinationStorageClass: due.to } } },
        );
      },
    },
  ];
}
