import type { Clients } from '../../src/shared/clients';

/** Stands around one call: may change the command, answer in its place, or change the answer. */
export type Around = (command: unknown, next: () => Promise<unknown>) => unknown;

/** A view of a client with a function around every call. The client itself stays as it is. */
export function around<Client extends object>(client: Client, how: Around): Client {
  const { send } = client as { send: (...given: unknown[]) => Promise<unknown> };
  const value = async (command: unknown, ...rest: unknown[]): Promise<unknown> =>
    how(command, () => send.call(client, command, ...rest));
  // The client is the prototype, so that the view is an instance of its class.
  return Object.defineProperty(Object.create(client) as Client, 'send', { value });
}

/** The clients of a naive handler: one of them does what the real handler's does not. */
export const withAround = (clients: Clients, service: keyof Clients, how: Around): Clients => ({
  ...clients,
  [service]: around(clients[service], how),
});
