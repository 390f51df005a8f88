/** What a URL of S3 names. */
export interface Address {
  /** Undefined for the service itself. */
  readonly bucket: string | undefined;
  /** Undefined for a bucket. */
  readonly key: string | undefined;
  /** Undefined where the URL names none: us-east-1, or an endpoint of the user's own. */
  readonly region: string | undefined;
}

/** `bucket.s3.region.amazonaws.com`, with or without bucket and region, dual-stack and accelerated. */
const HOST =
  /^(?:(.+)\.)?s3(?:-accelerate)?(?:\.dualstack)?(?:[.-]([a-z]{2}(?:-[a-z]+)+-\d))?\.amazonaws\.com(?:\.cn)?$/;

/**
 * The bucket and key of a URL, virtual-hosted (`https://bucket.s3.amazonaws.com/key`) or path style
 * (`https://s3.amazonaws.com/bucket/key`). Of a host that is not AWS's only whoever knows the buckets can tell.
 * Documented: UserGuide/VirtualHosting.
 */
export function addressOf(url: URL, isBucket: (name: string) => boolean): Address {
  const ofAws = HOST.exec(url.hostname);
  const [, hostBucket, region] = ofAws ?? [undefined, bucketOfHost(url.hostname, isBucket)];
  const path = url.pathname.slice(1);
  if (hostBucket !== undefined) return { bucket: hostBucket, key: keyOf(path), region };
  const slash = path.indexOf('/');
  const bucket = decodeURIComponent(slash < 0 ? path : path.slice(0, slash));
  return {
    bucket: bucket === '' ? undefined : bucket,
    key: slash < 0 ? undefined : keyOf(path.slice(slash + 1)),
    region,
  };
}

/** `photos.localhost`: the bucket where it is one. */
function bucketOfHost(host: string, isBucket: (name: string) => boolean): string | undefined {
  const [first = '', ...others] = host.split('.');
  return others.length > 0 && isBucket(first) ? first : undefined;
}

function keyOf(path: string): string | undefined {
  return path === '' ? undefined : decodeURIComponent(path);
}
