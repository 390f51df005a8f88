import sinon, { type SinonFakeTimers } from 'sinon';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createFaultApi, type FaultApi } from '../../fakes/kernel/fault-builder';
import type { AnyService } from '../../fakes/kernel/operation';
import { World } from '../../fakes/kernel/world';
import { plug, type Plug, type Target } from '../../fakes/plug/plug';
import { toy, toyBodies } from './toy-service';

/** A world of the two toy services, plugged under their clients. */
export interface ToyWorld {
  readonly world: World;
  readonly plugged: Plug;
  readonly faults: FaultApi;
}

export function createToyWorld(seed = 1, services: readonly AnyService[] = [toy, toyBodies]): World {
  return new World({ seed, region: 'us-east-1', accountId: '000000000000' }, services);
}

export function plugToyWorld(
  targets: readonly Target[] = [SQSClient, S3Client],
  seed = 1,
  services?: readonly AnyService[],
): ToyWorld {
  const world = createToyWorld(seed, services);
  return { world, plugged: plug(world, targets), faults: createFaultApi(world) };
}

/** The machine's Date stands still, so that the times of a world are exact. Timers stay real. Restore it in afterEach. */
export function stopDate(): SinonFakeTimers {
  return sinon.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: ['Date'] });
}

/** What a promise was rejected with. */
export async function rejection<E = Error & { $metadata?: Record<string, unknown> }>(
  promise: Promise<unknown> | undefined,
): Promise<E> {
  return await (promise ?? Promise.resolve()).then(
    (value) => {
      throw new Error(`not rejected, but resolved with ${JSON.stringify(value)}`);
    },
    (error: unknown) => error as E,
  );
}
