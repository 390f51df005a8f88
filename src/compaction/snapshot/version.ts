/**
 * Id of a new version: time, fencing token and chance, so that it is unique and sorts by time (R13).
 * For example `20251023T090005250Z-0000000042-9f3c01ab`.
 */
export function createVersion(now: number, fencingToken: number, random: () => number): string {
  const time = new Date(now).toISOString().replaceAll(/[-:.]/g, '');
  const suffix = Array.from({ length: 8 }, () => Math.floor(random() * 16).toString(16)).join('');
  return `${time}-${String(fencingToken).padStart(10, '0')}-${suffix}`;
}

/** Of our versions, and of those of the time before (`20251023_090005`, `20251023_090005_250123_9f3c01ab`). */
const STAMP = /^(\d{4})(\d\d)(\d\d)[T_](\d\d)(\d\d)(\d\d)_?(\d{0,3}).*$/;

/** When a version was made, in epoch ms; undefined when its id does not tell. */
export function versionTime(version: string): number | undefined {
  if (!STAMP.test(version)) return undefined;
  return Date.parse(version.replace(STAMP, '$1-$2-$3T$4:$5:$6Z')) + Number(version.replace(STAMP, '$7'));
}
