/**
 * Id of a new version: time, fencing token and chance, so that it is unique and sorts by time (R13).
 * For example `20251023T090005250Z-0000000042-9f3c01ab`.
 */
export function createVersion(now: number, fencingToken: number, random: () => number): string {
  const time = new Date(now).toISOString().replaceAll(/[-:.]/g, '');
  const suffix = Array.from({ length: 8 }, () => Math.floor(random() * 16).toString(16)).join('');
  return `${time}-${String(fencingToken).padStart(10, '0')}-${suffix}`;
}

const OURS = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-/;
const LEGACY = /^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)(?:_(\d{3})\d*)?/;

/** When a version was made, in epoch ms; undefined when its id does not tell. */
export function versionTime(version: string): number | undefined {
  const match = OURS.exec(version) ?? LEGACY.exec(version);
  if (match === null) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, ms = 0] = match
    .slice(1)
    .map((text: string | undefined) => Number(text ?? 0));
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}
