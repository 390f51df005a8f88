import type { Collection } from '../../shared/receipt-keys';

/** Names the live version. */
export const pointerKey = (collection: Collection): string => `${collection}/snapshot/latest-pointer.txt`;

/** Prefix of all versions. */
export const versionsPrefix = (collection: Collection): string => `${collection}/snapshot/timestamped/`;

/** Prefix of one version's files. */
export const versionPrefix = (collection: Collection, version: string): string =>
  `${versionsPrefix(collection)}${version}/`;

/** Name of the manifest below a version's prefix. */
export const MANIFEST_FILE = 'manifest.json';

const PATH_PART = /^(?!\.{1,2}$)[A-Za-z0-9_.-]+$/;

/** Whether a path stays below its directory: plain names between single slashes. */
export const isSafePath = (path: string): boolean => path.split('/').every((part) => PATH_PART.test(part));
