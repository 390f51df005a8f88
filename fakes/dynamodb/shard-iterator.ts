import { validationError } from './errors';

/** Where a reader of a shard stands. */
export interface ShardIterator {
  readonly streamArn: string;
  readonly shardId: string;
  /** The next record read is the one behind this. */
  readonly position: number;
  readonly issuedAt: number;
}

/** An iterator as text: opaque but for the ARN in front. Captured: its form, by LocalStack's authors on AWS. */
export function printShardIterator(iterator: ShardIterator): string {
  const { streamArn, shardId, position, issuedAt } = iterator;
  const inner = Buffer.from(`${shardId} ${position} ${issuedAt}`).toString('base64');
  return `${streamArn}|1|${inner}`;
}

/** @throws ValidationException the text is no iterator */
export function parseShardIterator(text: string): ShardIterator {
  const [streamArn, version, inner] = text.split('|');
  const parts = Buffer.from(String(inner), 'base64').toString().split(' ');
  const [shardId, position, issuedAt] = parts;
  const known = {
    streamArn: String(streamArn),
    shardId: String(shardId),
    position: Number(position),
    issuedAt: Number(issuedAt),
  };
  const isValid = version === '1' && parts.length === 3 && printShardIterator(known) === text;
  if (!isValid) throw validationError('Invalid ShardIterator');
  return known;
}
