import type {
  AccelerateConfiguration,
  AnalyticsConfiguration,
  CORSRule,
  IntelligentTieringConfiguration,
  InventoryConfiguration,
  LifecycleRule,
  LoggingEnabled,
  MetricsConfiguration,
  ReplicationConfiguration,
  TransitionDefaultMinimumObjectSize,
  WebsiteConfiguration,
} from '@aws-sdk/client-s3';
import { compareTuples, compareUtf8 } from '../../kernel/order';
import type { Collection, Store } from '../../kernel/store';

/** A document of which a bucket has at most one; undefined where it was taken away. */
export interface Kept<Document> {
  readonly document: Document | undefined;
  /** What a change that has not reached every server yet turns it into, and from when on (epoch ms). */
  readonly next?: { readonly document: Document | undefined; readonly from: number };
}

/** A rule with the id that it got, if it came without one. */
export type NamedRule = LifecycleRule & { readonly ID: string };

/** The lifecycle of a bucket's objects, and when it was put (epoch ms): nothing happens to them before. */
export interface Lifecycle {
  readonly rules: readonly NamedRule[];
  readonly minimumSize: TransitionDefaultMinimumObjectSize;
  readonly putAt: number;
}

/** A document of which a bucket has many, each under an id of its own. */
export type Identified = readonly [bucket: string, id: string];

/** What buckets are configured with beside versioning, notifications, permissions and encryption. */
export interface Configurations {
  readonly lifecycle: Collection<string, Kept<Lifecycle>>;
  readonly cors: Collection<string, Kept<readonly CORSRule[]>>;
  readonly website: Collection<string, Kept<WebsiteConfiguration>>;
  readonly logging: Collection<string, Kept<LoggingEnabled>>;
  readonly replication: Collection<string, Kept<ReplicationConfiguration>>;
  readonly accelerate: Collection<string, Kept<AccelerateConfiguration>>;
  readonly analytics: Collection<Identified, AnalyticsConfiguration>;
  readonly inventory: Collection<Identified, InventoryConfiguration>;
  readonly metrics: Collection<Identified, MetricsConfiguration>;
  readonly intelligentTiering: Collection<Identified, IntelligentTieringConfiguration>;
}

const compareIdentified = compareTuples<Identified>(compareUtf8, compareUtf8);

/** Names the collections of configurations in a world's store. */
export function createConfigurations(store: Store): Configurations {
  const single = <Document>(name: string): Collection<string, Kept<Document>> =>
    store.collection(`s3.${name}`, compareUtf8);
  const many = <Document>(name: string): Collection<Identified, Document> =>
    store.collection(`s3.${name}`, compareIdentified);
  return {
    lifecycle: single('lifecycle'),
    cors: single('corsRules'),
    website: single('website'),
    logging: single('logging'),
    replication: single('replication'),
    accelerate: single('accelerate'),
    analytics: many('analytics'),
    inventory: many('inventory'),
    metrics: many('metrics'),
    intelligentTiering: many('intelligentTiering'),
  };
}

/** Forgets all configurations of a bucket: it is deleted. */
export function forgetConfigurations(configurations: Configurations, bucket: string): void {
  const { cors, lifecycle, website, logging, replication, accelerate } = configurations;
  for (const single of [cors, lifecycle, website, logging, replication, accelerate]) single.delete(bucket);
  const { analytics, inventory, metrics, intelligentTiering } = configurations;
  forgetAll(analytics, bucket);
  forgetAll(inventory, bucket);
  forgetAll(metrics, bucket);
  forgetAll(intelligentTiering, bucket);
}

function forgetAll<Document>(collection: Collection<Identified, Document>, bucket: string): void {
  const keys: Identified[] = [];
  for (const [key] of collection.entries({ from: [bucket, ''] })) {
    if (key[0] !== bucket) break;
    keys.push(key);
  }
  for (const key of keys) collection.delete(key);
}
