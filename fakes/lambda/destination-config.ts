import { FakeMisuse } from '../kernel/errors';
import { bucketArnOf, functionArnOf, queueArnOf, topicArnOf } from './arns';
import type { Machine } from './machine';

/** Where records of invocations go, in a test's words. Exactly one member is given. */
export interface DestinationOptions {
  /** A queue's name, URL or ARN. */
  readonly queue?: string;
  /** The name or ARN of a topic that `aws.lambda.topic` made. */
  readonly topic?: string;
  /** A function's name: invoked asynchronously with the record. Asynchronous invocations only. */
  readonly function?: string;
  /** A bucket's name: gets an object per record. Failures only. */
  readonly bucket?: string;
}

const MEMBERS: readonly (keyof DestinationOptions)[] = ['queue', 'topic', 'function', 'bucket'];

/**
 * The ARN of a destination.
 * @throws FakeMisuse unless exactly one of the members that are allowed here is given
 */
export function destinationArn(
  machine: Pick<Machine, 'world'>,
  options: DestinationOptions,
  what: string,
  allowed: readonly (keyof DestinationOptions)[],
): string {
  const given = MEMBERS.filter((member) => options[member] !== undefined);
  const [member] = given;
  if (member === undefined || given.length > 1 || !allowed.includes(member)) {
    throw new FakeMisuse(`${what}: give exactly one of ${allowed.join(', ')}.`);
  }
  const name = options[member] ?? '';
  switch (member) {
    case 'queue':
      return queueArnOf(machine, name);
    case 'topic':
      return topicArnOf(machine, name);
    case 'function':
      return functionArnOf(machine, name);
    case 'bucket':
      return bucketArnOf(name);
  }
}
