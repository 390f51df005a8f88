import { FakeMisuse } from '../kernel/errors';

/** The file beside the objects' own that says what is not their bytes. */
export const SIDECAR = '.objects.json';

/** What common file systems do not take in a name, and the sign that marks it. */
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f%<>:"\\|?*]/g;

/**
 * The relative path of each key's file: its slashes are folders. No path leaves the directory: `.`, `..` and empty parts
 * are written otherwise, and so is a file that is named like a folder.
 */
export function filesOf(keys: readonly string[]): string[] {
  const folders = new Set(keys.flatMap(foldersOf));
  return keys.map((key) => {
    const path = key.split('/').map(nameOf).join('/');
    if (path === SIDECAR) return `%2E${SIDECAR.slice(1)}`;
    // No other name ends in a single %: it marks a file where there is a folder of that name.
    return folders.has(key) ? `${path}%` : path;
  });
}

function foldersOf(key: string): string[] {
  const parts = key.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

function nameOf(part: string): string {
  if (part === '') return '%';
  if (part === '.' || part === '..') return part.replaceAll('.', '%2E');
  return part.replace(UNSAFE, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

/**
 * The key of a file by its relative path.
 *
 * @throws FakeMisuse a % is followed by something else than two hexadecimal digits.
 */
export function keyOf(path: string): string {
  return path
    .split('/')
    .map((name) => {
      const part = name.replace(/%{1,2}$/, '');
      if (/%(?![0-9A-Fa-f]{2})/.test(part))
        throw new FakeMisuse(
          `fromDirectory(): the name of ${path} has a % that encodes nothing. Write it as %25.`,
        );
      return part.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) =>
        String.fromCharCode(parseInt(digits, 16)),
      );
    })
    .join('/');
}
