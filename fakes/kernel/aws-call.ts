import type { Call } from './call';
import { beginAttempt, dispatch, NEW_CALL } from './dispatch';
import { FakeMisuse, isLibraryError } from './errors';
import type { CommandClass } from './operation';
import type { World } from './world';

/** What came of a call that AWS made itself. */
export type AwsAnswer<Output> =
  | { readonly kind: 'answer'; readonly output: Output }
  | { readonly kind: 'failed'; readonly error: Error };

/** How AWS's own calls name themselves: 'aws:lambda'. Only fault rules that say `.for('aws:lambda')` strike them. */
export type AwsCaller = `aws:${string}`;

/**
 * A call that AWS itself makes in the customer's account: Lambda polling a queue, S3 sending a notification. It takes the
 * same path as anybody's call (faults, atomic execution, journal), as one attempt: AWS's own retries are the poller's next
 * poll.
 *
 * @throws FakeMisuse and NotSupportedByFake; an error of AWS or of the transport is part of the answer.
 */
export async function callFromAws<Input extends object, Output extends { $metadata: unknown }>(
  world: World,
  caller: AwsCaller,
  command: CommandClass<Input, Output>,
  input: Input,
  region: string,
): Promise<AwsAnswer<Output>> {
  const operation = world.find(new command(input));
  if (operation === undefined) {
    throw world.remember(new FakeMisuse(`${caller} needs ${command.name}, but its service is not mounted.`));
  }
  const call: Call = {
    number: world.nextCall(),
    identity: world.identify(caller),
    operation,
    input,
    region,
    caller,
    startedAt: world.clock.now(),
    ...NEW_CALL,
  };
  const answer = await answerOnce(world, call, caller);
  if (answer.kind !== 'never') return answer as AwsAnswer<Output>;
  return { kind: 'failed', error: new Error(`${command.name} of ${caller} was never answered`) };
}

/**
 * One attempt of a call that no SDK client sends: it waits where it must, and nobody retries it.
 *
 * @throws FakeMisuse and NotSupportedByFake; an error of AWS or of the transport is part of the answer.
 */
export async function answerOnce(
  world: World,
  call: Call,
  who: string,
): Promise<AwsAnswer<object> | { readonly kind: 'never' }> {
  beginAttempt(world, call);
  for (;;) {
    if (world.gate !== undefined) await world.gate(call);
    let step;
    try {
      step = dispatch(world, call);
    } catch (error) {
      if (error instanceof Error && !isLibraryError(error)) return { kind: 'failed', error };
      throw error;
    }
    switch (step.kind) {
      case 'answer':
        return { kind: 'answer', output: step.output };
      case 'wait':
        await until(world, step.wait.until);
        break;
      case 'never':
        return { kind: 'never' };
      case 'crash':
        throw world.remember(
          new FakeMisuse(`A crash struck ${call.operation.row.command.name} of ${who}, which cannot crash.`),
        );
    }
  }
}

function until(world: World, time: number): Promise<void> {
  return new Promise((resolve) => void world.clock.at(time, resolve));
}
