import { createHash } from 'node:crypto';
import type { Collection } from './collection';
import { FakeMisuse } from './errors';
import { compareStrings } from './order';
import type { Store } from './store';
import type { World } from './world';

/** What is the matter with a key. Keys that nothing is stated about exist and are enabled. */
export type KmsKeyState = 'Disabled' | 'PendingDeletion' | 'Missing';

/** The keys about which something is stated, by their ARNs. Every service that encrypts looks here. */
export function kmsKeys(store: Store): Collection<string, KmsKeyState> {
  return store.collection('kms.keys', compareStrings);
}

const KEY_ID = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
const ARN = /^arn:aws[\w-]*:kms:([^:]+):(\d{12}):(key|alias)\/(.+)$/;

/**
 * The ARN of the key that an id, an alias or an ARN means; undefined for what can mean none. What an alias stands for is not
 * modelled: it is a key of its own, the same every time.
 */
export function kmsKeyArn(id: string, region: string, accountId: string): string | undefined {
  const [, ofRegion = region, ofAccount = accountId, kind, name = id] = ARN.exec(id) ?? [];
  const begin = `arn:aws:kms:${ofRegion}:${ofAccount}:key/`;
  if (kind === 'alias') return begin + keyIdOf(`alias/${name}`);
  if (kind === undefined && id.startsWith('alias/')) return begin + keyIdOf(id);
  return KEY_ID.test(name) ? begin + name : undefined;
}

/** The region of a key's ARN; undefined for an id or an alias. */
export function regionOfKmsArn(id: string): string | undefined {
  return ARN.exec(id)?.[1];
}

function keyIdOf(alias: string): string {
  const hex = createHash('sha256').update(alias).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** A key as a test states it. */
export interface KmsKey {
  readonly arn: string;
  /** Encrypting and decrypting by it fails. */
  disable(): void;
  enable(): void;
  /** It fails, too, and in a while for ever. */
  scheduleDeletion(): void;
  /** There is no such key. */
  remove(): void;
}

/** Keys of KMS, which exist and work unless a test says otherwise: `aws.kms.key('alias/photos').disable()`. */
export interface KmsApi {
  /** A key by its id, alias or ARN. @throws FakeMisuse */
  key(id: string): KmsKey;
}

/** The test's hand on the keys of KMS. */
export function createKms(world: World): KmsApi {
  const keys = kmsKeys(world.store);
  return {
    key(id) {
      const arn = kmsKeyArn(id, world.options.region, world.options.accountId);
      if (arn === undefined) {
        throw new FakeMisuse(`aws.kms.key('${id}'): not the id (a UUID), alias (alias/...) or ARN of a key.`);
      }
      return {
        arn,
        disable: () => keys.put(arn, 'Disabled'),
        enable: () => void keys.delete(arn),
        scheduleDeletion: () => keys.put(arn, 'PendingDeletion'),
        remove: () => keys.put(arn, 'Missing'),
      };
    },
  };
}
