/** The ARN of a bucket. */
export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`;
}

/** The ARN of an object. */
export function objectArn(bucket: string, key: string): string {
  return `arn:aws:s3:::${bucket}/${key}`;
}

/** The bucket that an ARN of S3 is about. */
export function bucketOfArn(arn: string): string {
  const path = arn.slice('arn:aws:s3:::'.length);
  const slash = path.indexOf('/');
  return slash < 0 ? path : path.slice(0, slash);
}

/** The key that an ARN of an object names; undefined for a bucket's. */
export function keyOfArn(arn: string): string | undefined {
  const slash = arn.indexOf('/');
  return slash < 0 ? undefined : arn.slice(slash + 1);
}
