import { GetObjectCommand, NoSuchKey, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Clients } from '../../src/shared/clients';
import { withAround } from './around';
import { isPointer } from './publication-scene';

/** Writes the pointer whatever it says meanwhile. */
export const unconditionalPointer = (clients: Clients): Clients =>
  withAround(clients, 's3', (command, next) => {
    if (command instanceof PutObjectCommand && isPointer(command.input)) {
      delete command.input.IfMatch;
      delete command.input.IfNoneMatch;
    }
    return next();
  });

/** Takes every error of reading the pointer for "nothing was ever published". */
export const errorIsAbsence = (clients: Clients): Clients =>
  withAround(clients, 's3', async (command, next) => {
    if (!(command instanceof GetObjectCommand && isPointer(command.input))) return next();
    return next().catch((error: Error) => {
      throw new NoSuchKey({ message: error.message, $metadata: {} });
    });
  });

/** Reads the pointer once and goes on comparing with that. */
export function staleExpectation(clients: Clients): Clients {
  let first: Promise<{ text: string; ETag: unknown }> | undefined;
  return withAround(clients, 's3', async (command, next) => {
    if (!(command instanceof GetObjectCommand && isPointer(command.input))) return next();
    first ??= next().then(async (answer) => {
      const { Body, ETag } = answer as { Body: { transformToString(): Promise<string> }; ETag: unknown };
      return { text: await Body.transformToString(), ETag };
    });
    const { text, ETag } = await first;
    return { Body: { transformToString: async () => text }, ETag };
  });
}
