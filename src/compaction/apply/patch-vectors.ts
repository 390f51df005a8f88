import type { SnapshotEngine } from '../engine/snapshot-engine';
import { isApplied, type PatchContent } from './place-patch';

/** How many vectors were changed, and how many of the ids have none. */
export interface Patched {
  readonly patched: number;
  readonly missing: number;
}

/** Writes the content to those vectors that do not say it already, with the time of the change. */
export async function patchVectors(
  engine: SnapshotEngine,
  ids: readonly string[],
  content: PatchContent,
  stamp: Readonly<Record<string, string>>,
): Promise<Patched> {
  const existing = await engine.get(ids);
  const stale = [...existing].filter(([, { metadata }]) => !isApplied(metadata, content)).map(([id]) => id);
  if (stale.length > 0) {
    await engine.patchMetadata(
      stale.map((id) => ({ id, set: { ...content.set, ...stamp }, unset: content.unset })),
    );
  }
  return { patched: stale.length, missing: ids.length - existing.size };
}
