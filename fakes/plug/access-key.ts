import type { SdkClient } from './sdk-client';

/**
 * The access key that a client signs with: its own, or the one of the process's environment. Undefined where the SDK would
 * look further (files, metadata servers: the machine's business, not the test's), and where its own provider
 * fails.
 */
export async function accessKeyIdOf({ config }: SdkClient): Promise<string | undefined> {
  if (config.credentials?.attributed !== true) return process.env['AWS_ACCESS_KEY_ID'];
  const credentials = await config.credentials().catch(() => undefined);
  return credentials?.accessKeyId;
}
